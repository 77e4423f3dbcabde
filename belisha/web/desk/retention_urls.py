"""Addresses of keeping and erasing."""

from django.urls import URLPattern, path

from belisha.web.desk import kept, retention

CASE = "cases/<uuid:case_id>/"
ORDER = f"{CASE}destroy/<uuid:order_id>/"
urlpatterns: list[URLPattern] = [
    path("retention/", retention.retention, name="retention"),
    path("retention/date/", retention.confirm_day, name="confirm_day"),
    path("retention/erased/<uuid:erasure_id>/", retention.certificate, name="certificate"),
    path("retention/erased/<uuid:erasure_id>/json/", retention.certificate_json, name="certificate_json"),
    path("retention/erased/<uuid:erasure_id>/references/", retention.show_references, name="show_references"),
    path(f"{CASE}kept/", kept.kept, name="kept"),
    path(f"{CASE}kept/add/", kept.add, name="keep_case"),
    path(f"{CASE}kept/<uuid:clock_id>/lift/", kept.lift, name="lift_clock"),
    path(f"{CASE}destroy/", kept.ask_to_destroy, name="destroy_case"),
    path(f"{ORDER}confirm/", kept.confirm_destruction, name="confirm_destruction"),
    path(f"{ORDER}withdraw/", kept.withdraw_destruction, name="withdraw_destruction"),
]
