"""Addresses: what an authority asked, what followed, and whether nobody may be told."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
