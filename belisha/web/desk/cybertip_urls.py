"""Addresses: what a CyberTip says besides, and in which environment."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
