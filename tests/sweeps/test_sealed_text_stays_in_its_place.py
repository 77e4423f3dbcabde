"""Sealed text moved to another row, column or table doesn't open: every sealed field of every table."""

from itertools import pairwise, permutations
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, transaction

from belisha.people.roles import Role
from belisha.vault.fields import Sealed, SealedBytes, SealedField, SealedText
from belisha.vault.keys import DESK_KEY
from belisha.vault.seal import CannotOpen, Erased
from tests.desk_cases import make_case, organisation
from tests.sweeps.a_desk_in_use import fill
from tests.sweeps.stages import our_models

__all__ = ["make_case", "organisation"]


def sealed_fields():
    return [
        field
        for model in our_models()
        for field in model._meta.concrete_fields
        if isinstance(field, SealedField)
    ]


def row(number):
    """A row of any table, all under one key: nothing but its place tells two values apart."""
    return SimpleNamespace(pk=number, sealed_under=lambda: DESK_KEY)


def value_for(field):
    return b"words" if isinstance(field, SealedBytes) else "words"


def opens(field, at, sealed):
    try:
        return field.open(at, sealed) == value_for(field)
    except (CannotOpen, Erased):
        return False


def test_every_sealed_field_opens_in_its_own_row_and_in_no_other():
    fields = sealed_fields()
    assert len(fields) > 40
    for field in fields:
        sealed = field.close(row(1), value_for(field))
        assert opens(field, row(1), sealed), field
        assert not opens(field, row(2), sealed), field


def test_no_sealed_value_opens_in_another_column_of_its_row():
    for model in our_models():
        own = [field for field in model._meta.concrete_fields if isinstance(field, SealedField)]
        for field, other in permutations(own, 2):
            assert not opens(other, row(1), field.close(row(1), value_for(field))), (field, other)


def test_no_sealed_value_opens_in_another_table():
    fields = sealed_fields()
    by_name = {}
    for field in fields:
        by_name.setdefault(str(field.column), []).append(field)
    # Columns of one name first: only the table tells them apart.
    pairs = [pair for alike in by_name.values() for pair in permutations(alike, 2)] + [*pairwise(fields)]
    for field, other in pairs:
        if field.model is not other.model:
            assert not opens(other, row(1), field.close(row(1), value_for(field))), (field, other)


@pytest.fixture
def desk_in_use(make_case, person):
    fill(make_case, person("Mo", Role.MODERATOR), person("Sam", Role.SENIOR))


def written(field):
    """The rows of this field's table that have a value, with it as it is stored."""
    for one in field.model._base_manager.all()[:20]:
        value = one.__dict__[field.attname]
        if isinstance(value, Sealed):
            yield one, value


def refused(field, one, value):
    """Is this value refused in that row, by the seal or by the database itself?"""
    try:
        with transaction.atomic():
            field.model._base_manager.filter(pk=one.pk).update(**{field.name: value})
            getattr(field.model._base_manager.get(pk=one.pk), field.attname)
    except (CannotOpen, Erased, DatabaseError):
        return True
    return False


@pytest.mark.parametrize("step", [9, pytest.param(1, marks=pytest.mark.slow)], ids=["some", "all"])
def test_on_a_desk_in_use_what_is_moved_in_the_database_is_refused(desk_in_use, step):
    """Into every field: what another row has there, its own table's other fields, and some or all others."""
    rows = {field: list(written(field)) for field in sealed_fields()}
    rows = {field: found for field, found in rows.items() if found}
    assert len(rows) > 25
    for at, (field, found) in enumerate(rows.items()):
        one, own = found[0]
        elsewhere = [found[1][1]] if len(found) > 1 else []
        elsewhere += [
            other[0][1]
            for number, (another, other) in enumerate(rows.items())
            if another is not field and (another.model is field.model or (number + at) % step == 0)
        ]
        assert own not in elsewhere
        assert [value for value in elsewhere if not refused(field, one, value)] == [], field


def test_the_sweep_sees_a_field_that_is_not_bound_to_its_row(monkeypatch):
    place = SealedText._place
    monkeypatch.setattr(SealedText, "_place", lambda field, one: place(field, one) | {"row": ""})
    field = next(field for field in sealed_fields() if isinstance(field, SealedText))
    assert opens(field, row(2), field.close(row(1), "words"))
