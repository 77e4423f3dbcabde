"""`/metrics`: sums for the operator's monitoring, in Prometheus' text; off until a token is set."""

import hmac

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from belisha.api.appeal_metrics import appeals
from belisha.api.connector_metrics import connectors
from belisha.api.delivery_metrics import deliveries
from belisha.api.pattern_metrics import patterns
from belisha.api.problems import problem
from belisha.screening.metrics import exposition


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """404 where no token is set; 401 without it; no session of staff opens it."""
    token = settings.BELISHA.metrics_token
    if token is None:
        return problem(404, "not_found", "There is nothing here.")
    sent = request.headers.get("Authorization", "")
    if not hmac.compare_digest(sent.encode(), f"Bearer {token.get_secret_value()}".encode()):
        detail = "Send the token as: Authorization: Bearer TOKEN"
        return problem(401, "unauthorised", detail, headers={"WWW-Authenticate": "Bearer"})
    body = exposition() + deliveries() + appeals() + patterns() + connectors()
    return HttpResponse(body, content_type=CONTENT_TYPE_LATEST)


def metrics_urls() -> list[URLPattern]:
    """The address of the metrics."""
    return [path("metrics", metrics, name="metrics")]
