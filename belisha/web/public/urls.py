"""Addresses of the pages for everyone."""

from django.urls import path

from belisha.web.public.landing import landing
from belisha.web.public.report import report
from belisha.web.public.status import status

urlpatterns = [
    path("", landing, name="landing"),
    path("report/", report, name="report"),
    path("report/status/", status, name="report_status"),
]
