"""Mail by SMTP (RFC 5321), to the one server that the operator configured; nothing is sent where none is."""

import smtplib
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage as Letter
from email.message import Message
from email.utils import formatdate
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from belisha.outbound import tls
from belisha.outbound.problem import NotSent
from belisha.outbound.smtp_line import Line, TlsLine, ended_after

TIMEOUT = 8.0  # seconds for each step of the conversation
WHOLE = 60.0  # seconds for all of it
# To a relay on this machine nothing crosses a wire; anywhere else plain text is refused.
THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, kw_only=True)
class Server:
    """Where mail is handed in. `smtps` is TLS from the first byte (RFC 8314), `smtp` STARTTLS (RFC 3207)."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)


def server() -> Server | None:
    """The configured server; None in the demo and where no address is set."""
    if not configured():
        return None
    parts = urlsplit(_address())
    if parts.scheme not in PORTS or not parts.hostname:
        raise NotSent("wrong_smtp_url")
    return Server(
        scheme=parts.scheme,
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def configured() -> bool:
    """Can mail be sent at all?"""
    return bool(_address()) and not settings.BELISHA.demo


def _address() -> str:
    address = settings.BELISHA.smtp_url
    return address.get_secret_value() if address else ""


def send(to: str, subject: str, text: str, *, message_id: str = "") -> None:
    """Hand in one message; raises NotSent with a short word for the reason.

    The same `message_id` (without angle brackets) on a repeat lets the receiver's mailbox show it once.
    """
    letter = Letter()
    letter["From"], letter["To"], letter["Subject"] = settings.DEFAULT_FROM_EMAIL, to, subject
    letter["Date"] = formatdate(usegmt=True)
    letter["Auto-Submitted"] = "auto-generated"
    if message_id:
        letter["Message-ID"] = f"<{message_id}>"
    letter.set_content(text)
    _hand_in([(letter, [to])])


class Backend(BaseEmailBackend):
    """Django's way to the same server, for the messages of allauth."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Return how many were handed in: none where no server is configured."""
        if not configured():
            return 0
        try:
            _hand_in([(_named(one), one.recipients()) for one in email_messages if one.recipients()])
        except NotSent:
            if not self.fail_silently:
                raise
            return 0
        return len(email_messages)


def _named(one: EmailMessage) -> Message:
    # Django would ask a name server for the part after the @.
    one.extra_headers.setdefault("Message-ID", f"<{uuid4()}@belisha.invalid>")
    return one.message()


def _hand_in(letters: Sequence[tuple[Message, Sequence[str]]]) -> None:
    place = server()
    if place is None:
        raise NotSent("not_configured")
    try:
        with connected(place) as line, ended_after(line, WHOLE):
            for letter, to in letters:
                line.send_message(letter, from_addr=settings.DEFAULT_FROM_EMAIL, to_addrs=to)
    except smtplib.SMTPAuthenticationError as problem:
        raise NotSent("login_refused") from problem
    except smtplib.SMTPRecipientsRefused as problem:
        raise NotSent("address_refused") from problem
    except smtplib.SMTPException as problem:
        raise NotSent("refused") from problem
    except OSError as problem:
        raise NotSent("unreachable") from problem


def connected(place: Server) -> smtplib.SMTP:
    """Connect and log in, with TLS wherever something crosses a wire."""
    context = tls.context()
    own = _own_name()
    if place.scheme == "smtps":
        wrapped = TlsLine(place.host, place.port, own, timeout=TIMEOUT, context=context)
        return _logged_in(wrapped, place)
    line = Line(place.host, place.port, own, timeout=TIMEOUT)
    try:
        if place.host not in THIS_MACHINE:
            line.starttls(context=context)
    except BaseException:
        line.close()
        raise
    return _logged_in(line, place)


def _own_name() -> str:
    # Said in the greeting. Left out, smtplib asks a name server who we are.
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    try:
        return f"[{ip_address(host)}]"
    except ValueError:
        return host


def _logged_in(line: smtplib.SMTP, place: Server) -> smtplib.SMTP:
    try:
        if place.user:
            line.login(place.user, place.password)
    except BaseException:
        line.close()
        raise
    return line
