"""Addresses: what a CyberTip says besides, and in which environment."""

from django.urls import URLPattern, path

from belisha.web.desk import cybertip

urlpatterns: list[URLPattern] = [
    path("referrals/<uuid:referral_id>/cybertip/", cybertip.cybertip, name="cybertip"),
]
