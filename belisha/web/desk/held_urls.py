"""Addresses: what the guard stopped, and whether it was a false alarm."""

from django.urls import URLPattern, path

from belisha.web.desk import held

_ONE = "referrals/<uuid:referral_id>/false-alarm/"

urlpatterns: list[URLPattern] = [
    path(_ONE, held.say_false, name="say_false_alarm"),
    path(f"{_ONE}release/", held.release_false, name="release_false_alarm"),
]
