"""The tools that report here, and how each is read. A new one is one new file and one row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from belisha.intake.connectors import discourse, hma, mapped, mastodon
from belisha.intake.connectors.mapping import Mapped
from belisha.intake.connectors.seen import Concerns, Seen
from belisha.intake.connectors.signed import How
from belisha.refusal import Refusal


class WrongMapping(Refusal):
    """The mapping can't be used: {problem}."""

    code = "wrong_mapping"


@dataclass(frozen=True, kw_only=True)
class Tool:
    """How one tool is read. `shape` is what an operator may set for it, `read` takes it with the event."""

    name: str
    shape: type[Concerns] | type[Mapped]
    read: Callable[[Any, Any], Seen]
    how: How = How.SHA256
    header: str = ""


TOOLS: Mapping[str, Tool] = {
    "mastodon": Tool(name="Mastodon", shape=Concerns, read=mastodon.read, header="x-hub-signature"),
    "discourse": Tool(
        name="Discourse", shape=Concerns, read=discourse.read, header="x-discourse-event-signature"
    ),
    "hma": Tool(name="HMA", shape=Concerns, read=hma.read, how=How.BEARER, header="authorization"),
    "mapped": Tool(name="Another tool, by a mapping", shape=Mapped, read=mapped.read),
}
DEFAULTS: Mapping[str, dict[str, Any]] = {"hma": {"otherwise": ["indecent_images"]}}
"""What holds where an operator has set nothing: content that matches a list of HMA is feared to be that."""


def setting(kind: str, given: Mapping[str, Any]) -> Any:
    """What an operator has set for a tool, checked; raises WrongMapping."""
    try:
        return TOOLS[kind].shape.model_validate(dict(given) or dict(DEFAULTS.get(kind, {})))
    except ValidationError as wrong:
        raise WrongMapping(problem=sentences(wrong)) from None


def signing(kind: str, setting: Any) -> tuple[How, str]:
    """How this tool shows that it has the secret, and in which header."""
    tool = TOOLS[kind]
    return (setting.signed.how, setting.signed.header) if kind == "mapped" else (tool.how, tool.header)


def read(kind: str, body: Any, setting: Any) -> Seen:
    """Return what an event of this tool says; raises WrongShape."""
    return TOOLS[kind].read(body, setting)


def sentences(wrong: ValidationError) -> str:
    """Each field with what is asked for, in one line; nothing that was given is repeated."""
    found = {
        ".".join(str(part) for part in one["loc"]): one["msg"] for one in wrong.errors(include_input=False)
    }
    return "; ".join(f"{place or 'it'}: {message}" for place, message in list(found.items())[:10])
