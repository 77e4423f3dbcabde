"""Which case many cases went into, and what went into them, in as many queries as merges lie in a row."""

from collections.abc import Collection
from uuid import UUID

from belisha.triage.models import Case


def roots_of(case_ids: Collection[UUID]) -> dict[UUID, Case]:
    """The case that each of these went into in the end, or is itself; one that is not there is left out."""
    known: dict[UUID, Case] = {}
    wanted = set(case_ids)
    while wanted:
        rows = {row.id: row for row in Case.objects.filter(id__in=wanted)}
        known |= rows
        wanted = {row.merged_into_id for row in rows.values() if row.merged_into_id} - set(known)
    return {one: _root(known[one], known) for one in case_ids if one in known}


def members_of(root_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """These cases and all that went into them, each with the case that it went into in the end."""
    found = {one: one for one in root_ids}
    newest = set(found)
    while newest:
        rows = Case.objects.filter(merged_into__in=newest).values_list("id", "merged_into_id")
        merged = {one: found[into] for one, into in rows if into}
        found |= merged
        newest = set(merged)
    return found


def _root(case: Case, known: dict[UUID, Case]) -> Case:
    while case.merged_into_id is not None:
        case = known[case.merged_into_id]
    return case
