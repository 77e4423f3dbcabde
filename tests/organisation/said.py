"""What people at the desk say of an address, and where they read it."""

from datetime import timedelta

from django.utils import timezone

from belisha.organisation.addresses import Address, Reading

NEW = Address(url="https://www.stopline.at/en/report", phone="+43 1 409 55 76")


def read(days_ago=0, **changed):
    """A page of the authority, read today or some days ago."""
    day = timezone.localdate() - timedelta(days=days_ago)
    known = {"title": "Stopline, contact", "url": "https://www.stopline.at/en/", "read_on": day}
    return Reading(**known | changed)
