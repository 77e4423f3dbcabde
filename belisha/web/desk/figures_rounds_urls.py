"""Addresses of the rounds in which forces are asked."""

from django.urls import URLPattern, path

from belisha.web.desk import figures_round_force as force
from belisha.web.desk import figures_rounds as rounds

_FORCE = "<slug:round_name>/forces/<slug:force>/"

urlpatterns: list[URLPattern] = [
    path("", rounds.rounds, name="rounds"),
    path("new/", rounds.new, name="new_round"),
    path("<slug:round_name>/", rounds.board, name="round"),
    path("<slug:round_name>/change/", rounds.change, name="change_round"),
    path("<slug:round_name>/sent/", rounds.sent, name="round_sent"),
    path("<slug:round_name>/board.<slug:kind>", rounds.download, name="round_download"),
    path(_FORCE, force.force, name="round_force"),
    path(f"{_FORCE}note/", force.note, name="round_note"),
    path(f"{_FORCE}strike/", force.strike, name="round_strike"),
    path(f"{_FORCE}letters/<slug:kind>/", force.letter, name="round_letter"),
]
