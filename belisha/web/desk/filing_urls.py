"""Addresses: filing by hand, field by field."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
