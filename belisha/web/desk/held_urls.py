"""Addresses: what the guard stopped, and whether it was a false alarm."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
