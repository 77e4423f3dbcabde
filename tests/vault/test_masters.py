"""The masters in force: the database itself refuses a data key that no master key in force would open."""

import base64
import secrets
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from belisha.vault import masters
from belisha.vault.erase import destroy
from belisha.vault.keys import (
    DESK_KEY,
    KeyName,
    check_master_key,
    forget,
    key_to_open,
    key_to_seal,
    make_version,
)
from belisha.vault.masters import NoMasterKey, WrongMasterKey
from belisha.vault.models import DataKey, Master


def a_name():
    return KeyName("report", uuid4())


def test_a_store_under_one_master_key_takes_no_data_key_under_another(settings):
    key_to_seal(DESK_KEY)
    settings.BELISHA_MASTER_KEYS = [bytes(32)]
    forget()
    before = DataKey.objects.count()
    with pytest.raises(WrongMasterKey):
        key_to_seal(a_name())
    assert (DataKey.objects.count(), Master.objects.count()) == (before, 1)


def test_a_lost_master_key_is_told_from_one_that_was_never_made(settings):
    settings.BELISHA_MASTER_KEYS, given = [], settings.BELISHA_MASTER_KEYS
    with pytest.raises(NoMasterKey):
        check_master_key()
    settings.BELISHA_MASTER_KEYS = given
    key_to_seal(DESK_KEY)
    settings.BELISHA_MASTER_KEYS = []
    with pytest.raises(WrongMasterKey, match=masters.name_of(given[0])):
        check_master_key()


def test_a_new_master_key_beside_the_old_one_wraps_nothing_before_it_is_in_force(settings):
    key_to_seal(DESK_KEY)
    old, new = settings.BELISHA_MASTER_KEYS[0], secrets.token_bytes(32)
    settings.BELISHA_MASTER_KEYS = [new, old]
    forget()
    key_to_seal(a_name())
    assert {row.master_id for row in DataKey.objects.all()} == {masters.name_of(old)}
    Master.objects.create(name=masters.name_of(new))
    forget()
    name = a_name()
    key_to_seal(name)
    assert DataKey.objects.get(subject=name.subject).master_id == masters.name_of(new)


def test_a_master_key_stays_in_force_as_long_as_a_data_key_needs_it(committed):
    key_to_seal(DESK_KEY)
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(using="keys"),
        connections["keys"].cursor() as cursor,
    ):
        cursor.execute("DELETE FROM vault_master")
    assert Master.objects.count() == 1


def test_a_server_that_holds_only_the_master_key_before_makes_none_under_it(committed, settings, tmp_path):
    """It had not asked for some time: the rotation was over meanwhile, and the file has the new key alone."""
    key_to_seal(DESK_KEY)
    old, new = settings.BELISHA_MASTER_KEYS[0], secrets.token_bytes(32)
    row = DataKey.objects.get(kind="desk")
    Master.objects.create(name=masters.name_of(new))
    from belisha.vault.keys import unwrap, wrap

    row.wrapped = wrap(new, unwrap(old, row), DESK_KEY, 1)
    row.master_id = masters.name_of(new)
    masters._in_force()
    row.save()
    Master.objects.filter(name=masters.name_of(old)).delete()
    masters._remembered.names, masters._remembered.until = frozenset({masters.name_of(old)}), 1e12
    with pytest.raises(WrongMasterKey):
        key_to_seal(a_name())
    file = tmp_path / "master.key"
    file.write_bytes(base64.b64encode(new))
    file.chmod(0o600)
    settings.BELISHA = settings.BELISHA.model_copy(update={"master_key": None, "master_key_file": file})
    masters._remembered.names, masters._remembered.until = frozenset({masters.name_of(old)}), 1e12
    name = a_name()
    assert key_to_seal(name) == (1, key_to_open(name, 1))
    assert DataKey.objects.get(subject=name.subject).master_id == masters.name_of(new)


def test_a_new_version_seals_from_now_on_and_the_one_before_goes_on_opening():
    _, first = key_to_seal(DESK_KEY)
    assert make_version(DESK_KEY) == 2
    version, second = key_to_seal(DESK_KEY)
    assert version == 2
    assert second != first == key_to_open(DESK_KEY, 1)


def test_a_wrapped_key_moved_to_another_version_does_not_open():
    from belisha.vault.seal import CannotOpen

    key_to_seal(DESK_KEY)
    make_version(DESK_KEY)
    one, two = DataKey.objects.filter(kind="desk").order_by("version")
    DataKey.objects.filter(id=one.id).update(wrapped=two.wrapped)
    forget()
    with pytest.raises(CannotOpen):
        key_to_open(DESK_KEY, 1)


def test_the_masters_come_into_force_on_a_filled_store_and_the_way_back_is_open(committed):
    kept, gone = a_name(), a_name()
    before = key_to_seal(kept), key_to_seal(DESK_KEY)
    key_to_seal(gone)
    destroy([gone, a_name()], at=timezone.now())
    for target in ("0001", "0002"):
        call_command("migrate", "vault", target, database="keys", verbosity=0)
    forget()
    assert (key_to_seal(kept), key_to_seal(DESK_KEY)) == before
    assert Master.objects.count() == 1
    assert not DataKey.objects.filter(master=None).exclude(wrapped=None).exists()
