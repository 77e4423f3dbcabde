"""What the service is advised to do with one contact, and what it shows to the child. Pure."""

from dataclasses import dataclass
from typing import Any, Literal, get_args

Word = Literal["allow", "inform", "warn", "ask_first", "limit", "hold"]
WORDS: tuple[Word, ...] = get_args(Word)
RANK: dict[Word, int] = {word: rank for rank, word in enumerate(WORDS)}
MEANS: dict[Word, str] = {
    "allow": "nothing is to be done",
    "inform": "show the message beside the contact",
    "warn": "show the message before the child sees the contact",
    "ask_first": "let it reach the child only once the child has accepted",
    "limit": "don't let it reach the child, and don't offer it",
    "hold": "keep it out of sight until a person has looked",
}


@dataclass(frozen=True, slots=True)
class Action:
    """A button of a message: a word for the service, and its label for the child."""

    action: str
    label: str


@dataclass(frozen=True, slots=True)
class HelpLine:
    """Whom a child can talk to. A country's own line, or the page that finds one."""

    name: str
    phone: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What the service shows to the child, as it stands."""

    key: str
    language: str
    title: str
    text: str
    actions: tuple[Action, ...]
    help: tuple[HelpLine, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "text": self.text,
            "actions": [{"action": one.action, "label": one.label} for one in self.actions],
            "help": [{"name": one.name, "phone": one.phone, "url": one.url} for one in self.help],
            "language": self.language,
        }


@dataclass(frozen=True, slots=True)
class Advice:
    """The advice, the message to show (if any), and the codes of the rules behind it, strictest first."""

    advice: Word
    message: Message | None
    reasons: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        shown = self.message.as_json() if self.message else None
        return {"advice": self.advice, "message": shown, "reasons": list(self.reasons)}
