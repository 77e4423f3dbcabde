"""Orders to the service as Django starts them."""

from django.apps import AppConfig


class EnforcementApp(AppConfig):
    """Says where services take their orders, so that something may be sent there at all."""

    name = "belisha.enforcement"

    def ready(self) -> None:
        from belisha.enforcement.endpoint_seal import live_urls
        from belisha.outbound.destinations import provide

        provide(live_urls)
