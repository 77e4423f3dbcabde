"""`POST contacts/assess`: one contact between two accounts, or up to 2,000 at once."""

from time import perf_counter

from django.http import HttpResponse
from ninja import Router
from ninja.decorators import decorate_view

from belisha.api import contact_answer
from belisha.api.auth import ApiRequest, BearerKey
from belisha.api.body import json_body, read_json
from belisha.api.contact_answer import Assessment, Assessments
from belisha.api.contact_document import documented
from belisha.api.contact_rows import contacts_of
from belisha.api.screen_about import service_of
from belisha.contact.assess import assess
from belisha.contact.metrics import answered
from belisha.people.keys import Scope

router = Router(tags=["contacts"])


@router.post(
    "/contacts/assess",
    auth=BearerKey(Scope.CONTACT),
    response={200: Assessment | Assessments},
    url_name="contacts_assess",
    operation_id="assess",
    summary="Assess contacts with children",
    openapi_extra=documented(),
)
@decorate_view(json_body)
def assess_contacts(request: ApiRequest) -> HttpResponse:
    """Advise on a contact, before it reaches the child. Whatever is kept of it is durable with the answer.

    All of a batch is assessed, or nothing. The same contact sent again is answered as before and not counted.
    """
    began, service, given = perf_counter(), service_of(request), read_json(request.body)
    answers = assess(events=contacts_of(given), service=service, by=request.auth)
    several = "events" in given
    answered(answers, several=several, seconds=perf_counter() - began)
    return contact_answer.several(answers) if several else contact_answer.one(answers[0])
