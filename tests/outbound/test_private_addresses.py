"""Nothing is sent into this machine, its network or its cloud, in whatever spelling, by whatever name."""

import socket

import pytest

from belisha.outbound import destinations, pinned
from belisha.outbound.call import call
from belisha.outbound.origin import origin, read
from belisha.outbound.problem import NotSent
from belisha.outbound.ranges import is_outside

pytestmark = pytest.mark.pure

INSIDE = [
    "127.0.0.1", "127.0.0.2", "127.1.2.3", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1",
    "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1", "192.168.1.254", "169.254.169.254",
    "169.254.170.2", "100.64.0.1", "100.100.100.200", "100.127.255.255", "168.63.129.16", "192.0.0.192",
    "192.0.0.1", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1",
    "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "[::1]", "[::]", "[::127.0.0.1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::ffff:169.254.169.254]",
    "[::ffff:10.0.0.1]", "[0:0:0:0:0:ffff:a9fe:a9fe]", "[64:ff9b::127.0.0.1]", "[64:ff9b::a9fe:a9fe]",
    "[64:ff9b:1::10.0.0.1]", "[2002:7f00:1::1]", "[2002:a9fe:a9fe::]", "[2002:a00:1::]",
    "[2001:0:7f00:1::1]", "[2001:db8::1]", "[3fff::1]", "[fe80::1]", "[febf::1]", "[fec0::1]", "[fc00::1]",
    "[fd00::1]", "[fd00:ec2::254]", "[fd20:ce::254]", "[ff02::1]", "[100::1]", "[5f00::1]", "[4000::1]",
]  # fmt: skip
DISGUISED = [
    "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://0x7F.0.0.1/", "http://0177.0.0.1/",
    "http://017700000001/", "http://127.1/", "http://127.0.1/", "http://0/", "http://0x/",
    "http://127.0.0.1./", "http://localhost./", "http://[::1%25lo]/", "http://[::1%lo]/", "http://[fe80::1%eth0]/",
    "http://127。0。0。1/", "http://①②⑦.0.0.1/", "http://１２７.0.0.1/", "http://ⓛocalhost/",
    "http://partner.example@127.0.0.1/", "http://127.0.0.1@partner.example/", "http://a:b@127.0.0.1/",
    "http://partner.example\\@127.0.0.1/", "http://127.0.0.1\\.partner.example/", "http://127.0.0.1#.partner.example/",
    "http://partner.example#@127.0.0.1/", "http://127.0.0.1%2f.partner.example/", "http://%31%32%37.0.0.1/",
    "http://127.0.0.1%00.partner.example/", "http://127.0.0.1\x00/", "http://127.0.0.1\t/", "http://127.0.0.1\n/",
    " http://127.0.0.1/", "http:///127.0.0.1/", "http:/127.0.0.1/", "http:127.0.0.1/", "//127.0.0.1/",
    "http://127.0.0.1:80:80/", "http://127.0.0.1:0/", "http://127.0.0.1:65536/", "http://127.0.0.1:-1/",
    "http://127.0.0.1: 80/", "http://127.0.0.1:٨٠/", "http://[::1/", "http://::1/", "http://[127.0.0.1]/",
    "http://-a.example/", "http://a..example/", "http://.example/", "http://a_b.example/", "http:// /",
    "http://", "HTTP://127.0.0.1/\r\nHost: partner.example", "file:///etc/passwd", "gopher://127.0.0.1:25/",
    "ftp://127.0.0.1/", "dict://127.0.0.1:11211/", "ldap://127.0.0.1/", "unix:///run/docker.sock", "data:,x",
    "javascript:1", "jar:http://127.0.0.1!/", "http+unix://%2Frun%2Fdocker.sock/",
    "https://" + "a." * 130 + "example/",
]  # fmt: skip


@pytest.fixture
def dialled(monkeypatch):
    """Every address that a connection was asked for."""
    seen = []

    def create_connection(address, timeout=None):
        seen.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(pinned.socket, "create_connection", create_connection)
    return seen


def problem_of(url):
    with pytest.raises(NotSent) as refused:
        call("POST", url, body=b"{}")
    return refused.value.problem


def test_the_list_has_more_than_sixty():
    assert len({*INSIDE, *DISGUISED}) == len(INSIDE) + len(DISGUISED) > 60


@pytest.mark.parametrize("host", INSIDE)
def test_an_address_inside_is_refused_although_it_was_confirmed(host, configured, confirmed, dialled, names):
    url = f"https://{host}/hook"
    confirmed(url)
    assert problem_of(url) == "private_address"
    assert (dialled, names["asked"]) == ([], [])


@pytest.mark.parametrize("host", INSIDE)
def test_a_name_that_leads_inside_is_refused(host, confirmed, dialled, names):
    names["partner.example"] = [host.strip("[]")]
    confirmed("https://partner.example/")
    assert problem_of("https://partner.example/") == "private_address"
    assert dialled == []


@pytest.mark.parametrize("url", DISGUISED)
def test_an_address_in_disguise_is_refused_whatever_was_confirmed(url, confirmed, dialled, names):
    confirmed(url, "http://127.0.0.1/", "http://localhost/", "https://partner.example/")
    assert problem_of(url) == "wrong_address"
    assert (dialled, names["asked"]) == ([], [])
    assert origin(url) == ("", "", 0)
    assert ("", "", 0) not in destinations.allowed()


def test_one_address_inside_among_several_refuses_them_all(confirmed, dialled, names):
    names["partner.example"] = ["93.184.216.34", "127.0.0.1"]
    confirmed("https://partner.example/")
    assert problem_of("https://partner.example/") == "private_address"
    assert dialled == []


def test_a_name_is_looked_up_once_and_what_it_says_later_leads_nowhere(confirmed, dialled, names):
    class Rebinding(list):
        def __init__(self):
            self.times = 0

        def __iter__(self):
            self.times += 1
            return iter(["93.184.216.34"] if self.times == 1 else ["127.0.0.1"])

        def __len__(self):
            return 1

    names["partner.example"] = Rebinding()
    confirmed("https://partner.example/")
    assert problem_of("https://partner.example/") == "unreachable"
    assert dialled == [("93.184.216.34", 443)]
    assert names["asked"] == ["partner.example"]
    # Asked again, it is checked again.
    assert problem_of("https://partner.example/") == "private_address"
    assert dialled == [("93.184.216.34", 443)]


@pytest.mark.parametrize("outside", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "8.8.8.8"])
def test_an_address_of_the_world_is_dialled(outside, confirmed, dialled, names):
    names["partner.example"] = [outside]
    confirmed("https://partner.example/")
    assert problem_of("https://partner.example/") == "unreachable"
    assert dialled == [(outside, 443)]
    assert is_outside(outside)


def test_a_host_that_the_operator_named_may_be_inside(configured, confirmed, dialled, names):
    names["partner.example"] = ["10.0.0.7"]
    configured(private_hosts=["partner.example"])
    confirmed("https://partner.example/", "https://other.example/")
    assert problem_of("https://partner.example/") == "unreachable"
    assert dialled == [("10.0.0.7", 443)]
    names["other.example"] = ["10.0.0.7"]
    assert problem_of("https://other.example/") == "private_address"


@pytest.mark.parametrize(
    "host",
    ["169.254.169.254", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "fd00:ec2::254", "fe80::1", "0.0.0.0",
     "100.100.100.200", "168.63.129.16", "224.0.0.1", "ff02::1", "::", "2002:a9fe:a9fe::1"],
)  # fmt: skip
def test_what_gives_a_machine_its_secrets_is_refused_even_where_it_is_named(
    host, configured, confirmed, dialled, names
):
    names["partner.example"] = [host]
    configured(private_hosts=["partner.example", host])
    confirmed("https://partner.example/")
    assert problem_of("https://partner.example/") == "private_address"
    assert dialled == []


def test_what_was_confirmed_is_reached_over_tls_alone(configured, confirmed, dialled, names):
    names["partner.example"] = ["93.184.216.34"]
    confirmed("http://partner.example/")
    assert problem_of("http://partner.example/") == "not_configured"
    configured(private_hosts=["partner.example"])
    assert problem_of("http://partner.example/") == "unreachable"


def test_an_address_that_the_settings_spell_out_is_named_by_that(configured, confirmed, dialled, names):
    from pydantic import AnyUrl

    names["hooks.example"], names["localhost"] = ["10.0.0.7"], ["127.0.0.1"]
    for url, word in (
        ("http://127.0.0.1:9/alerts", "unreachable"),
        ("http://localhost:9/alerts", "unreachable"),
        ("http://10.0.0.7/alerts", "unreachable"),
        ("http://169.254.169.254/alerts", "private_address"),
        ("https://hooks.example/alerts", "private_address"),
    ):
        configured(alert_webhook_url=AnyUrl(url))
        assert (url, problem_of(url)) == (url, word)
    # Their port was named, and no other.
    assert problem_of("http://127.0.0.1:22/") == "not_configured"


def test_the_name_of_this_machine_leads_to_this_machine_alone(configured, dialled, names):
    from pydantic import AnyUrl

    names["localhost"] = ["10.0.0.7"]
    configured(alert_webhook_url=AnyUrl("http://localhost:9/"))
    assert problem_of("http://localhost:9/") == "private_address"


def test_mail_is_handed_in_at_a_checked_address_alone(configured, dialled, names):
    from pydantic import SecretStr

    from belisha.outbound import mail

    names["mail.example"] = ["10.0.0.7"]
    for scheme in ("smtp", "smtps"):
        configured(smtp_url=SecretStr(f"{scheme}://mail.example"), private_hosts=[])
        with pytest.raises(NotSent) as refused:
            mail.send("rosa@desk.example", "A subject", "A text.")
        assert (refused.value.problem, dialled) == ("private_address", [])
    configured(private_hosts=["mail.example"])
    with pytest.raises(NotSent):
        mail.send("rosa@desk.example", "A subject", "A text.")
    assert dialled == [("10.0.0.7", 465)]


def test_the_exchanges_are_read_at_a_checked_address_alone(dialled, names):
    from belisha.outbound.exchange_line import POOLS

    names["exchange.example"] = ["10.0.0.7"]
    for scheme, pool in POOLS.items():
        with pytest.raises(Exception, match="private_address"):
            pool("exchange.example").request("GET", f"{scheme}://exchange.example/", retries=False)
    assert dialled == []


def test_a_resolver_that_does_not_answer_is_waited_for_no_longer_than_said(confirmed, monkeypatch):
    import threading

    answer = threading.Event()
    monkeypatch.setattr(pinned, "look_up", lambda host, port: [answer.wait(60) and ""])
    confirmed("https://partner.example/")
    with pytest.raises(NotSent) as refused:
        call("GET", "https://partner.example/", within=0.05)
    answer.set()
    assert refused.value.problem == "too_slow"


def test_the_demo_dials_nothing_but_a_stand_in_on_this_machine(configured, confirmed, dialled, names):
    from pydantic import AnyUrl

    confirmed("https://partner.example/")
    configured(
        demo=True,
        alert_webhook_url=AnyUrl("https://hooks.example/"),
        checkpoint_url=AnyUrl("https://kept.example/"),
        cybertip_url=AnyUrl("http://127.0.0.1:9/ispws"),
    )
    assert destinations.allowed() == {("http", "127.0.0.1", 9)}


def test_nothing_but_outbound_can_open_a_connection():
    """Beside the linter's rule: what it does not know, by the words of the source."""
    import re
    from pathlib import Path

    import belisha

    root = Path(belisha.__file__).parent
    opening = re.compile(
        r"^\s*(?:import|from) (?:socket|ssl|asyncio|httpcore|httpx|h11|requests|urllib3|smtplib|ftplib"
        r"|imaplib|poplib|telnetlib|nntplib|http\.client|urllib\.request|xmlrpc|websockets?)\b",
        re.MULTILINE,
    )
    found = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        # The client runs at a service, and speaks to its desk; an import contract keeps it out of this one.
        if opening.search(path.read_text()) and path.parent not in (root / "outbound", root / "client")
    }
    # `belisha serve` asks whether its own port is free; a socket between two of our own processes.
    assert found <= {"jobs/cut.py", "jobs/serve.py"}, found


def test_one_spelling_is_one_origin():
    assert read("HTTPS://x/".lower()).origin == ("https", "x", 443)
    assert origin("https://Partner.EXAMPLE:443/a?b=c") == ("https", "partner.example", 443)
    assert origin("https://[2606:2800:0220:0001::1]/") == ("https", "2606:2800:220:1::1", 443)
    assert read("https://partner.example?b").target == "/?b"
    assert socket.AF_INET6
