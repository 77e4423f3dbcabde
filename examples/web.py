"""Pages, forms and addresses of the example: plain HTTP and HTML, without a word of Belisha."""

import os
import signal
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

PAGE = Template(Path(__file__).with_name("page.html").read_text(encoding="utf-8"))
LONGEST = 8_000_000
_numbers = count(1)
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'",
    "Cache-Control": "no-store",
}


@dataclass
class Message:
    """One message, what was advised on it, and what its reader did."""

    by: str
    to: str
    text: str
    advice: Any
    answer: str = ""
    id: str = field(default_factory=lambda: f"message-{next(_numbers)}")

    @property
    def said(self) -> dict[str, str]:
        return {"from": self.by, "to": self.to, "text": self.text}


def answered(messages: list[Message], message: Message, act: str) -> list[Message]:
    """All that its sender wrote to its reader: what she says to one of them, she says to all."""
    theirs = [one for one in messages if (one.by, one.to) == (message.by, message.to)]
    for one in theirs:
        one.answer = act
    return theirs


@dataclass
class Shown:
    """What one person sees."""

    who: str
    people: list[str]
    photos: dict[str, bytes]
    messages: list[Message]
    notice: dict[str, Any] | None
    stopped: bool


def serve(
    show: Callable[[str], Shown],
    acts: dict[str, Callable[[str, dict], str]],
    hook: Callable[[dict, bytes], None],
    poll: Callable[[], None],
) -> None:
    """Serve on 127.0.0.1 until Ctrl-C; call `poll` every POLL_SECONDS, or never where that is 0."""
    stop, pause = threading.Event(), float(os.environ.get("POLL_SECONDS", "1"))
    if pause:
        threading.Thread(target=_every, args=(pause, poll, stop), daemon=True).start()
    Handler.show, Handler.acts, Handler.hook = staticmethod(show), acts, staticmethod(hook)
    server = Server(("127.0.0.1", int(os.environ.get("PORT", "8080"))), Handler)
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    print(f"http://127.0.0.1:{server.server_port}/?as=mia", flush=True)
    with suppress(KeyboardInterrupt):
        server.serve_forever(0.1)
    stop.set()


def _every(pause: float, call: Callable[[], None], stop: threading.Event) -> None:
    while not stop.wait(pause):
        try:
            call()
        except Exception:
            # The desk is away, or said no: what waits there is asked for again.
            traceback.print_exc()


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    show: Callable[[str], Shown]
    acts: dict[str, Callable[[str, dict], str]]
    hook: Callable[[dict, bytes], None]

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}
        who = asked.get("as", "mia")
        shown = self.show(who)
        if who not in shown.people:
            self.say(404, b"There is nobody of this name.", "text/plain")
        elif url.path == "/":
            self.say(200, html(shown, asked.get("said", "")).encode())
        elif data := shown.photos.get(url.path.removeprefix("/photos/")):
            self.say(200, data, "image/jpeg")
        else:
            self.say(404, b"There is nothing here.", "text/plain")

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > LONGEST:
            self.close_connection = True
            return self.say(413, b"That is too large.", "text/plain")
        body = self.rfile.read(length)
        return self._hook(body) if self.path == "/hook" else self._act(body)

    def _hook(self, body: bytes) -> None:
        try:
            self.hook(dict(self.headers), body)
        except ValueError:
            return self.say(401, b"")
        except Exception:
            traceback.print_exc()
            return self.say(503, b"")
        return self.say(204, b"")

    def _act(self, body: bytes) -> None:
        form = fields(self.headers.get("Content-Type", ""), body)
        who, act = form.get("as", ""), self.acts.get(self.path[1:])
        shown = self.show(who)
        if act is None or who not in shown.people:
            return self.say(404, b"There is nothing here.", "text/plain")
        try:
            said = "You can’t use this account now." if shown.stopped else act(who, form)
        except Exception:
            traceback.print_exc()
            said = "That did not work. Please try again."
        return self.say(303, b"", location=f"/?as={quote(who)}&said={quote(said)}")

    def say(
        self, status: int, body: bytes, kind: str = "text/html; charset=utf-8", location: str = ""
    ) -> None:
        self.send_response(status)
        more = {"Location": location} if location else {}
        for name, word in {**HEADERS, **more, "Content-Type": kind, "Content-Length": str(len(body))}.items():
            self.send_header(name, word)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: an address names who reads."""


def fields(kind: str, body: bytes) -> dict[str, Any]:
    """The fields of a form: texts, and bytes where it is a file."""
    if not kind.startswith("multipart/"):
        return {name: values[0] for name, values in parse_qs(body.decode()).items()}
    whole = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    found = {}
    for part in whole.get_payload():
        name, data = part.get_param("name", header="content-disposition"), part.get_payload(decode=True)
        found[name] = data if part.get_filename() is not None else data.decode()
    return found


def html(shown: Shown, said: str) -> str:
    """The page of one person."""
    others = [one for one in shown.people if one != shown.who]
    people = "".join(f'<a href="/?as={one}">{one.title()}</a> ' for one in others)
    options = "".join(f'<option value="{one}">{one.title()}</option>' for one in others)
    photos = "".join(f'<img src="/photos/{one}?as={shown.who}" alt="{one}">' for one in shown.photos)
    notes = f'<p class="said" role="status">{escape(said)}</p>' if said else ""
    return PAGE.substitute(
        who=shown.who,
        name=shown.who.title(),
        people=people,
        options=options,
        photos=photos or "<p>No pictures yet.</p>",
        notes=notes + _notice(shown.notice) + (STOPPED if shown.stopped else ""),
        messages="".join(_message(one) for one in _once(shown.messages)) or "<p>No messages yet.</p>",
    )


STOPPED = '<p class="note" role="status">You can’t use this account now.</p>'


def _notice(notice: dict[str, Any] | None) -> str:
    if not notice:
        return ""
    title, text, appeal = escape(notice["title"]), escape(notice["text"]), notice.get("appeal")
    way = f"<p>{escape(appeal['text'])}</p>" if appeal else ""
    return f'<section class="note"><h2>{title}</h2><p>{text}</p>{way}</section>'


def _waits(one: Message) -> bool:
    """A message whose words wait until its reader has said that they may come."""
    warned = one.advice.message is not None and one.advice.advice != "inform"
    return warned and one.answer in ("", "talk")


def _once(messages: list[Message]) -> list[Message]:
    """Who writes again before the first warning is answered makes no second one."""
    firsts: dict[str, Message] = {}
    for one in filter(_waits, messages):
        firsts.setdefault(one.by, one)
    return [one for one in messages if not _waits(one) or firsts[one.by] is one]


def _message(one: Message) -> str:
    """A message; until a warning is answered, the warning alone where the advice asks for that."""
    warning, waits = one.advice.message, _waits(one)
    if warning is None or one.answer not in ("", "talk"):
        head, text = f"<h3>{escape(one.by.title())}</h3>", f"<p>{escape(one.text)}</p>"
        return f"<article>{head}{text}{_form(one, {'report': 'Report'})}</article>"
    head = f"<h3>{escape(one.by.title())}{' wants to write to you' if waits else ''}</h3>"
    text = "" if waits else f"<p>{escape(one.text)}</p>"
    words = f"<h4>{escape(warning.title)}</h4><p>{escape(warning.text)}</p>"
    buttons = {each["action"]: each["label"] for each in warning.actions}
    help_ = _help(warning.help) if one.answer == "talk" else ""
    return f'<article class="warning">{head}{text}{words}{help_}{_form(one, buttons)}</article>'


def _help(lines: Any) -> str:
    """Whom one can talk to."""
    rows = [
        f'<a href="tel:{escape(one["phone"].replace(" ", ""))}">'
        f"{escape(one['name'])}, {escape(one['phone'])}</a>"
        f' <a href="{escape(one["url"])}">{escape(urlsplit(one["url"]).netloc.removeprefix("www."))}</a>'
        for one in lines
    ]
    said = '<p role="status">You can talk to:</p>' if rows else ""
    return said + '<ul class="help">' + "".join(f"<li>{row}</li>" for row in rows) + "</ul>"


def _form(one: Message, buttons: dict[str, str]) -> str:
    rows = "".join(
        f'<button name="act" value="{escape(word)}">{escape(label)}</button>'
        for word, label in buttons.items()
    )
    hidden = (
        f'<input type="hidden" name="as" value="{one.to}"><input type="hidden" name="id" value="{one.id}">'
    )
    return f'<form method="post" action="/answer">{hidden}{rows}</form>'
