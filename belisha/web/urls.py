"""Addresses of all pages for people."""

from django.urls import include, path

urlpatterns = [
    path("desk/", include("belisha.web.desk.urls")),
]
