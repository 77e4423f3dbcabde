"""Addresses: the policy on contacts with children."""

from django.urls import URLPattern, path

from belisha.web.desk import contact_policy

urlpatterns: list[URLPattern] = [
    path("contact/policy/", contact_policy.policy, name="contact_policy"),
    path("contact/policy/propose/", contact_policy.propose, name="propose_contact_policy"),
    path("contact/policy/<uuid:policy_id>/confirm/", contact_policy.confirm, name="confirm_contact_policy"),
    path(
        "contact/policy/<uuid:policy_id>/withdraw/", contact_policy.withdraw, name="withdraw_contact_policy"
    ),
]
