"""What the outside did not take."""


class NotSent(Exception):
    """It did not arrive; `problem` is a short word for the reason that names nobody and no address."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(problem)
