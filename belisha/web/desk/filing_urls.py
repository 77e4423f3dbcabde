"""Addresses: filing by hand, field by field."""

from django.urls import URLPattern, path

from belisha.web.desk import filing

REFERRAL = "referrals/<uuid:referral_id>/"
urlpatterns: list[URLPattern] = [
    path(f"{REFERRAL}file/", filing.file_referral, name="file_referral"),
    path(f"{REFERRAL}file/declaration/", filing.declare, name="declare_referral"),
    path(f"{REFERRAL}file/filed/", filing.filed, name="referral_filed"),
    path(f"{REFERRAL}assessed/", filing.assess, name="assess_address"),
    path("register/nca/", filing.register, name="nca_register"),
    path("register/nca/export/", filing.export_register, name="export_nca_register"),
]
