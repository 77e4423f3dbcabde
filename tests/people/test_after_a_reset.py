"""A password that was reset by mail keeps nobody from a second factor, and so from the desk."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client

from belisha.people.staff import reset_second_factor
from tests.desk_cases import danger, make_case, organisation
from tests.journeys.visitor import code

__all__ = ["danger", "make_case", "organisation"]

NEW = "a river under seven bridges"
LOGIN, ACTIVATE = "/account/login/", "/account/2fa/totp/activate/"


def resets(client, email):
    """Ask for the mail, follow its link, set the new password."""
    client.post("/account/password/reset/", {"email": email})
    link = re.search(r"https?://[^/]+(/account/\S+)", mail.outbox[-1].body)[1]
    form = client.get(link, follow=True).redirect_chain[-1][0]
    answer = client.post(form, {"password1": NEW, "password2": NEW})
    cache.clear()
    return answer


@pytest.mark.parametrize("lost", ["before", "after"])
def test_whoever_reset_their_password_by_mail_sets_up_a_second_factor_and_sees_the_child_in_danger(
    client, danger, person, alex, lost
):
    nia = person("Nia", "moderator", second_factor=lost == "after")
    assert resets(Client(), nia.email).status_code == 302
    if lost == "after":
        reset_second_factor(person_id=nia.id, by=alex)
    client.post(LOGIN, {"login": nia.email, "password": NEW})
    client.post("/account/reauthenticate/", {"password": NEW})
    page = client.get(ACTIVATE)
    assert page.status_code == 200
    assert client.get("/account/2fa/webauthn/add/").status_code == 200
    client.post(ACTIVATE, {"code": code(page.context["form"].secret)})
    assert client.get(f"/desk/cases/{danger.id}/").status_code == 200
    assert set(EmailAddress.objects.values_list("email", flat=True)) <= {nia.email}
