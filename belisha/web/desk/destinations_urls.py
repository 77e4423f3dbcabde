"""Addresses: where authorities and partners take referrals without a person."""

from django.urls import URLPattern, path

from belisha.web.desk import destinations

_ONE = "settings/destinations/<str:authority>/"
_ROW = f"{_ONE}<uuid:destination_id>/"

urlpatterns: list[URLPattern] = [
    path("settings/destinations/", destinations.all_destinations, name="destinations"),
    path("settings/destinations/partner/", destinations.partner, name="propose_partner"),
    path(_ONE, destinations.destination, name="destination"),
    path(f"{_ONE}mailbox/", destinations.mailbox, name="propose_mailbox"),
    path(f"{_ROW}confirm/", destinations.confirm, name="confirm_destination"),
    path(f"{_ROW}withdraw/", destinations.withdraw, name="withdraw_destination"),
    path(f"{_ROW}close/", destinations.close, name="close_destination"),
    path(f"{_ROW}looked/", destinations.looked, name="look_at_destination"),
    path(f"{_ROW}secret/", destinations.secret, name="destination_secret"),
]
