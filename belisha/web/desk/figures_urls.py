"""Addresses of the figures at the desk."""

from django.urls import URLPattern, URLResolver, include, path

from belisha.web.desk import figures

urlpatterns: list[URLPattern | URLResolver] = [
    path("", figures.landing, name="figures_desk"),
    path("publish/", include("belisha.web.desk.figures_publish_urls")),
    path("rounds/", include("belisha.web.desk.figures_rounds_urls")),
]
