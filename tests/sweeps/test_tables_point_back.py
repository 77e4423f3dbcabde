"""Later knows earlier, never the reverse: import-linter can't see a foreign key, this can."""

import pytest

from tests.sweeps.stages import ORDER, our_models

pytestmark = pytest.mark.pure


def test_every_table_points_only_to_earlier_stages():
    wrong = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in our_models()
        for field in model._meta.get_fields()
        if field.is_relation
        and field.concrete
        and field.related_model._meta.app_label in ORDER
        and ORDER.index(field.related_model._meta.app_label) > ORDER.index(model._meta.app_label)
    ]
    assert wrong == []


def test_every_stage_with_tables_has_its_place_in_the_order():
    assert {model._meta.app_label for model in our_models()} <= set(ORDER)
