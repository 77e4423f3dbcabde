"""Addresses of the desk for other tools that report."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
