"""Addresses of the pages for everyone."""

from django.urls import path

from belisha.web.public import appeal
from belisha.web.public.landing import landing
from belisha.web.public.report import report
from belisha.web.public.status import status
from belisha.web.public.where.answer import answer
from belisha.web.public.where.ask import danger, what, who
from belisha.web.public.where.every_rule import rules
from belisha.web.public.where.place import place

urlpatterns = [
    path("", landing, name="landing"),
    path("report/", report, name="report"),
    path("report/status/", status, name="report_status"),
    path("appeal/", appeal.ask, name="appeal"),
    path("appeal/status/", appeal.status, name="appeal_status"),
    path("where-to-report/", danger, name="where_to_report"),
    path("where-to-report/who/", who, name="where_who"),
    path("where-to-report/what/", what, name="where_what"),
    path("where-to-report/where/", place, name="where_place"),
    path("where-to-report/answer/", answer, name="where_answer"),
    path("where-to-report/rules/", rules, name="where_rules"),
]
