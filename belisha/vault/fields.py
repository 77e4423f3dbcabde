"""Model fields whose values are sealed at rest, each under the key of its row's report or case."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, cast

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from belisha.guard.cut import cut_all
from belisha.vault.keys import KeyName, key_to_open, key_to_seal
from belisha.vault.seal import seal, unseal, version_of

Value = TypeVar("Value")


if TYPE_CHECKING:

    class _Field(models.Field[Value, Value], Generic[Value]): ...

else:

    class _Field(models.Field, Generic[Value]):
        """Django's Field can't be subscripted at run time; this one can."""


class SealedRow(Protocol):
    """A row that says under whose key its fields are sealed."""

    pk: Any

    def sealed_under(self) -> KeyName: ...


class Sealed(bytes):
    """A sealed value as it came from the database, not yet opened."""


class SealedAttribute(DeferredAttribute):
    """Opens a sealed value at its first use, not before: a list of cases unseals nothing."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            field = cast(SealedField[Any], self.field)
            value = instance.__dict__[field.attname] = field.open(instance, value)
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedField(_Field[Value]):
    """A value that is sealed when its row is saved. Raises vault.seal.Erased when read after erasure."""

    descriptor_class = SealedAttribute

    def to_bytes(self, value: Any) -> bytes:
        raise TypeError("use SealedText, SealedJSON or SealedBytes")

    def from_bytes(self, plain: bytes) -> Any:
        raise TypeError("use SealedText, SealedJSON or SealedBytes")

    def get_internal_type(self) -> str:
        return "BinaryField"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(value)

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        value = model_instance.__dict__.get(self.attname)
        if value is None or isinstance(value, Sealed):
            return value
        return self.close(model_instance, value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None:
            return None
        if not isinstance(value, Sealed):
            raise TypeError(f"{self.name} is sealed: write it with save(), and look it up by its digest")
        return connection.Database.Binary(bytes(value))

    def close(self, row: SealedRow, value: Any) -> Sealed:
        version, key = key_to_seal(row.sealed_under())
        return Sealed(seal(key, version, self.to_bytes(value), **self._place(row)))

    def open(self, row: SealedRow, value: Sealed) -> Any:
        return self.from_bytes(self.unsealed(row, value))

    def unsealed(self, row: SealedRow, value: Sealed) -> bytes:
        """The bytes that were sealed, before they are read as text or JSON."""
        key = key_to_open(row.sealed_under(), version_of(value))
        return unseal(key, value, **self._place(row))

    def _place(self, row: SealedRow) -> dict[str, str]:
        return {"table": self.model._meta.db_table, "column": str(self.column), "row": str(row.pk)}


class SealedText(SealedField[str]):
    """Sealed text. Text that carries a picture is cut before it is sealed (guard.cut)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def to_bytes(self, value: Any) -> bytes:
        text, _ = cut_all(str(value))
        return cast(str, text).encode()

    def from_bytes(self, plain: bytes) -> str:
        return plain.decode()


class SealedJSON(SealedField[Any]):
    """A sealed JSON value, its strings cut as SealedText's; `typed` for fields whose form was checked."""

    def __init__(self, *args: Any, typed: bool = False, **kwargs: Any) -> None:
        self.typed = typed
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, **({"typed": True} if self.typed else {})}

    def to_bytes(self, value: Any) -> bytes:
        if not self.typed:
            value, _ = cut_all(value)
        return json_bytes(value)

    def from_bytes(self, plain: bytes) -> Any:
        return json.loads(plain)


def json_bytes(value: Any) -> bytes:
    """The one way in which a JSON value is written before it is sealed or hashed."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


class SealedBytes(SealedField[bytes]):
    """A sealed document of ours, such as a rendered pack; never a picture: packs are guarded before this."""

    def to_bytes(self, value: Any) -> bytes:
        return bytes(value)

    def from_bytes(self, plain: bytes) -> bytes:
        return plain
