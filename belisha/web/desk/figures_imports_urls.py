"""Addresses of answers that are taken in."""

from django.urls import URLPattern, path

from belisha.web.desk import figures_imports as imports

urlpatterns: list[URLPattern] = [
    path("", imports.waiting, name="figures_imports"),
    path("new/", imports.new, name="new_figures_import"),
    path("<uuid:import_id>/", imports.one, name="figures_import"),
    path("<uuid:import_id>/correct/", imports.correct, name="correct_figures_import"),
    path("<uuid:import_id>/take-in/", imports.take_in, name="take_in_figures_import"),
    path("<uuid:import_id>/put-away/", imports.put_away, name="put_away_figures_import"),
]
