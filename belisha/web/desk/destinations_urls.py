"""Addresses: where authorities and partners take referrals without a person."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
