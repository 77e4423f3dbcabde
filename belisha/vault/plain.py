"""Columns that may lie in the clear, for names and addresses that people type: no picture fits into them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models

from belisha.guard.cut import cut
from belisha.refusal import Refusal


class CarriesPicture(Refusal):
    """A picture or another encoded file can't be kept. Write a few plain words instead."""

    code = "wrong_text"


if TYPE_CHECKING:
    _Column = models.Field[str, str]
else:
    _Column = object


class PlainColumn(_Column):
    """Refuses text that carries a picture, by whichever way it is written: raises CarriesPicture.

    A short name has no room for the sentence that stands for a picture cut from a sealed text.
    """

    column_of: ClassVar[str]

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if isinstance(value, str) and cut(value).removed:
            raise CarriesPicture
        return super().get_db_prep_save(value, connection)

    def deconstruct(self) -> Any:
        # In the database it is the column that Django knows: no migration needs this class.
        name, _, args, kwargs = super().deconstruct()
        return name, f"django.db.models.{self.column_of}", args, kwargs


class PlainText(PlainColumn, models.CharField):  # type: ignore[type-arg]
    """A short text."""

    column_of = "CharField"


class PlainSlug(PlainColumn, models.SlugField):  # type: ignore[type-arg]
    """A short name for addresses."""

    column_of = "SlugField"


class PlainURL(PlainColumn, models.URLField):  # type: ignore[type-arg]
    """The address of a page."""

    column_of = "URLField"


class PlainEmail(PlainColumn, models.EmailField):  # type: ignore[type-arg]
    """An e-mail address."""

    column_of = "EmailField"
