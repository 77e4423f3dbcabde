"""One letter to one address, handed in at the configured server, whose word at each step is kept apart."""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from belisha.outbound import mail
from belisha.outbound.problem import NotSent
from belisha.outbound.smtp_line import ended_after

ANSWER = 120.0  # seconds: a server that has it all may look through it before it answers (RFC 5321, 4.5.3.2)
PARTING = 2.0
WHOLE = 300.0  # seconds for all of it
LONGEST = 40_000_000  # bytes
_ENHANCED = re.compile(rb"\s*([245]\.\d{1,3}\.\d{1,3})\b")
_ADDRESS = re.compile(r"[!#$%&'*+/=?^_`{|}~A-Za-z0-9.-]{1,64}@[A-Za-z0-9.-]{1,253}")


@dataclass(frozen=True, kw_only=True)
class HandedIn:
    """The server took it. `receipts`: it will say what becomes of it (RFC 3461)."""

    receipts: bool


class NotHandedIn(NotSent):
    """The server did not take it. `final`: nor will it; `unsure`: it may have, and its answer was lost."""

    def __init__(self, problem: str, *, final: bool = False, unsure: bool = False) -> None:
        self.final, self.unsure = final, unsure
        super().__init__(problem)


def hand_in(letter: bytes, *, sender: str, to: str, envelope: str) -> HandedIn:
    """Hand in a finished letter, unchanged; raises NotHandedIn.

    `envelope` comes back in receipts. What the server says before it has heard of the letter is about the
    server, and may be otherwise in a minute; what it says of sender, address and letter may be final.
    """
    if not all(_ADDRESS.fullmatch(one) for one in (sender, to)):
        raise NotHandedIn("odd_address", final=True)
    if len(letter) > LONGEST:
        raise NotHandedIn("too_large", final=True)
    with _in_words():
        place = mail.server()
        if place is None:
            raise NotHandedIn("not_configured")
        line = mail.connected(place)
        try:
            with ended_after(line, WHOLE):
                line.ehlo_or_helo_if_needed()
                return _conversation(line, letter, sender, to, envelope)
        finally:
            _part(line)


def _conversation(line: smtplib.SMTP, letter: bytes, sender: str, to: str, envelope: str) -> HandedIn:
    receipts = line.has_extn("dsn")
    limit = line.esmtp_features.get("size", "")
    if limit.isdecimal() and 0 < int(limit) < len(letter):
        raise NotHandedIn("too_large", final=True)
    about = [f"SIZE={len(letter)}"] if line.has_extn("size") else []
    if receipts:
        about += ["RET=HDRS", f"ENVID={_xtext(envelope)}"]
    wanted = ["NOTIFY=SUCCESS,FAILURE,DELAY", f"ORCPT=rfc822;{_xtext(to)}"] if receipts else []
    _taken("sender", *line.mail(sender, about))
    _taken("address", *line.rcpt(to, wanted))
    _give(line, letter)
    return HandedIn(receipts=receipts)


def _part(line: smtplib.SMTP) -> None:
    # What it says of our leaving changes nothing: a letter that it took is taken.
    with suppress(OSError, smtplib.SMTPException):
        if line.sock is not None:
            line.sock.settimeout(PARTING)
            line.docmd("QUIT")
    line.close()


def _give(line: smtplib.SMTP, letter: bytes) -> None:
    line.putcmd("data")
    _taken("letter", *line.getreply(), good=354)
    if line.sock is not None:
        line.sock.settimeout(ANSWER)
    try:
        line.send(_dotted(letter))
        code, said = line.getreply()
    except (OSError, smtplib.SMTPException):
        raise NotHandedIn("answer_lost", unsure=True) from None
    _taken("letter", code, said)


def _dotted(letter: bytes) -> bytes:
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", letter)
    whole = re.sub(rb"(?m)^\.", b"..", lines)
    return whole + (b".\r\n" if whole.endswith(b"\r\n") else b"\r\n.\r\n")


def _taken(of: str, code: int, said: bytes, *, good: int = 250) -> None:
    if code == good or (good == 250 and 250 <= code < 260):
        return
    found = _ENHANCED.match(said)
    detail = f"_{found[1].decode()}" if found and found[1][:1] == str(code)[:1].encode() else ""
    raise NotHandedIn(f"{of}_{code}{detail}", final=500 <= code < 600)


def _xtext(text: str) -> str:
    """As RFC 3461 writes a value: printable, but for + and =."""
    return "".join(c if "!" <= c <= "~" and c not in "+=" else f"+{ord(c):02X}" for c in text)


@contextmanager
def _in_words() -> Iterator[None]:
    """Turn what breaks before the letter was given into a short word; it may go better in a minute."""
    try:
        yield
    except NotHandedIn:
        raise
    except NotSent as problem:
        raise NotHandedIn(problem.problem) from problem
    except (smtplib.SMTPException, OSError, ValueError) as problem:
        raise NotHandedIn(_word(problem)) from None


_WORDS: tuple[tuple[type[Exception], str], ...] = (
    (smtplib.SMTPAuthenticationError, "login_refused"),
    (smtplib.SMTPNotSupportedError, "no_tls"),
    (ssl.SSLCertVerificationError, "wrong_certificate"),
    (ssl.SSLError, "tls_failed"),
    (smtplib.SMTPException, "cut_off"),
    (TimeoutError, "too_slow"),
    (OSError, "unreachable"),
)


def _word(problem: Exception) -> str:
    if type(problem) is smtplib.SMTPResponseException or isinstance(problem, smtplib.SMTPConnectError):
        return f"server_{problem.smtp_code}"
    return next((word for kind, word in _WORDS if isinstance(problem, kind)), "cut_off")
