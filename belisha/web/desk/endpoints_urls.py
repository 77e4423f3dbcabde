"""Addresses of the desk for the places where a service takes its orders."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
