"""Addresses of publishing the figures."""

from django.urls import URLPattern, path

from belisha.web.desk import figures_publish

urlpatterns: list[URLPattern] = [
    path("", figures_publish.publications, name="publications"),
    path("now/", figures_publish.publish, name="publish_figures"),
    path("<int:number>/withdraw/", figures_publish.withdraw, name="withdraw_figures"),
    path("<int:number>/preview/<path:address>", figures_publish.preview, name="preview_figures"),
]
