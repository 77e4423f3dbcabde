"""What was published: which figures, in whose words, and from when the public may see them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from belisha.refusal import Refusal

TITLE: Final = "Offences that the police recorded"
FURTHEST: Final = timedelta(days=2 * 366)
LONDON: Final = ZoneInfo("Europe/London")


@dataclass(frozen=True, kw_only=True, slots=True)
class Publication:
    """A publication never changes: it shows the figures as they were known at source `as_of`.

    `as_of` 0: the figures that come with Belisha. `embargo`: the moment from which the public may see it;
    None: at once. `built`: since when its pages are there; `problem`: why they could not be made.
    """

    made: datetime
    title: str = TITLE
    as_of: int = 0
    embargo: datetime | None = None
    number: int = 0
    by: str = ""
    built: datetime | None = None
    problem: str = ""
    withdrawn: datetime | None = None
    why_withdrawn: str = ""

    def held(self, now: datetime) -> bool:
        """Whether the public may not see it yet."""
        return self.embargo is not None and now < self.embargo

    def public(self, now: datetime) -> bool:
        """Whether the public may see it now."""
        return self.withdrawn is None and self.built is not None and not self.held(now)

    @property
    def notice(self) -> str:
        """What stands on every page and in every file of it where it isn't for everybody yet; else ""."""
        return f"Embargoed until {moment(self.embargo)}." if self.embargo else ""


class WrongMoment(Refusal):
    """{text!r} is no moment that can be read. Write it as 2026-12-03T00:01, by the clock of London."""

    code = "wrong_moment"


class NoSuchMoment(Refusal):
    """{text} comes twice or never in London, where the clocks change. Add an offset, such as +00:00."""

    code = "no_such_moment"


class EmbargoTooFar(Refusal):
    """This embargo ends more than two years from now. Is its year right? Give a nearer one."""

    code = "wrong_embargo"


def refuse_too_far(embargo: datetime | None, now: datetime) -> None:
    """A year that is mistyped would hold figures back for good. Raises EmbargoTooFar."""
    if embargo and embargo - now > FURTHEST:
        raise EmbargoTooFar(field="embargo")


def read_moment(text: str) -> datetime:
    """A moment as a person writes it: by London's clock where it names no offset. Raises WrongMoment."""
    try:
        given = datetime.fromisoformat(text.strip())
    except ValueError:
        raise WrongMoment(text=text) from None
    if "T" not in text.strip().upper() and " " not in text.strip():
        raise WrongMoment(text=text)
    return given.astimezone(UTC) if given.tzinfo else _london(given, text)


def _london(given: datetime, text: str) -> datetime:
    early, late = (given.replace(tzinfo=LONDON, fold=fold).astimezone(UTC) for fold in (0, 1))
    if early != late:
        raise NoSuchMoment(text=text)
    return early


def moment(when: datetime) -> str:
    """A moment in words, by the clock of London, and in UTC where that is another."""
    local, utc = when.astimezone(LONDON), when.astimezone(UTC)
    words = f"{local:%H:%M} on {local:%A} {day(local)} (UK time"
    return f"{words}; {utc:%H:%M} UTC)" if local.utcoffset() else f"{words})"


def day(when: date) -> str:
    """A day in words: "3 December 2026"."""
    return f"{when.day} {when:%B %Y}"
