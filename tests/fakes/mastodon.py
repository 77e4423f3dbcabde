"""Mastodon's admin interface on this machine, as documented, with accounts that it remembers."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

TOKEN = "a-token-of-these-tests"
MARKS = {"suspend": "suspended", "silence": "silenced", "disable": "disabled", "sensitive": "sensitized"}
PATH = re.compile(r"/api/v1/admin/accounts(?:/(?P<id>\w+)(?:/(?P<act>\w+))?)?(?:\?.*)?")


@dataclass
class Site:
    """What it remembers of its accounts and its strikes, and how it fails: `fails` are its next answers."""

    accounts: dict[str, dict[str, Any]] = field(default_factory=dict)
    strikes: list[dict[str, str]] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    fails: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    forgets: bool = False  # it says 200 and does nothing

    def add(self, *ids: str) -> None:
        for one in ids:
            self.accounts[one] = {"id": one, **dict.fromkeys(MARKS.values(), False)}


class Handler(BaseHTTPRequestHandler):
    """Answers as the pages on admin/accounts say."""

    server: Server

    def do_GET(self) -> None:
        self._answered("GET")

    def do_POST(self) -> None:
        self._answered("POST")

    def _answered(self, method: str) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        form = {name: one[0] for name, one in parse_qs(self.rfile.read(length).decode()).items()}
        site = self.server.site
        site.calls.append(f"{method} {self.path}")
        if site.fails:
            status, headers = site.fails.pop(0)
            return self._say(status, {"error": "not now"}, headers)
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            return self._say(403, {"error": "This action is not allowed"})
        return self._acted(method, PATH.fullmatch(self.path), form)

    def _acted(self, method: str, found: re.Match[str] | None, form: dict[str, str]) -> None:
        site = self.server.site
        if found is None:
            return self._say(404, {"error": "Record not found"})
        if found["id"] is None:
            return self._say(200, list(site.accounts.values()))
        account = site.accounts.get(found["id"])
        if account is None:
            return self._say(404, {"error": "Record not found"})
        if method == "GET":
            return self._say(200, account)
        return self._act(account, str(found["act"]), form)

    def _act(self, account: dict[str, Any], act: str, form: dict[str, str]) -> None:
        site = self.server.site
        if act == "action":
            if form.get("type") not in {"none", *MARKS}:
                return self._say(422, {"error": "Record invalid"})
            site.strikes.append(form)
            if form["type"] in MARKS and not site.forgets:
                account[MARKS[form["type"]]] = True
            return self._say(200, {})
        if act not in ("unsuspend", "unsilence"):
            return self._say(404, {"error": "Record not found"})
        mark = MARKS[act.removeprefix("un")]
        if act == "unsuspend" and not account[mark]:
            return self._say(403, {"error": "This action is not allowed"})
        account[mark] = False
        return self._say(200, account)

    def _say(self, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
        written = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(written)))
        self.end_headers()
        self.wfile.write(written)

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""


class Server(ThreadingHTTPServer):
    """One site."""

    daemon_threads = True

    def __init__(self, site: Site, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.site = site

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"
