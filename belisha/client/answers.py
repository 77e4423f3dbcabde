"""What the desk answers, as values. Fields that a later desk adds are passed over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal


def moment(text: str | None) -> datetime | None:
    """A time as the desk writes it."""
    return datetime.fromisoformat(text.replace("Z", "+00:00")) if text else None


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """A report that is durable at the desk. Keep `receipt`: by it one asks where the report stands."""

    receipt: str
    state: str

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> "Receipt":
        return cls(receipt=said["receipt"], state=said["state"])


@dataclass(frozen=True, kw_only=True)
class Status:
    """Where a report stands. Show the reporter `sentence` and nothing else."""

    receipt: str
    state: str
    sentence: str

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> "Status":
        return cls(receipt=said["receipt"], state=said["state"], sentence=said["sentence"])


@dataclass(frozen=True, kw_only=True)
class Screened:
    """What became of one piece of content. `hold` is an order: keep it, out of everybody's sight."""

    verdict: Literal["match", "no_match", "not_screened"]
    action: Literal["none", "hold"]
    reference: str | None
    id: str | None = None
    reason: str | None = None

    @property
    def held(self) -> bool:
        """Is it to be kept out of sight? Anything but a plain "none" is."""
        return self.action != "none"

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> "Screened":
        named = {name: said.get(name) for name in ("reference", "id", "reason")}
        return cls(verdict=said["verdict"], action=said["action"], **named)


@dataclass(frozen=True, kw_only=True)
class Message:
    """What is shown to the child, as it stands: `actions` are the buttons, `help` whom one can talk to."""

    title: str
    text: str
    actions: tuple[Mapping[str, str], ...]
    help: tuple[Mapping[str, str], ...]

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> "Message":
        return cls(
            title=said["title"], text=said["text"], actions=tuple(said["actions"]), help=tuple(said["help"])
        )


@dataclass(frozen=True, kw_only=True)
class Advice:
    """What to do with one contact, and the message to show, if any. `reasons` are codes for the log."""

    advice: Literal["allow", "inform", "warn", "ask_first", "limit", "hold"]
    message: Message | None
    reasons: tuple[str, ...]

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> "Advice":
        message = Message.read(said["message"]) if said.get("message") else None
        return cls(advice=said["advice"], message=message, reasons=tuple(said["reasons"]))


@dataclass(frozen=True, kw_only=True)
class Order:
    """What the service is told to do. `id` is its idempotency key: what is done once isn't done again.

    `target_kind` is item or account, `target_id` the service's own id of it. `undoes` is the order that this
    one takes back. `notice`: what its user may be told now, None while nobody may be told.
    """

    id: str
    kind: Literal["hold", "remove", "restore", "restrict", "suspend", "warn", "preserve", "release"]
    state: str
    target_kind: Literal["item", "account"]
    target_id: str
    locator: str | None
    undoes: str | None
    until: datetime | None
    law: str | None
    due_at: datetime | None
    notice: Mapping[str, Any] | None

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> "Order":
        target = said["target"]
        return cls(
            id=said["id"],
            kind=said["kind"],
            state=said["state"],
            target_kind=target["kind"],
            target_id=target["id"],
            locator=target.get("locator"),
            undoes=said.get("undoes"),
            until=moment(said.get("until")),
            law=said.get("law"),
            due_at=moment(said.get("due_at")),
            notice=said.get("notice"),
        )


@dataclass(frozen=True, kw_only=True)
class Preserved:
    """One thing that the service keeps because it was ordered to. Destroy it once its state is "released"."""

    id: str
    order: str | None
    state: Literal["kept", "released", "destroyed"]
    what: str
    locator: str
    sha256: str | None
    until: datetime | None

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> "Preserved":
        return cls(
            id=said["id"],
            order=said.get("order"),
            state=said["state"],
            what=said["what"],
            locator=said["locator"],
            sha256=said.get("sha256"),
            until=moment(said.get("until")),
        )
