"""Who works here, and whom this desk reaches: people, lists, alerts, NCMEC."""

from belisha.jobs.checks.check import Check


def organisation() -> str:
    """Who runs this desk. Raises RuntimeError where nobody said."""
    from belisha.organisation.profile import profile

    known = profile()
    if not known.set_up:
        raise RuntimeError("not set up: referrals can't say who sends them")
    mode = ", one-person mode is on" if known.one_person_mode else ""
    return f"{known.legal_name}, {known.country}{mode}"


def people() -> str:
    """How many people have access. Raises RuntimeError where none may work on a case."""
    from belisha.people.read import staff

    people = [person for person in staff() if person.is_active]
    reviewers = [person for person in people if person.has_perm("decisions.add_decision")]
    if not reviewers:
        raise RuntimeError("nobody may work on a case")
    return f"{len(people)} with access, {len(reviewers)} for cases"


def lists() -> str:
    """How many lists are in force; raises what is wrong with one."""
    from belisha.screening.library import shelves

    return f"{len(shelves())} in force"


def list_officers() -> str:
    """How many look after the lists. Raises RuntimeError where nobody does."""
    from belisha.people.read import staff

    count = sum(person.is_active and person.has_perm("screening.manage_lists") for person in staff())
    if not count:
        raise RuntimeError("nobody is told that a list was refused, or is old")
    return f"{count} with access"


def on_call() -> str:
    """How many are woken now. Raises RuntimeError where the rota is empty."""
    from django.utils import timezone

    from belisha.work.rota import on_call

    people = list(on_call(timezone.now()))
    if not people:
        raise RuntimeError("nobody is on the rota now: everybody who may see cases is woken")
    return f"{len(people)} now"


def alerts() -> Check:
    """By which channels somebody is woken."""
    from django.conf import settings

    channels = [
        name
        for name, value in (
            ("mail", settings.BELISHA.smtp_url),
            ("webhook", settings.BELISHA.alert_webhook_url),
        )
        if value
    ]
    detail = " and ".join(channels) if channels else "none: alerts are only shown on the desk's pages"
    return Check(
        "alerts", bool(channels), detail, "Set BELISHA_SMTP_URL or BELISHA_ALERT_WEBHOOK_URL.", needed=False
    )


def ncmec() -> Check:
    """Which environment is set; it asks nobody, so that it answers at once."""
    from belisha.referrals.ncmec import environment

    now = environment()
    lacking = "; its schema is not kept" if now.mode in ("test", "live") and not now.schema else ""
    detail = f"{now.sentence.rstrip('.')}{lacking}"
    return Check("NCMEC", not lacking, detail, "Run: belisha ncmec xsd", needed=False)


def patterns() -> str:
    """How far contacts are read. Raises RuntimeError where they wait for long."""
    from belisha.jobs.patterns import stand

    return stand()
