"""Every use case that changes state leaves a ledger entry in its own transaction."""

import ast
from pathlib import Path

import pytest

from tests.sweeps.stages import ORDER

pytestmark = pytest.mark.pure

PACKAGE = Path(__file__).parents[2] / "belisha"

# Each exception with its reason.
WITHOUT_AN_ENTRY = {
    "contact.pattern_outcome.forget_old": "follows from the operator's settings; nothing is left but counts",
    "contact.assess._keep": "an assessment: what is asked of a person about it has entries of its own",
    "contact.warned.settle": "counts warnings that nobody answered",
    "ledger.record.record": "it is the entry",
    "ledger.verify.verify": "reads only",
    "ledger.checkpoints.make_checkpoint": "signs the log: an entry about it would ask for another",
    "ledger.deliver._note": "bookkeeping of a delivery; a place that fails for a day opens a task",
    "ledger.outside.notice_places": "follows from the operator's settings; a place that fails opens a task",
    "people.code_use.first_use": "keeps which code was used; the sign-in itself is what counts",
    "enforcement.decide_and_order.confirm": "decisions.decide.confirm records it, each order its own change",
    "enforcement.decide_and_order.send_back": "decisions.decide.send_back records it, each order its own",
    "enforcement.decide_and_order.reopen": "decisions.decide.reopen records it, each order its own change",
    "vault.rotate._batch": "part of a rotation, which records it; the key store has no log",
    "vault.erase.destroy": "part of an erasure, which records it; the key store has no log",
}


def use_cases():
    """Every function under @transaction.atomic, and whether it, or one of its file that it calls, records."""
    for stage in ORDER:
        for path in sorted((PACKAGE / stage).glob("*.py")):
            functions = {
                node.name: node
                for node in ast.parse(path.read_text()).body
                if isinstance(node, ast.FunctionDef)
            }
            for name, node in functions.items():
                if any("atomic" in ast.unparse(decorator) for decorator in node.decorator_list):
                    yield f"{stage}.{path.stem}.{name}", records(node, functions, set())


def records(node, functions, seen):
    called = {ast.unparse(call.func) for call in ast.walk(node) if isinstance(call, ast.Call)}
    if any(name.split(".")[-1] in ("record", "open_task", "finish") for name in called):
        return True
    inner = {name for name in called if name in functions} - seen
    return any(records(functions[name], functions, seen | inner) for name in inner)


def test_every_use_case_that_changes_state_leaves_a_ledger_entry():
    silent = [name for name, recorded in use_cases() if not recorded and name not in WITHOUT_AN_ENTRY]
    assert silent == []


def test_the_sweep_sees_the_use_cases():
    names = {name for name, _ in use_cases()}
    assert {"people.keys.add_key", "ledger.record.record"} <= names
