"""What the outside did not take."""

from datetime import timedelta


class NotSent(Exception):
    """It did not arrive; `problem` is a short word for the reason that names nobody and no address.

    `after` is how long the receiver asked to be left alone, where it said so; `status` what it had answered
    before the rest failed, 0 where nothing.
    """

    def __init__(self, problem: str, *, after: timedelta | None = None, status: int = 0) -> None:
        self.problem, self.after, self.status = problem, after, status
        super().__init__(problem)
