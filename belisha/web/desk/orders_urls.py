"""Addresses of the desk for orders to the service."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
