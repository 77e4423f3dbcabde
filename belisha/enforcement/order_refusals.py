"""Why an order is not made, not answered or not undone, in words."""

from typing import ClassVar

from belisha.refusal import Refusal


class WrongOrder(Refusal):
    """“{kind}” is nothing that can be ordered of an {target}. What can be: {kinds}."""

    code = "wrong_order"


class NoTarget(Refusal):
    """Say which item or account it is about: by the service’s own id."""

    code = "no_target"


class StandsAlready(Refusal):
    """{order} stands already: {kind}, {state}, of {made_at}. Reverse it first, if it is to change."""

    code = "order_stands"


class NeedsDecision(Refusal):
    """Only a decision in force, or an appeal, allows this. Before that, content can be held and preserved."""

    code = "needs_decision"


class OrderThere(Refusal):
    """Case {case} was merged into {into}. Order it there."""

    code = "order_there"


class SeniorOrders(Refusal):
    """A child may be the suspect in case {case}: a senior says what is done to an account."""

    code = "senior_orders"


class CannotBeUndone(Refusal):
    """{what} can’t be undone: {why}"""

    code = "cannot_be_undone"


class ReversedAlready(Refusal):
    """{order} is being reversed, or was: {by}."""

    code = "reversed_already"


class NothingToGiveUp(Refusal):
    """{order} is {state}: there is nothing to give up."""

    code = "nothing_to_give_up"


class NoReason(Refusal):
    """Say why. The reason is kept with the order."""

    code = "no_reason"
    field: ClassVar[str] = "reason"


class OrderAnswered(Refusal):
    """The service said already that this order is {state}. That can’t be changed; a person is told of it."""

    code = "order_answered"


class OrderOver(Refusal):
    """This order is {state}: nothing is to be done for it."""

    code = "order_over"


class ClockAhead(Refusal):
    """“at” lies more than 5 minutes in the future by this desk’s clock ({now}). Set the service’s clock."""

    code = "clock_ahead"
    field: ClassVar[str] = "at"


class NotProposed(Refusal):
    """What is ordered must fit the decision. Look at the orders again, and tick what is right."""

    code = "wrong_orders"
