"""A destroyed key opens nothing, seals nothing, and is never made anew."""

from uuid import uuid4

import pytest
from django.utils import timezone

from belisha.vault.erase import alive, destroy, destroyed
from belisha.vault.keys import KeyName, forget, key_to_open, key_to_seal
from belisha.vault.models import DataKey
from belisha.vault.seal import Erased


def test_a_destroyed_key_neither_opens_nor_seals_and_is_not_made_again():
    name = KeyName("report", uuid4())
    version, _ = key_to_seal(name)
    assert destroy([name], at=timezone.now()) == 1
    with pytest.raises(Erased):
        key_to_open(name, version)
    with pytest.raises(Erased):
        key_to_seal(name)
    assert DataKey.objects.filter(subject=name.subject).count() == 1


def test_every_version_is_destroyed_and_a_second_time_changes_nothing():
    name, other = KeyName("case", uuid4()), KeyName("case", uuid4())
    key_to_seal(other)
    key_to_seal(name)
    first = DataKey.objects.get(subject=name.subject)
    DataKey.objects.create(
        kind="case", subject=name.subject, version=2, master=first.master, wrapped=first.wrapped
    )
    when = timezone.now()
    assert [destroy([name], at=when), destroy([name], at=timezone.now())] == [2, 0]
    assert [(kind, subject, at) for kind, subject, at in destroyed()] == [("case", name.subject, when)] * 2
    assert alive([name, other]) == {other}


def test_a_store_that_never_had_the_key_makes_none_after_the_erasure():
    name = KeyName("report", uuid4())
    assert destroy([name], at=timezone.now()) == 0
    forget()
    with pytest.raises(Erased):
        key_to_seal(name)
