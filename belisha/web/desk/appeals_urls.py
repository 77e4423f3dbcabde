"""Addresses of the desk for appeals and complaints."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
