"""Elements of a document as frozen classes: the order of the fields is the order of the elements.

Each field says which element or attribute it is, how long it may be and whether it must be there. What does
not fit raises NotSendable with the path of the element.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from typing import Any

from lxml import etree

from belisha.referrals.kinds import NotSendable

# What no document of XML 1.0 can hold, https://www.w3.org/TR/xml/#charsets.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    """An element with elements in it."""

    def element(self, tag: str, where: str = "") -> etree._Element:
        """Return it as XML. Raises NotSendable, naming the element."""
        where = f"{where}.{tag}" if where else tag
        made = etree.Element(tag)
        for one in fields(self):
            for value in _values(one.metadata["required"], getattr(self, one.name), f"{where}.{_name(one)}"):
                _put(made, one.metadata, _name(one), value, where)
        return made


def child(
    name: str,
    *,
    longest: int = 255,
    words: Iterable[str] = (),
    required: bool = False,
    form: str = "",
    must: str = "",
) -> Any:
    """An element, or as many as a tuple has; left out where nothing is known, unless it is required."""
    rule = {"longest": longest, "words": tuple(words), "form": form, "must": must}
    return _field(name, "child", required=required, **rule)


def attribute(name: str) -> Any:
    """An attribute of the element itself."""
    return _field(name, "attribute")


def content() -> Any:
    """The text of the element itself."""
    return _field("", "content", required=True, longest=255)


def flag(name: str) -> Any:
    """An element that says something by being there."""
    return field(default=False, metadata={"name": name, "as": "flag", "required": False})


def _field(name: str, kind: str, *, required: bool = False, **rule: Any) -> Any:
    return field(default=None, metadata={"name": name, "as": kind, "required": required, **rule})


def _name(one: Any) -> str:
    return str(one.metadata["name"] or one.name)


def _values(required: bool, value: Any, where: str) -> tuple[Any, ...]:
    known = tuple(one for one in (value if isinstance(value, tuple) else (value,)) if one not in (None, ""))
    if required and not known:
        raise NotSendable(where, "must be known before anything is sent")
    return known


def _put(made: etree._Element, rule: Any, name: str, value: Any, where: str) -> None:
    if rule["as"] == "flag":
        _ = etree.SubElement(made, name) if value else None
    elif isinstance(value, Node):
        made.append(value.element(name, where))
    else:
        text = _checked(value, rule, f"{where}.{name}")
        if rule["as"] == "attribute":
            made.set(name, text)
        elif rule["as"] == "content":
            made.text = text
        else:
            etree.SubElement(made, name).text = text


def _checked(value: Any, rule: Any, where: str) -> str:
    text = written(value)
    longest = rule.get("longest") or len(text)
    if len(text) > longest:
        raise NotSendable(where, f"has {len(text):,} characters; NCMEC takes {longest:,} at most")
    if rule.get("words") and text not in rule["words"]:
        raise NotSendable(where, f"must be one of: {'; '.join(rule['words'])}")
    if rule.get("form") and not re.fullmatch(rule["form"], text):
        raise NotSendable(where, rule["must"])
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
