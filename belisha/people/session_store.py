"""Sessions at rest: sealed, found by a digest of the cookie, and over when they are idle or too old."""

import json
import time
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from belisha.people.models import DeskSession
from belisha.vault.seal import CannotOpen, Erased

SIGNED_IN_AT, BROWSER = "signed_in_at", "browser"
CAME_BY = "came_by_sign_on"  # in the session of whoever came through the provider
SEEN_EVERY = timedelta(minutes=1)  # a write at each request would cost more than most requests
IDLE, TOO_OLD = "idle", "too old"


def session_id(session_key: str) -> UUID:
    """Under which number a session is kept: half of SHA-256 of what the cookie holds."""
    return UUID(bytes=sha256(b"belisha session\0" + session_key.encode()).digest()[:16])


def idle_after() -> timedelta:
    return timedelta(minutes=settings.BELISHA.session_idle_minutes)


class SessionStore(SessionBase):
    """Django's store of one session. `ended` says why the one that a cookie names is over."""

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self.ended = ""
        self._row: DeskSession | None = None

    def load(self) -> dict[str, Any]:
        row = DeskSession.objects.filter(pk=session_id(str(self.session_key))).first()
        data = None if row is None else self._opened(row)
        if row is None or data is None:
            self._session_key = None
            return {}
        self._row = row
        return data

    def _opened(self, row: DeskSession) -> dict[str, Any] | None:
        if over := _over(row, timezone.now()):
            self.ended = over if row.person_id else ""
            row.delete()
            return None
        try:
            data: dict[str, Any] = json.loads(row.data)
        except (CannotOpen, Erased):
            return None
        return data

    def touch(self) -> None:
        """Note that this session is in use."""
        now = timezone.now()
        if self._row is not None and now - self._row.last_seen_at > SEEN_EVERY:
            DeskSession.objects.filter(pk=self._row.pk).update(last_seen_at=now)

    def exists(self, session_key: str) -> bool:
        return DeskSession.objects.filter(pk=session_id(session_key)).exists()

    def create(self) -> None:
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]  # Django's own
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:
        if self.session_key is None:
            return self.create()
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]  # Django's own
        row = self._filled(data, must_create)
        try:
            with transaction.atomic():
                row.save(force_insert=row is not self._row, force_update=row is self._row)
        except IntegrityError as problem:
            raise (CreateError if must_create else UpdateError) from problem
        except DatabaseError as problem:
            if must_create:
                raise
            # Ended in another window while this request ran: nothing may bring it back.
            raise UpdateError from problem
        self._row = row

    def _filled(self, data: dict[str, Any], new: bool) -> DeskSession:
        row, now = self._row, timezone.now()
        if new or row is None:
            # Loaded and found to be over, it has no key any more: it is another session then.
            row = DeskSession(id=session_id(self._get_or_create_session_key()), since=now)  # type: ignore[attr-defined]
        # A key that is changed for a new password doesn't make the session young again.
        row.since = datetime.fromtimestamp(data.get(SIGNED_IN_AT) or row.since.timestamp(), UTC)
        row.ends_at = row.since + timedelta(seconds=settings.SESSION_COOKIE_AGE)
        row.last_seen_at = now
        row.person_id = data.get(SESSION_KEY)
        row.browser = str(data.get(BROWSER, ""))
        row.data = json.dumps(data, separators=(",", ":")).encode()
        return row

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            DeskSession.objects.filter(pk=session_id(key)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        forget_ended()


def begin(session: SessionBase, browser: str) -> None:
    """Note in a session when, and with which browser, somebody signed in."""
    session[SIGNED_IN_AT], session[BROWSER] = time.time(), browser


def forget_ended() -> int:
    """Delete what is idle or too old; return how many."""
    now = timezone.now()
    late = DeskSession.objects.filter(ends_at__lte=now) | DeskSession.objects.filter(
        last_seen_at__lte=now - idle_after()
    )
    return late.delete()[0]


def _over(row: DeskSession, now: datetime) -> str:
    """Why a session is over, or nothing."""
    if row.ends_at <= now:
        return TOO_OLD
    return IDLE if row.last_seen_at + idle_after() <= now else ""
