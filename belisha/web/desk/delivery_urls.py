"""Addresses: how a referral is on its way over a channel of its own."""

from django.urls import URLPattern, path

from belisha.web.desk import delivery

urlpatterns: list[URLPattern] = [
    path("deliveries/", delivery.deliveries, name="deliveries"),
    path("referrals/<uuid:referral_id>/try/", delivery.try_now, name="try_delivery"),
    path("referrals/<uuid:referral_id>/leave/", delivery.leave, name="leave_delivery"),
]
