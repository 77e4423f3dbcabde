"""Addresses of the desk for what the service keeps for an authority."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
