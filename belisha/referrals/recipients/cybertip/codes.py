"""NCMEC's answers as code and kind: what is well, what is tried again, what needs a person.

Judged by the code in the body; the status of HTTP decides only where no code came.
"""

from dataclasses import dataclass
from datetime import timedelta

from lxml import etree  # type: ignore[import-untyped]  # It has no types and no stubs of its makers.

from belisha.outbound.call import Answer
from belisha.referrals.recipients.channel import Later, Refused

OK = 0
RETRIED = range(1000, 1301)
NO_LOG_IN = 2000
NO_RIGHT = range(3000, 4000)
NOT_TAKEN = range(4000, 5000)
NO_SUCH_REPORT, RETRACTED, FINISHED = 5001, 5101, 5102
LONGEST = 64 * 1024  # bytes of an answer

SENTENCES = {
    "log_in": "NCMEC did not accept the user name and password of its reporting API. Check the settings.",
    "no_right": "NCMEC says that these credentials may not report. Ask NCMEC to enable them.",
    "not_taken": "NCMEC did not take the report as it is written (code {code}). Withdraw it, write it anew"
    " and check its details.",
    "unknown": "NCMEC answered with code {code}, which is not known here. Ask NCMEC what became of it before"
    " anything is sent again.",
    "address": "NCMEC's address answered {code}, which is no answer to a report. Ask NCMEC whether it moved.",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """What NCMEC answered. `code` is None where it was no answer of its API; `report` is 0 without one."""

    code: int | None
    report: int = 0
    status: int = 0
    after: timedelta | None = None


def read(answer: Answer) -> Reply:
    """Read an answer, whatever its status. A stranger's document opens nothing and expands nothing."""
    reply = Reply(code=None, status=answer.status, after=answer.after)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(answer.body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return reply
    if root is None or root.tag not in ("reportResponse", "reportDoneResponse"):
        return reply
    code = _number(root.findtext("responseCode"))
    report = _number(root.findtext("reportId")) or 0
    return Reply(code=code, report=report, status=answer.status, after=answer.after)


def _number(text: str | None) -> int | None:
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def failure(reply: Reply) -> Later | Refused:
    """What follows from an answer that is not the one hoped for."""
    code = reply.code
    if code is None:
        return _without_a_code(reply)
    if code in RETRIED:
        return Later(problem=f"code_{code}", after=reply.after)
    if code == NO_LOG_IN:
        return _refused("log_in", f"code_{code}", line_down=True)
    if code in NO_RIGHT:
        return _refused("no_right", f"code_{code}", line_down=True)
    if code in NOT_TAKEN:
        return _refused("not_taken", f"code_{code}", code=code)
    return _refused("unknown", f"code_{code}", code=code)


def _without_a_code(reply: Reply) -> Later | Refused:
    status = reply.status
    if status == 401:
        return _refused("log_in", "status_401", line_down=True)
    if status == 403:
        return _refused("no_right", "status_403", line_down=True)
    if 300 <= status < 500 and status not in (408, 425, 429):
        return _refused("address", f"status_{status}", line_down=True, code=status)
    return Later(problem="not_understood" if status < 300 else f"status_{status}", after=reply.after)


def _refused(kind: str, problem: str, *, line_down: bool = False, code: int = 0) -> Refused:
    return Refused(problem=problem, words=SENTENCES[kind].format(code=code), line_down=line_down)
