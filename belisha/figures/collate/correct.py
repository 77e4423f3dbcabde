"""What a person says of a mapping, in the words of `--set`: "areas=A", "years=3", "area:GMP=Kent"."""

import re
from collections.abc import Mapping as Map
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from belisha.figures.collate.mapping import (
    PLACES,
    Mapping,
    Table,
    tidy,
)
from belisha.figures.collate.said import Said, WrongCorrection, meant
from belisha.figures.collate.said_of_tables import of_a_table
from belisha.figures.places import Area

_CELL: Final = re.compile(r"(?:(.+)!)?[A-Z]{1,3}[1-9]\d*")


def corrected(mapping: Mapping, said: Sequence[str], *, known: Map[str, Area]) -> Mapping:
    """The mapping with each correction made, one after the other; raises WrongCorrection."""
    for one in said:
        name, sign, value = one.partition("=")
        if not sign:
            raise WrongCorrection(said=one, reason="write it as NAME=VALUE, such as areas=A")
        if name.partition(":")[0] in PLACES:  # the text itself may hold a sign, as “Total = all” does
            name, _, value = one.rpartition("=")
        mapping = _one(mapping, name.strip(), value.strip(), one, known)
    return mapping


def _one(mapping: Mapping, name: str, value: str, said: str, known: Map[str, Area]) -> Mapping:
    kind, colon, text = name.partition(":")
    if colon:
        return _of_a_text(mapping, kind, text, value, said, known)
    if name == "series":
        return replace(mapping, series=value)
    if name == "add":
        return replace(mapping, add=value.casefold() in ("yes", "true", "1"))
    if name == "tables":
        return replace(mapping, tables=_stay(mapping.tables, value))
    return of_a_table(mapping, name, value, Said(said, known))


def _stay(tables: Sequence[Table], value: str) -> tuple[Table, ...]:
    wanted = {int(part) for part in value.split(",") if part.strip().isdigit()}
    return tuple(table for place, table in enumerate(tables, 1) if place in wanted)


def _of_a_text(
    mapping: Mapping, kind: str, text: str, value: str, said: str, known: Map[str, Area]
) -> Mapping:
    if kind == "cell":
        if not _CELL.fullmatch(text):
            raise WrongCorrection(said=said, reason=f"“{text}” is no cell, such as C14 or Sheet1!C14")
        return replace(mapping, readings={**mapping.readings, text: value})
    if kind == "legend":
        return replace(mapping, legend={**mapping.legend, text: value})
    if kind not in PLACES:
        raise WrongCorrection(
            said=said, reason=f"there is no {kind}:, only {', '.join(PLACES)}, cell, legend"
        )
    words = {**mapping.words.get(kind, {}), tidy(text): meant(kind, value, Said(said, known))}
    return replace(mapping, words={**mapping.words, kind: words})
