"""The stages from the ground up, as DESIGN has them; shared by the sweeps."""

from django.apps import apps

ORDER = [
    "vault",
    "ledger",
    "people",
    "organisation",
    "work",
    "figures",
    "screening",
    "intake",
    "contact",
    "triage",
    "decisions",
    "referrals",
    "enforcement",
    "transparency",
]


def our_models():
    """Every table of ours, many-to-many tables included."""
    for config in apps.get_app_configs():
        if config.name.startswith("belisha."):
            yield from config.get_models(include_auto_created=True)
