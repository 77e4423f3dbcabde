"""Over the whole life of a report at NCMEC: exactly one is finished, or what was open is taken back."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import uuid4

import pytest
from pydantic import AnyUrl, SecretStr

from belisha.referrals.recipients.channel import Arrived, Later, LeaseLost, Parcel, Reach, Refused, Undone
from belisha.referrals.recipients.cybertip import api, codes
from belisha.referrals.recipients.cybertip.channel import CyberTipline
from tests.fakes.cybertip import HOW, PASSWORD, USER, serve
from tests.referrals.build import minutes
from tests.referrals.tips import usual_tip

pytestmark = pytest.mark.pure

STEPS = ("status", "submit", "finish", "retract")
RETRIED = (1000, 1100, 1300)
FINAL = (2000, 3000, 3100, 3300, 4000, 4100, 4110, 4200)


class Post:
    """One parcel and what was kept of it, as a desk keeps it over crashes."""

    def __init__(self, reach: Reach) -> None:
        message = usual_tip()
        self.channel, self.kept, self.attempts = CyberTipline(), {}, 0
        self._known: dict[str, Any] = {
            "id": uuid4(),
            "number": message.reference,
            "now": minutes(0),
            "message": message,
            "documents": MappingProxyType(dict(self.channel.documents(message, reach))),
            "reach": reach,
        }

    def parcel(self, **changed: Any) -> Parcel:
        self.attempts += 1
        facts = {"attempt": self.attempts, "progress": dict(self.kept), "keep": self._keep}
        return Parcel(**(self._known | facts | changed))

    def sent(self, **changed: Any) -> Any:
        return self.channel.send(self.parcel(**changed))

    def undone(self) -> Any:
        return self.channel.undo(self.parcel())

    def until_it_ends(self) -> Any:
        for _ in range(10):
            if not isinstance(outcome := self.sent(), Later):
                return outcome
        raise AssertionError("It is still tried.")

    def _keep(self, **facts: Any) -> None:
        self.kept |= facts


@pytest.fixture
def ncmec(tmp_path: Path, settings, monkeypatch):
    """A CyberTipline on this machine, and time-outs that a test can wait for."""
    monkeypatch.setattr(api, "WITHIN", dict.fromkeys(api.WITHIN, 0.3))
    with serve(tmp_path / "ncmec.sqlite3", slow=5) as server:
        own = {"cybertip_user": USER, "cybertip_password": SecretStr(PASSWORD)}
        own |= {"cybertip_url": AnyUrl(server.url), "data_dir": tmp_path}
        settings.BELISHA = settings.BELISHA.model_copy(update=own)
        yield server


@pytest.fixture
def post(ncmec) -> Post:
    return Post(reach_to(ncmec))


def reach_to(server: Any, **changed: Any) -> Reach:
    secrets = {"user": USER, "password": PASSWORD}
    facts = {"channel": "cybertip", "line": "ncmec", "where": server.url, "mode": "test", "secrets": secrets}
    return Reach(**(facts | changed))


def test_a_report_is_opened_its_number_kept_and_then_filed(ncmec, post):
    outcome = post.sent()
    assert outcome == Arrived(reference="70000001", answer="filed", sent=post.parcel().documents["xml"])
    assert ncmec.memory.calls == ["status", "submit", "finish"]
    assert [one.reference for one in ncmec.memory.finished] == ["R-000002"]


def test_the_number_is_kept_before_it_is_filed(ncmec, post):
    ncmec.memory.fail("finish", "crash_before")
    assert isinstance(post.sent(), Later)
    assert post.kept["report"] == ncmec.memory.open[0].id


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("how", HOW)
def test_whatever_breaks_at_a_step_one_report_is_finished(ncmec, post, step, how):
    if step == "retract":
        ncmec.memory.fail("finish", "500_before")
        assert isinstance(post.sent(), Later)
    ncmec.memory.fail(step, how)
    outcome = post.until_it_ends()
    assert isinstance(outcome, Arrived), outcome
    assert [str(one.id) for one in ncmec.memory.finished] == [outcome.reference]
    ncmec.memory.advance(25 * 3600)
    assert ncmec.memory.open == []


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("code", RETRIED)
def test_a_code_of_their_server_is_tried_again(ncmec, post, step, code):
    if step == "retract":
        ncmec.memory.fail("finish", "500_before")
        post.sent()
    ncmec.memory.fail(step, f"code:{code}")
    assert post.sent().problem == f"code_{code}"
    assert isinstance(post.until_it_ends(), Arrived)
    assert len(ncmec.memory.finished) == 1


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("code", FINAL)
def test_a_final_code_asks_a_person_and_leaves_nothing_filed_unknown(ncmec, post, step, code):
    if step == "retract":
        ncmec.memory.fail("finish", "500_before")
        post.sent()
    ncmec.memory.fail(step, f"code:{code}")
    outcome = post.sent()
    assert isinstance(outcome, Refused), outcome
    assert outcome.words.endswith(".")
    assert outcome.line_down is (code < 4000)
    # What was open is taken back, or its number is still known here.
    assert [one.id for one in ncmec.memory.open] == ([post.kept["report"]] if step == "retract" else [])
    # Set right, it goes on.
    assert isinstance(post.until_it_ends(), Arrived)
    assert len(ncmec.memory.finished) == 1


@pytest.mark.parametrize("step", STEPS)
def test_a_code_that_nobody_knows_asks_a_person_instead_of_guessing(ncmec, post, step):
    if step == "retract":
        ncmec.memory.fail("finish", "500_before")
        post.sent()
    ncmec.memory.fail(step, "code:7777")
    outcome = post.sent()
    assert isinstance(outcome, Refused)
    assert "7777" in outcome.words
    assert len(ncmec.memory.finished) == 0


def test_filed_with_the_answer_lost_is_not_filed_again(ncmec, post):
    ncmec.memory.fail("finish", "crash_after")
    assert isinstance(post.sent(), Later)
    outcome = post.sent()
    assert (outcome.reference, outcome.answer) == ("70000001", "filed_before")
    assert ncmec.memory.calls == ["status", "submit", "finish", "status", "retract"]


def test_what_was_filed_and_not_recorded_asks_them_nothing_more(ncmec, post):
    post.sent()
    calls = len(ncmec.memory.calls)
    assert post.sent().reference == "70000001"
    assert ncmec.memory.calls[calls:] == ["status"]


def test_an_open_report_is_retracted_before_another_is_opened(ncmec, post):
    ncmec.memory.fail("finish", "crash_before")
    post.sent()
    assert post.sent().reference == "70000002"
    assert [one.state for one in ncmec.memory.reports()] == ["retracted", "finished"]


def test_one_that_expired_meanwhile_is_begun_anew(ncmec, post):
    ncmec.memory.fail("finish", "crash_before")
    post.sent()
    ncmec.memory.advance(25 * 3600)
    assert post.sent().reference == "70000002"
    assert [one.state for one in ncmec.memory.reports()] == ["expired", "finished"]


def test_one_that_expires_before_it_is_finished_is_begun_anew(ncmec, post):
    ncmec.memory.fail("finish", "expired")
    outcome = post.sent()
    assert (outcome.problem, outcome.after) == ("expired", timedelta(seconds=1))
    assert post.sent().reference == "70000002"


def test_a_worker_that_lost_its_lease_stops_and_files_nothing(ncmec, post):
    def lost(**facts: Any) -> None:
        raise LeaseLost

    with pytest.raises(LeaseLost):
        post.sent(keep=lost)
    assert ncmec.memory.finished == []


def test_an_answer_about_another_report_asks_a_person(ncmec, post, monkeypatch):
    other = codes.Reply(code=0, report=70_000_099, status=200)
    monkeypatch.setattr(api.Api, "finish", lambda self, report: other)
    outcome = post.sent()
    assert (outcome.problem, "70000099" in outcome.words) == ("another_report", True)


def test_nothing_open_is_undone_at_once(ncmec, post):
    assert post.undone() == Undone()
    assert ncmec.memory.calls == []


def test_what_is_open_is_retracted_when_it_is_withdrawn(ncmec, post):
    ncmec.memory.fail("finish", "500_before")
    post.sent()
    assert post.undone() == Undone(answer="retracted")
    assert [one.state for one in ncmec.memory.reports()] == ["retracted"]
    assert post.undone() == Undone()


def test_what_was_filed_can_not_be_withdrawn_and_says_so(ncmec, post):
    ncmec.memory.fail("finish", "500_after")
    post.sent()
    assert post.undone().reference == "70000001"
    assert post.undone().reference == "70000001"


@pytest.mark.parametrize("how", HOW)
def test_whatever_breaks_while_it_is_taken_back_the_answer_comes_out_right(ncmec, post, how):
    ncmec.memory.fail("finish", "500_before")
    post.sent()
    ncmec.memory.fail("retract", how)
    outcomes = [post.undone() for _ in range(2)]
    assert isinstance(outcomes[-1], Undone), outcomes
    assert ncmec.memory.open == ncmec.memory.finished == []


def test_a_wrong_password_is_the_lines_fault_and_a_person_is_asked(ncmec):
    post = Post(reach_to(ncmec, secrets={"user": USER, "password": "wrong"}))
    outcome = post.sent()
    assert (outcome.problem, outcome.line_down) == ("code_2000", True)
    assert "wrong" not in outcome.words


def test_a_report_left_open_in_production_is_not_taken_for_one_of_the_test(ncmec, post):
    post.kept |= {"report": 5, "at": "https://report.cybertip.org/ispws", "mode": "live", "filed": False}
    outcome = post.sent()
    assert (outcome.problem, ncmec.memory.calls) == ("environment", ["status"])


def test_a_report_left_open_in_the_test_is_forgotten_with_it(ncmec, post):
    post.kept |= {"report": 5, "at": "https://exttest.cybertip.org/ispws", "mode": "test", "filed": False}
    assert post.sent().reference == "70000001"


@pytest.mark.parametrize("seed", range(12))
def test_a_long_run_of_bad_luck_ends_in_one_report(ncmec, post, seed):
    luck = random.Random(seed)
    for _ in range(6):
        ncmec.memory.mend()
        kind = luck.choice([how for how in HOW if "slow" not in how and how != "endless"])
        ncmec.memory.fail(luck.choice(STEPS), kind)
        if isinstance(outcome := post.sent(), Arrived):
            break
    ncmec.memory.mend()
    outcome = post.until_it_ends()
    assert [str(one.id) for one in ncmec.memory.finished] == [outcome.reference]


def test_no_call_for_files_exists_in_what_is_shipped():
    folder = Path(__file__).parents[2] / "belisha"
    words = ("/upload", "fileinfo", '"upload"')
    sources = [
        *folder.glob("referrals/**/*.py"),
        *folder.glob("outbound/*.py"),
        *folder.glob("jobs/ncmec*.py"),
    ]
    assert len(sources) > 60
    assert [(one.name, word) for one in sources for word in words if word in one.read_text()] == []


def test_the_stand_in_takes_no_file_and_counts_who_tries(ncmec):
    from belisha.outbound.call import call

    answer = call("POST", f"{ncmec.url}/upload", body=b"x", login=(USER, PASSWORD))
    assert (codes.read(answer).code, ncmec.memory.calls) == (3000, ["upload"])
