"""The calls of NCMEC's reporting API that a report without files needs. There is none for files."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from belisha.outbound.call import Answer, call
from belisha.referrals.recipients.channel import Reach
from belisha.referrals.recipients.cybertip.codes import LONGEST, Reply, read

XML = {"Content-Type": "text/xml; charset=UTF-8"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
WITHIN = {"status": 15.0, "submit": 60.0, "finish": 60.0, "retract": 30.0, "xsd": 30.0}
"""Seconds for each call, from the look-up to the last byte."""
LONGEST_SCHEMA = 4_000_000  # bytes


@dataclass(frozen=True, kw_only=True)
class Api:
    """One environment, with its credentials. Every call raises NotSent where no answer came."""

    url: str
    login: tuple[str, str] = field(repr=False)

    @classmethod
    def at(cls, reach: Reach) -> "Api":
        """The environment that is configured."""
        return cls(url=reach.where, login=(reach.secrets["user"], reach.secrets["password"]))

    def status(self) -> Reply:
        """Are they there, and do they know us?"""
        return read(self._call("GET", "status"))

    def submit(self, document: bytes) -> Reply:
        """Open a report. There is no key by which they would tell a repeat."""
        return read(self._call("POST", "submit", document, XML))

    def finish(self, report: int) -> Reply:
        """File an open report; it can't be taken back."""
        return read(self._call("POST", "finish", _form(report), FORM))

    def retract(self, report: int) -> Reply:
        """Take back a report that was not finished."""
        return read(self._call("POST", "retract", _form(report), FORM))

    def xsd(self) -> bytes:
        """The schema that holds now. Raises NotSent."""
        return self._call("GET", "xsd", longest=LONGEST_SCHEMA).require_success().body

    def _call(
        self,
        method: str,
        step: str,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
        longest: int = LONGEST,
    ) -> Answer:
        return call(
            method,
            f"{self.url}/{step}",
            body=body,
            headers=headers or {},
            login=self.login,
            longest=longest,
            within=WITHIN[step],
        )


def _form(report: int) -> bytes:
    return urlencode({"id": report}).encode()
