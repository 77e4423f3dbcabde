"""The number to ring first where this desk is."""

from django.conf import settings

from belisha.organisation.profile import profile
from belisha.routing.countries import countries

ANYWHERE = "the local emergency number"


def number_to_call() -> str:
    """The emergency number where this desk is: as set, else the country's, else words for it."""
    country = countries().get(profile().country)
    known = country.emergency[0] if country and country.emergency else ANYWHERE
    return settings.BELISHA.emergency_number or known
