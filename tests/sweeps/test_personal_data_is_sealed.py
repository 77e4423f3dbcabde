"""Every model field is sealed, a look-up, or plain with its reason (inventory.py)."""

import pytest

from belisha.vault.fields import SealedField
from tests.sweeps.inventory import LOOKUPS, PLAIN
from tests.sweeps.stages import our_models

pytestmark = pytest.mark.pure


def fields():
    """(table, field) of every column of ours."""
    for model in our_models():
        for field in model._meta.concrete_fields:
            yield model._meta.label_lower, field


def test_every_field_is_sealed_or_a_look_up_or_plain_for_a_reason():
    unsaid = [
        f"{table}.{field.name}"
        for table, field in fields()
        if not isinstance(field, SealedField)
        and field.name not in PLAIN.get(table, {})
        and (table, field.name) not in LOOKUPS
    ]
    assert unsaid == []


def test_the_inventory_names_no_field_that_is_gone_or_sealed():
    plain = {(table, field.name) for table, field in fields() if not isinstance(field, SealedField)}
    said = {(table, name) for table, names in PLAIN.items() for name in names} | set(LOOKUPS)
    assert said - plain == set()


def test_every_reason_is_words():
    assert all(len(reason) > 5 for names in PLAIN.values() for reason in names.values())


def test_narrative_words_are_sealed_wherever_they_stand():
    """A field named like a narrative is never plain, whatever the inventory says."""
    words = (
        "text",
        "note",
        "what_happened",
        "conversation",
        "message",
        "contact",
        "child",
        "suspect",
        "reporter",
    )
    plain = [
        f"{table}.{field.name}"
        for table, field in fields()
        if not isinstance(field, SealedField)
        and field.name in words
        and field.get_internal_type() != "BooleanField"
    ]
    assert plain == []
