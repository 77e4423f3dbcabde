"""The exchanges are read at the configured address, and only there; a bad answer is a failure with a word."""

import socket

import pytest
from pydantic import AnyUrl, SecretStr

from belisha.outbound import exchange, exchange_session
from belisha.outbound.exchange import Ncmec, NoClients, NotConfigured, StopNcii
from belisha.outbound.problem import NotSent
from tests.screening.exchanges import _no_pauses, ncmec, stopncii

__all__ = ["_no_pauses", "ncmec", "stopncii"]
pytestmark = pytest.mark.pure
LATER = 2_000_000_000
MD5 = "0123456789abcdef0123456789abcdef"
PDQ = "0f" * 32


def pages(there, *, since=0, after=""):
    found = [there.page(since=since, until=LATER, after=after)]
    while found[-1].after:
        found.append(there.page(since=since, until=LATER, after=found[-1].after))
    return found


def problem(there):
    with pytest.raises(NotSent) as refused:
        there.page(since=0, until=LATER, after="")
    assert refused.value.__cause__ is None
    return refused.value.problem


def test_every_page_of_ncmec_is_read_with_all_fingerprints(ncmec):
    for number in range(5):
        ncmec.put(f"one-{number}", md5=MD5, sha1="a" * 40, pdna="b" * 288, netclean="c")
    found = pages(Ncmec())
    assert [len(page.records) for page in found] == [2, 2, 1]
    assert found[0].records[0].fingerprints == {
        "md5": MD5,
        "sha1": "a" * 40,
        "pdna": "b" * 288,
        "netclean": "c",
    }


def test_every_page_of_stopncii_is_read(stopncii):
    for number in range(5):
        stopncii.put(f"{number:064x}")
    found = pages(StopNcii())
    assert [len(page.records) for page in found] == [2, 2, 1]
    assert found[-1].until == stopncii.tick
    assert StopNcii().page(since=LATER - 5, until=LATER, after="").until == LATER - 5


def test_times_are_told_in_utc(ncmec):
    Ncmec().page(since=1_700_000_000, until=1_700_003_600, after="")
    assert "from=2023-11-14T22%3A13%3A20Z" in ncmec.asked[0]
    assert "to=2023-11-14T23%3A13%3A20Z" in ncmec.asked[0]


@pytest.mark.parametrize(
    ("failure", "word"),
    [
        (400, "status_400"),
        (403, "status_403"),
        (500, "status_500"),
        (503, "status_503"),
        ("elsewhere", "status_302"),
        ("truncated", "not_understood"),
        ("empty", "not_understood"),
        ("html", "not_understood"),
        ("garbage", "not_understood"),
    ],
)
def test_a_bad_answer_is_a_failure(ncmec, stopncii, failure, word):
    ncmec.put("one", md5=MD5)
    stopncii.put(PDQ)
    for fake, there in ((ncmec, Ncmec()), (stopncii, StopNcii())):
        fake.fail(failure, failure, failure)
        assert problem(there) == word


def test_an_answer_that_does_not_come_is_a_failure(ncmec, monkeypatch):
    monkeypatch.setattr(exchange_session, "READ", 0.1)
    ncmec.fail("slow", "slow", "slow")
    assert problem(Ncmec()) == "too_slow"


def test_an_answer_that_never_ends_is_a_failure(ncmec, monkeypatch):
    ncmec.put("one", md5=MD5)
    monkeypatch.setattr(exchange_session, "LONGEST", 100)
    assert problem(Ncmec()) == "too_long"


def test_an_exchange_that_is_away_for_a_moment_is_asked_again(ncmec, stopncii):
    ncmec.put("one", md5=MD5)
    stopncii.put(PDQ)
    for fake, there in ((ncmec, Ncmec()), (stopncii, StopNcii())):
        fake.fail(503, 429)
        assert len(there.page(since=0, until=LATER, after="").records) == 1


def test_a_wrong_password_is_a_failure(ncmec, configured):
    configured(ncmec_password=SecretStr("another"))
    assert problem(Ncmec()) == "status_401"


def test_a_record_that_nobody_can_read_costs_itself_alone(ncmec, stopncii, caplog):
    ncmec.put("one", md5=MD5)
    ncmec.put("two", kind="painting", md5=MD5)
    page = Ncmec().page(since=0, until=LATER, after="")
    assert (len(page.records), page.passed_over) == (1, 1)

    stopncii.put(PDQ, lastModtimestamp=5000, CSPFeedbacks="of another shape")
    stopncii.odd = ["", None, {}, {"hashValue": PDQ}, {"hashValue": PDQ, "signalType": "Smell"}]
    page = StopNcii().page(since=10, until=LATER, after="")
    assert (len(page.records), page.passed_over) == (1, 5)
    assert PDQ not in caplog.text
    assert MD5 not in caplog.text


def test_nothing_is_dialled_until_it_is_set_up(configured, ncmec):
    for change in (
        {"ncmec_url": None},
        {"ncmec_url": AnyUrl(ncmec.address), "ncmec_password": None},
        {"ncmec_password": SecretStr("x"), "ncmec_user": ""},
        {"ncmec_user": "desk", "demo": True},
    ):
        configured(**change)
        with pytest.raises(NotConfigured):
            Ncmec()
    with pytest.raises(NotConfigured):
        StopNcii()
    assert ncmec.asked == []


@pytest.mark.parametrize("more", ["@127.0.0.2/x", "//127.0.0.2/", "\\@127.0.0.2", ".example/", ":1/"])
def test_the_next_page_is_at_the_same_address_whatever_an_answer_says(ncmec, more):
    there = Ncmec()
    with pytest.raises(NotSent):
        there.page(since=0, until=LATER, after=more)
    assert all(path.startswith("/hashsharing") for path in ncmec.asked)


def test_a_session_goes_to_its_own_origin_alone(ncmec):
    session = Ncmec()._client._get_session()
    for other in ("http://127.0.0.2/", "http://127.0.0.1:1/", "https://127.0.0.1/", "http://localhost/"):
        with pytest.raises(NotSent) as refused:
            session.get(other)
        assert refused.value.problem == "not_configured"


def test_nothing_of_the_environment_changes_where_it_goes_or_what_it_says(
    ncmec, stopncii, monkeypatch, tmp_path
):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login other password other")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1/")
    assert Ncmec().page(since=0, until=LATER, after="").records == ()
    assert StopNcii().page(since=0, until=LATER, after="").records == ()
    assert "authorization" not in stopncii.headers[0]


def test_an_exchange_that_is_away_is_a_failure(configured, ncmec):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        configured(ncmec_url=AnyUrl(f"http://127.0.0.1:{closed.getsockname()[1]}/hashsharing"))
    assert problem(Ncmec()) == "unreachable"


def test_without_the_clients_it_says_what_to_install(ncmec, stopncii, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "threatexchange.exchanges.clients.ncmec", None)
    monkeypatch.setitem(__import__("sys").modules, "threatexchange.exchanges.clients.stopncii", None)
    for there in (Ncmec, StopNcii):
        with pytest.raises(NoClients, match="make install EXTRAS=exchange"):
            there()


@pytest.mark.parametrize("address", ["http://example.org/hashsharing", "ftp://example.org/"])
def test_an_address_without_tls_stops_the_start(address):
    from pydantic import ValidationError

    from belisha.options import Settings

    with pytest.raises(ValidationError, match="https"):
        Settings(ncmec_url=address)
    assert exchange.allowed_origins() == frozenset()
