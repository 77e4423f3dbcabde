"""Addresses of the desk for contacts with children."""

from django.urls import URLPattern, path

from belisha.web.desk import contact

urlpatterns: list[URLPattern] = [
    path("contact/", contact.contact, name="contact"),
    path("contact/patterns/", contact.propose, name="propose_patterns"),
    path("contact/patterns/off/", contact.switch_off, name="switch_patterns_off"),
    path("contact/patterns/<uuid:switch_id>/confirm/", contact.confirm, name="confirm_patterns"),
    path("contact/patterns/<uuid:switch_id>/withdraw/", contact.withdraw, name="withdraw_patterns"),
]
