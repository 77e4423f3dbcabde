"""Addresses of the figures at the desk."""

from django.urls import URLPattern, URLResolver, include, path

from belisha.web.desk import figures

urlpatterns: list[URLPattern | URLResolver] = [
    path("", figures.landing, name="figures_desk"),
    path("begin/", figures.begin, name="figures_begin"),
    path("sources/", figures.sources, name="figures_sources"),
    path("sources/<int:number>/", figures.source, name="figures_source"),
    path("sources/<int:number>/sheets/<int:place>/", figures.sheet, name="figures_sheet"),
    path("area/", figures.area, name="figures_area"),
    path("figure/", figures.figure, name="figure"),
    path("findings/", figures.findings, name="figures_findings"),
    path("findings/confirm/", figures.confirm, name="figures_confirm"),
    path("corrected/", figures.corrected, name="figures_corrected"),
    path("imports/", include("belisha.web.desk.figures_imports_urls")),
    path("publish/", include("belisha.web.desk.figures_publish_urls")),
    path("rounds/", include("belisha.web.desk.figures_rounds_urls")),
]
