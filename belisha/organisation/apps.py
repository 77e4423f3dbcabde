"""The organisation as Django starts it."""

from django.apps import AppConfig


class OrganisationApp(AppConfig):
    """Says where partners take referrals, so that something may be sent there at all."""

    name = "belisha.organisation"

    def ready(self) -> None:
        from belisha.organisation.partners import partner_urls
        from belisha.outbound.destinations import provide

        provide(partner_urls)
