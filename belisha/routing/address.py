"""Names with commas: "Newport, Wales", "Clifton, Bristol, England"."""

from belisha.routing.forces import forces
from belisha.routing.named import Named
from belisha.routing.names import anywhere, named
from belisha.routing.spelling import key_of

PARTS = 5
"""Most parts between commas that are looked at."""


def in_parts(text: str, day: str) -> Named | None:
    """Return what the first part stands for within the last one; None where the last isn't known.

    Where only the last is known, the answer is that one's and not exact.
    """
    parts = [part for part in text.replace("(", ",").replace(")", ",").split(",") if part.strip()]
    if not 1 < len(parts) <= PARTS:
        return None
    found = named(key_of(parts[-1]), day)
    for part in reversed(parts[:-1]):
        if found is None:
            return None
        found = _within(_inner(key_of(part), found, day), found)
    return found


def _inner(key: str, outer: Named, day: str) -> Named | None:
    """Return the place of that name which comes first, or all of them where that one lies outside."""
    first = named(key, day)
    return first if first and first.exact and first.forces[0] in _area(outer) else anywhere(key, day)


def _within(inner: Named | None, outer: Named) -> Named:
    """Return the inner place within the outer one, or the outer one where the inner is in no table."""
    if not outer.forces and outer.country != "GB":
        return outer
    if inner is None or inner.basis == "country":
        read_as = f"Read as “{outer.title}”."
        reason = outer.reason if outer.reason.startswith(read_as) else f"{read_as} {outer.reason}"
        return outer._replace(exact=False, reason=reason)
    shared = tuple(code for code in inner.forces if code in _area(outer))
    title = f"{inner.title}, {outer.title}"
    if not shared:
        reason = f"No {inner.title} is known in {outer.title}. {outer.reason}"
        return outer._replace(reason=reason, exact=False, others=inner.others)
    if len(shared) > 1:
        reason = f"Several police forces share {title}, or places of that name: a full postcode names one."
        return inner._replace(title=title, forces=shared, reason=reason, exact=False)
    force = forces()[shared[0]]
    reason = f"{title} lies in the area of {force.in_a_sentence}."
    return Named(title, shared, inner.basis, reason, force.country, exact=True)


def _area(outer: Named) -> set[str]:
    """Return the forces of a place, all those of a country where it names none."""
    if outer.forces:
        return set(outer.forces)
    whole = outer.title not in {"England", "Wales", "Lloegr", "Cymru"}
    part = "Wales" if outer.title in {"Wales", "Cymru"} else "England"
    return {force.code for force in forces().values() if whole or force.part == part}
