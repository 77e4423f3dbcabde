"""Why a referral can't go on now."""

from belisha.refusal import Refusal


class NotSetUp(Refusal):
    """Nobody has said yet who runs this desk. An administrator sets the organisation up first."""

    code = "not_set_up"


class NotImmediate(Refusal):
    """Case {case} is not immediate: decide it first, then its referrals are drafted."""

    code = "not_immediate"


class NotADraft(Refusal):
    """Referral {number} is {state}, so that can't be done any more."""

    code = "not_a_draft"


class NotReleased(Refusal):
    """Referral {number} is {state}: release it first, then note how it was told."""

    code = "not_released"


class ConfirmAddressFirst(Refusal):
    """Nobody has confirmed how {authority} takes such reports, so {number} can't be released. {how}"""

    code = "confirm_address_first"


class AddressChanged(Refusal):
    """The address of {authority} has changed since {number} was drafted: write it anew, then look at it."""

    code = "address_changed"


class NeedsSecondPerson(Refusal):
    """The decision on case {case} waits for a second person before referral {number} can be released."""

    code = "needs_second_person"


class NoDecision(Refusal):
    """There is no decision to refer case {case}, so referral {number} can't be released."""

    code = "no_decision"


class NotOnTheRoute(Refusal):
    """As things stand {authority} is not to be told: {because} To release it all the same, say why."""

    code = "not_on_the_route"


class GuardRefused(Refusal):
    """The guard stopped referral {number}: {problem}. It is held until that is mended."""

    code = "guard_refused"


class NotReady(GuardRefused):
    """Referral {number} can't leave as it stands: {problem}. It is held until that is mended."""

    code = "not_ready"


class ChangedMeanwhile(Refusal):
    """Referral {number} was changed while it was being made ready. Look at it again, then release it."""

    code = "changed_meanwhile"


class AlreadyTold(Refusal):
    """{authority} has been told already. Tell them what has changed, then close referral {number}."""

    code = "already_told"


class NotOnItsWay(Refusal):
    """Referral {number} is not on its way, so there is nothing to try again or to leave to a person."""

    code = "not_on_its_way"


class WayChanged(Refusal):
    """{authority} is reached elsewhere now: tell them by hand, or withdraw {number} and release a new one."""

    code = "way_changed"


class WrongTime(Refusal):
    """A delivery can't lie in the future, nor before the release."""

    code = "wrong_time"


class WrongChannel(Refusal):
    """A delivery's channel is one of {channels}."""

    code = "wrong_channel"


class NotAFiler(Refusal):
    """The NCA knows {names} as the people who file for this organisation: one of them notes it here."""

    code = "not_a_filer"


class NotDeclared(Refusal):
    """Not every point of the declaration is ticked yet: {left} to go. What can't be ticked, don't declare."""

    code = "not_declared"


class AlreadyReported(Refusal):
    """What referral {number} is about was reported already: {earlier}. To report it again, say why."""

    code = "already_reported"


class NotToldYet(Refusal):
    """{authority} was not told of referral {number} yet: change the draft, or withdraw it."""

    code = "not_told_yet"


class NoSuchQuestion(Refusal):
    """This is not open any more: somebody answered it, or it asked for nothing."""

    code = "not_open"


class WrongOutcome(Refusal):
    """What came of it is one of {outcomes}, and is said of nothing else."""

    code = "wrong_outcome"


class WrongClock(Refusal):
    """The new time lies after now, and no more than 90 days ahead."""

    code = "wrong_clock"


class NothingNew(Refusal):
    """Nothing has joined the case since {authority} was told of it. Say what is new in your own words."""

    code = "nothing_new"


class OneAtATime(Refusal):
    """Referral {number} is being written already: release or withdraw it first."""

    code = "one_at_a_time"


class NotSilent(Refusal):
    """This is lifted already, or its time is over."""

    code = "not_silent"


class ReasonMissing(Refusal):
    """Say why, in a sentence."""

    code = "no_reason"


class NoLetter(Refusal):
    """No letter of this desk is known by that, or nothing is to be said of it any more."""

    code = "no_letter"


class AlarmGone(Refusal):
    """What was called a false alarm in referral {number} isn't there any more. Look at it again."""

    code = "alarm_gone"


class AlarmStands(Refusal):
    """What the guard found in referral {number} can't be called a false alarm: only a run in free text can,
    that it has read and that is no media. Edit the text."""

    code = "alarm_stands"


class AlarmSaidAlready(Refusal):
    """Somebody has called this a false alarm already. A second person releases referral {number}."""

    code = "alarm_said_already"


class NeedsAnotherForAlarm(Refusal):
    """You called this a false alarm yourself: a second person looks at it and releases referral {number}."""

    code = "needs_second_person"
