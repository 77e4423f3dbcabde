"""Addresses of the desk for contacts with children."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
