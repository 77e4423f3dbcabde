"""How much one file may cost: every bound that is given to a decoder, or checked before one."""

from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What reading one file may cost.

    `seconds`: from the question to the answer, waiting included; also the processor time of one task.
    `memory`: bytes that may be resident in the process that reads it, the interpreter and the file included.
    `waiting`: bytes of all files that are held at once, waiting ones included.
    """

    seconds: float = 10.0
    memory: int = 512 * MIB
    waiting: int = 512 * MIB

    @property
    def patience(self) -> float:
        """Seconds that a file waits for a worker; what is left of its time is enough for any honest one."""
        return self.seconds / 2


MAX_BYTES = 64 * MIB
"""The largest file that is read."""

MAX_ANSWER = 4 * MIB
"""Bytes of a worker's answer. The fingerprints of a video of an hour stay under a tenth of it."""
