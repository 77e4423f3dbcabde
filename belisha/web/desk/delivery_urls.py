"""Addresses: how a referral is on its way over a channel of its own."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
