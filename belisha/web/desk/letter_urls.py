"""Addresses: what became of a letter that was handed in."""

from django.urls import URLPattern, path

from belisha.web.desk import letter

urlpatterns: list[URLPattern] = [
    path("referrals/<uuid:referral_id>/came-back/", letter.came_back, name="letter_came_back"),
]
