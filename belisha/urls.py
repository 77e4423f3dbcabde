"""All addresses of the desk."""

from django.urls import include, path

from belisha.api.health import health_urls
from belisha.api.metrics import metrics_urls
from belisha.jobs.durability import refuse_unsafe, refuse_unwritable

urlpatterns = [
    path("", include("belisha.web.urls")),
    path("account/", include("allauth.urls")),
    path("api/v1/", include("belisha.api.urls")),
    *health_urls([refuse_unsafe, refuse_unwritable]),
    *metrics_urls(),
]

handler400 = "belisha.web.errors.bad_request"
handler403 = "belisha.web.errors.forbidden"
handler404 = "belisha.web.errors.not_found"
handler500 = "belisha.web.errors.server_error"
