"""`belisha contact`: advice, replay and policies without a desk."""

import json

import pytest

from belisha.contact.policy_file import PRESETS, preset_text
from tests.jobs.test_commands import belisha

pytestmark = pytest.mark.pure

STRANGER = {
    "event": "first_message",
    "at": "2026-11-20T12:00:00Z",
    "actor": {"id": "account-1", "age_band": "adult"},
    "recipient": {"id": "account-2", "age_band": "13_15", "language": "de"},
}
INVITED = STRANGER | {"event": "group_invitation", "recipient": {"id": "account-3", "age_band": "16_17"}}


def lines(*contacts):
    return "".join(json.dumps(contact) + "\n" for contact in contacts)


def test_a_contact_on_stdin_is_answered_as_the_api_answers_it(tmp_path):
    ran = belisha("contact", "assess", "-", "--json", said=json.dumps(STRANGER), folder=tmp_path / "none")
    found = json.loads(ran.stdout)
    assert (ran.returncode, found["advice"], found["reasons"]) == (0, "ask_first", ["message_from_stranger"])
    assert found["message"]["title"] == "Kennst du diese Person?"
    assert not (tmp_path / "none").exists()


def test_contacts_of_a_file_are_answered_one_a_line_however_they_are_written(tmp_path):
    file = tmp_path / "events"
    for text in (lines(STRANGER, INVITED), json.dumps({"events": [STRANGER, INVITED]}, indent=1)):
        file.write_text(text)
        ran = belisha("contact", "assess", str(file), "--policy", "game", "--json")
        assert [json.loads(line)["advice"] for line in ran.stdout.splitlines()] == ["ask_first", "warn"]


def test_a_wrong_contact_is_named_with_its_line_and_nothing_of_it_is_repeated():
    wrong = STRANGER | {"event": "wave", "mood": "x", "actor": {"id": "secret-name", "age_band": "14"}}
    ran = belisha("contact", "assess", "-", said=lines(STRANGER, wrong))
    assert ran.returncode == 2
    for named in ("Line 2: event: input should be 'first_message'", "Line 2: actor.age_band", "Line 2: mood"):
        assert named in ran.stderr
    assert "secret-name" not in ran.stderr


def test_a_replay_says_in_words_and_as_json_what_would_differ(tmp_path):
    events = tmp_path / "events.jsonl"
    events.write_text(lines(STRANGER, INVITED))
    told = belisha("contact", "replay", "game", str(events))
    assert told.stdout.startswith(
        "2 contacts: 1 would be advised on differently by game than by messenger, 0 more"
    )
    found = json.loads(belisha("contact", "replay", "game", str(events), "--json").stdout)
    assert (found["events"], found["differing"], found["milder"]) == (2, 1, 1)
    (change,) = found["changes"]
    assert (change["event"], change["before"], change["after"]) == ("group_invitation", "ask_first", "warn")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("replay", "game"), 2),
        (("replay", "-", "-"), 2),
        (("replay", "nothing.toml", "-"), 3),
        (("assess", "nothing.jsonl"), 3),
        (("policy", "preset", "nothing"), 2),
    ],
)
def test_a_wrong_use_ends_with_a_sentence(arguments, code, tmp_path):
    ran = belisha("contact", *arguments, folder=tmp_path)
    assert (ran.returncode, len(ran.stderr.splitlines()), ran.stdout) == (code, 1, "")


def test_a_policy_is_begun_with_a_preset_checked_and_shown_whole(tmp_path):
    file = tmp_path / "mine.toml"
    for name in PRESETS:
        begun = belisha("contact", "policy", "preset", name).stdout
        assert begun == preset_text(name)
    file.write_text(begun)
    assert belisha("contact", "policy", "check", str(file)).returncode == 0
    file.write_text(belisha("contact", "policy", "show", str(file)).stdout)
    assert belisha("contact", "policy", "check", str(file)).returncode == 0
    file.write_text(begun.replace("country", "land"))
    ran = belisha("contact", "policy", "check", str(file), "--json")
    assert (ran.returncode, json.loads(ran.stdout)["ok"]) == (1, False)
    assert "land: there is no such field" in json.loads(ran.stdout)["problems"]
