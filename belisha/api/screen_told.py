"""After each answer: what the monitoring counts, and what the watch for probing remembers."""

from collections import Counter
from collections.abc import Mapping
from time import perf_counter

from belisha.intake.keep_held import UploadAnswer
from belisha.screening.metrics import Door, answered


def tell(door: Door, asked: int, answers: Mapping[int, UploadAnswer], *, began: float) -> None:
    """Count a request that was answered; `answers` by place, of what is held."""
    verdicts = Counter(one.verdict for one in answers.values())
    verdicts["no_match"] += asked - len(answers)
    reasons = [one.reason for one in answers.values() if one.reason]
    answered(door, verdicts=verdicts, seconds=perf_counter() - began, reasons=reasons)
