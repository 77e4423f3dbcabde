"""What pages, rules and commands show of the organisation's services and teams."""

from belisha.organisation.models import Service, Team


def services() -> list[Service]:
    """All services, by name."""
    return list(Service.objects.order_by("name"))


def teams() -> list[Team]:
    """All teams with their members and services."""
    return list(Team.objects.prefetch_related("members", "services").order_by("name"))
