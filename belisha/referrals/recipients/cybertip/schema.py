"""NCMEC's own schema, once it was fetched: from then on nothing is submitted that does not pass it.

It is served to those with credentials and is not ours to ship.
"""

import os
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from lxml import etree  # type: ignore[import-untyped]  # It has no types and no stubs of its makers.

from belisha.referrals.kinds import NotSendable


class NoSchema(ValueError):
    """What was fetched is no schema of a report."""


def file() -> Path:
    """Where the schema is kept."""
    folder: Path = settings.BELISHA.data_dir / "ncmec"
    return folder / "report.xsd"


def keep(document: bytes) -> Path:
    """Keep a fetched schema, if it is one that knows reports. Raises NoSchema."""
    schema = _schema(document)
    if schema is None:
        raise NoSchema
    place = file()
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = place.with_suffix(".new")
    fresh.write_bytes(document)
    os.replace(fresh, place)
    return place


def is_kept() -> bool:
    """Was it fetched?"""
    return file().exists()


def refuse_unless_valid(report: bytes) -> None:
    """Raise NotSendable, naming the element, unless the report passes the schema that is kept, if one is."""
    if not is_kept():
        return
    schema = _schema(file().read_bytes())
    if schema is None:
        raise NotSendable("cybertip", "can't be checked: the schema kept here is damaged; fetch it again")
    root = etree.fromstring(report, _parser())
    if not schema.validate(root):
        raise NotSendable("cybertip", f"does not pass NCMEC's schema: {_said(schema, root)}")


@lru_cache(maxsize=2)
def _schema(document: bytes) -> etree.XMLSchema | None:
    try:
        root = etree.fromstring(document, _parser())
        if root is None or b"<!DOCTYPE" in document or not _knows_reports(root):
            return None
        return etree.XMLSchema(root)
    except (etree.XMLSyntaxError, etree.XMLSchemaParseError, ValueError):
        return None


def _knows_reports(root: etree._Element) -> bool:
    names = {one.get("name") for one in root.iter("{http://www.w3.org/2001/XMLSchema}element")}
    # What a schema imports would be fetched by its own address.
    loads = [one for one in root if etree.QName(one).localname in ("import", "include", "redefine")]
    return {"report", "incidentSummary"} <= names and not any(one.get("schemaLocation") for one in loads)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )


def _said(schema: etree.XMLSchema, root: etree._Element) -> str:
    """The place and the kind of the first fault; its own text would repeat what the report says."""
    fault = schema.error_log[0]
    kind = fault.type_name.removeprefix("SCHEMAV_").replace("_", " ").lower()
    return f"{fault.path or 'the document'}, line {fault.line} ({kind})"
