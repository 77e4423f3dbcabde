"""Elements of a document as frozen classes: the order of the fields is the order of the elements.

Each field says which element or attribute it is and how long it may be. What does not fit raises NotSendable
with the path of the element.
"""

import re
from dataclasses import MISSING, dataclass, fields
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Literal, get_args, get_type_hints

from lxml import etree  # type: ignore[import-untyped]  # It has no types and no stubs of its makers.

from belisha.referrals.kinds import NotSendable

# What no document of XML 1.0 can hold, https://www.w3.org/TR/xml/#charsets.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Form:
    """What a whole text must look like, and the words for one that doesn't."""

    pattern: str
    must: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """How a field is written: as which element or attribute, how long at most, of which words or form."""

    name: str = ""
    kind: Literal["child", "attribute", "content", "flag"] = "child"
    longest: int = 255
    words: tuple[str, ...] = ()
    form: Form | None = None


def child(name: str, *, longest: int = 255, words: tuple[str, ...] = (), form: Form | None = None) -> Rule:
    """An element, or as many as a tuple has."""
    return Rule(name=name, longest=longest, words=words, form=form)


def attribute(name: str, *, words: tuple[str, ...] = ()) -> Rule:
    """An attribute of the element itself."""
    return Rule(name=name, kind="attribute", words=words)


def content(*, longest: int = 255) -> Rule:
    """The text of the element itself."""
    return Rule(kind="content", longest=longest)


def flag(name: str) -> Rule:
    """An element that says something by being there."""
    return Rule(name=name, kind="flag")


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    """An element. A field without a default must be known; of the others, what is unknown is left out."""

    def element(self, tag: str, where: str = "") -> etree._Element:
        """Return it as XML. Raises NotSendable, naming the element."""
        where = f"{where}.{tag}" if where else tag
        made = etree.Element(tag)
        for name, (rule, required) in rules_of(type(self)).items():
            values = _known(getattr(self, name))
            if required and not values:
                raise NotSendable(f"{where}.{rule.name}", "must be known before anything is sent")
            for value in values:
                _put(made, rule, value, where)
        return made


def rules_of(node: Any) -> dict[str, tuple[Rule, bool]]:
    """Return the rule of each field, in the order of the elements, and whether it must be known."""
    return _rules_of(node)


@cache
def _rules_of(node: Any) -> dict[str, tuple[Rule, bool]]:
    hints = get_type_hints(node, include_extras=True)
    return {one.name: (get_args(hints[one.name])[1], one.default is MISSING) for one in fields(node)}


def _known(value: Any) -> tuple[Any, ...]:
    return tuple(one for one in (value if isinstance(value, tuple) else (value,)) if one not in (None, ""))


def _put(made: etree._Element, rule: Rule, value: Any, where: str) -> None:
    if isinstance(value, Node):
        made.append(value.element(rule.name, where))
    elif rule.kind == "flag":
        made.extend([etree.Element(rule.name)] if value else [])
    elif rule.kind == "attribute":
        made.set(rule.name, _checked(value, rule, f"{where}.{rule.name}"))
    elif rule.kind == "content":
        made.text = _checked(value, rule, where)
    else:
        etree.SubElement(made, rule.name).text = _checked(value, rule, f"{where}.{rule.name}")


def _checked(value: Any, rule: Rule, where: str) -> str:
    text = written(value)
    if len(text) > rule.longest:
        raise NotSendable(where, f"has {len(text):,} characters; NCMEC takes {rule.longest:,} at most")
    if rule.words and text not in rule.words:
        raise NotSendable(where, f"must be one of: {'; '.join(rule.words)}")
    if rule.form and not re.fullmatch(rule.form.pattern, text):
        raise NotSendable(where, rule.form.must)
    return text


def written(value: Any) -> str:
    """A value as XML has it: times in UTC, true or false, and no character that XML can't hold."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", str(value))


def document(root: etree._Element) -> bytes:
    """Return the document, in UTF-8. The same element gives the same bytes."""
    etree.indent(root)
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return made + b"\n"
