"""Whether a new version of a list may come into force. Pure rules: a "no" names its reason, not the entry."""

from collections.abc import Callable, Iterable, Mapping

from belisha.refusal import Refusal

REFUSED_PERCENT = 10  # Lines that can't be read, of all; more of them mean that the file is broken.
CROWD = 10_000  # PDQ hashes that may match one picture; no honest list has so many of one.
FEW = 20  # Kinds with fewer entries may come and go.


class ListRefused(Refusal):
    """The list was not taken: {reason}. The version in force stays."""

    code = "list_refused"


def require_readable(*, entries: int, refused: int) -> None:
    """Refuse a file that holds nothing, or too many lines that are no entry."""
    if refused * 100 > (entries + refused) * REFUSED_PERCENT:
        raise ListRefused(reason=f"{refused:,} lines can't be read, of {entries + refused:,}")
    if not entries:
        raise ListRefused(reason="there is no entry in it")


def require_as_declared(*, rows: int, declared: int | None) -> None:
    """Refuse a file that holds another number of entries than it says."""
    if declared is not None and declared != rows:
        raise ListRefused(reason=f"it says that it has {declared:,} entries, and has {rows:,}")


def require_whole(*, cut: bool, odd: bool, ended_before: bool) -> None:
    """Refuse a file that ends in the middle of a line.

    `cut`: nothing ends its last line; `odd`: that line isn't like the others. `ended_before`: the old one
    had its end of line, so that even a line that can be read may be half of one, such as of an address.
    """
    if cut and (odd or ended_before):
        raise ListRefused(reason="it ends in the middle of a line")


def require_size(
    *, now: Mapping[str, int], before: Mapping[str, int], least: int, most: int, whose: str = "in force"
) -> None:
    """Refuse a version far smaller or larger than the one in force, in all or in one kind; in percent."""
    for what in before:
        old, new = before[what], now.get(what, 0)
        if what != "entries" and old < FEW:
            continue
        if not old * least <= new * 100 <= old * most:
            share = round(new * 100 / old)
            raise ListRefused(
                reason=f"it has {new:,} {_name(what)}, {share} % of the {old:,} {whose};"
                f" {least} to {most} % are taken"
            )


def require_canaries(*, must: Iterable[str], must_not: Iterable[str], matches: Callable[[str], bool]) -> None:
    """Refuse a version without an entry that must be in it, or with one that must not."""
    missing = sum(not matches(value) for value in must)
    if missing:
        raise ListRefused(reason=f"{missing} of the fingerprints that must match don't")
    wrong = sum(matches(value) for value in must_not)
    if wrong:
        raise ListRefused(reason=f"{wrong} of the fingerprints that must not match do")


def require_spread(*, crowded: int, entries: int) -> None:
    """Refuse a version of which one hash matches a large part: every search near it would find that."""
    if crowded > max(CROWD, entries // 100):
        raise ListRefused(reason=f"{crowded:,} of its PDQ hashes lie as near to each other as to a match")


def require_later(*, made: str, before: str) -> None:
    """Refuse a file that says of itself that it is older than the one in force."""
    if made and before and made < before:
        raise ListRefused(reason="it was made before the version in force")


def _name(what: str) -> str:
    named = {"entries": "entries", "different": "different fingerprints"}
    return named.get(what) or f"entries of the kind {what}"
