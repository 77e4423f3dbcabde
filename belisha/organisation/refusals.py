"""Why something can't be said of an authority's address now."""

from belisha.refusal import Refusal


class FixedHere(Refusal):
    """{name} can't be changed here: it comes with Belisha. Tell its maintainers what is wrong."""

    # The United Kingdom's authorities, police forces and emergency numbers are read for every release.

    code = "fixed_here"


class WrongAddress(Refusal):
    """{problem}"""

    # Where one field is to blame, the fact `field` names it.
    code = "wrong_address"


class NoAddressToConfirm(Refusal):
    """{name} has no address here that could be confirmed. Look its own page up and enter it as a change."""

    code = "no_address"


class AlreadyConfirmed(Refusal):
    """The address of {name} is confirmed. To say that it is still right, note that you looked at it again."""

    code = "already_confirmed"


class ProposalWaits(Refusal):
    """{who} has proposed an address for {name} already. Confirm that proposal or withdraw it first."""

    code = "proposal_waits"


class ChangeWaits(Refusal):
    """A changed address of {name} waits already. Withdraw it first, or wait until it holds."""

    code = "change_waits"


class SettledMeanwhile(Refusal):
    """This proposal was confirmed or withdrawn meanwhile. Look at the authority's page again."""

    code = "settled_meanwhile"


class ConfirmedAlone(Refusal):
    """You proposed this yourself: a second person who has read the page confirms it."""

    code = "needs_second_person"


class ProposerLeft(Refusal):
    """{who}, who proposed this, may not do so any more. Withdraw it, and propose it yourself."""

    code = "proposer_left"


class OneHand(Refusal):
    """One of you changed the account of the other, and nobody has looked at that yet: it might be one person.
    Have it looked at under changes of staff, or let somebody else confirm this; {who} proposed it."""

    code = "one_hand"


class ShippedChanged(Refusal):
    """The shipped row of {name} has changed since this was proposed: withdraw it, and propose it anew."""

    code = "shipped_changed"


class MayNotChange(Refusal):
    """Only a senior or an administrator may change an address. You may confirm one as shipped."""

    code = "not_allowed"


class CountryHasOne(Refusal):
    """{country} has an authority in the directory: change that one, or say that it is wrong."""

    code = "country_has_one"


class HoldsAlready(Refusal):
    """This address holds already, so it can't be withdrawn. If it is wrong, say so: that counts at once."""

    code = "holds_already"


class AlreadyDoubted(Refusal):
    """Somebody has said already that the address of {name} is wrong. It has to be confirmed first."""

    code = "already_doubted"


class ReadMeanwhile(Refusal):
    """Somebody noted at this moment that they read {name} again. It is done."""

    code = "read_meanwhile"


class ConfirmFirst(Refusal):
    """Nobody has confirmed the address of {name} yet: one person's look is not enough for it."""

    code = "confirm_first"


class ReasonWanted(Refusal):
    """Say in a few words what is wrong, or why."""

    code = "no_reason"


class NoDestination(Refusal):
    """{name} takes no referrals by e-mail from here: {because}"""

    code = "no_destination"


class DestinationWaits(Refusal):
    """{who} has proposed where {name} takes referrals already. Confirm that or withdraw it first."""

    code = "destination_waits"


class ModeSwitchedSince(Refusal):
    """One-person mode was switched on after this was proposed. Withdraw it, and propose it again."""

    code = "mode_switched_since"


class DestinationEnded(Refusal):
    """This was confirmed, withdrawn or closed meanwhile. Look at the page again."""

    code = "destination_ended"


class NotInForce(Refusal):
    """This is not in force: nothing leaves for it. A proposal is withdrawn instead."""

    code = "not_in_force"


class InForce(Refusal):
    """This is in force already. If it is wrong, close it: that counts at once."""

    code = "in_force"
