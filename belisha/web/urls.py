"""Addresses of all pages for people."""

from django.urls import include, path

urlpatterns = [
    path("", include("belisha.web.public.urls")),
    path("desk/", include("belisha.web.desk.urls")),
]
