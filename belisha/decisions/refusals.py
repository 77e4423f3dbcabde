"""Why a decision can't be made or changed now."""

from belisha.refusal import Refusal


class AlreadyDecided(Refusal):
    """Case {case} has a decision. To change it, reopen it with a reason."""

    code = "already_decided"


class CaseNotOpen(Refusal):
    """Case {case} is {state}: there is nothing to decide."""

    code = "case_not_open"


class WithSomebodyElse(Refusal):
    """Case {case} is with {owner}. Ask them to decide it or to hand it back."""

    code = "with_somebody_else"


class SeniorDecides(Refusal):
    """A child may be the suspect in case {case}: a senior decides. In danger now, call first."""

    code = "senior_decides"


class OwnDecision(Refusal):
    """You made this decision, so somebody else confirms it."""

    code = "own_decision"


class NothingToConfirm(Refusal):
    """This decision doesn't wait for a second person any more."""

    code = "not_waiting"


class NothingToReopen(Refusal):
    """Case {case} has no decision that could be reopened."""

    code = "no_decision"


class ReasonMissing(Refusal):
    """Say why, in a sentence."""

    code = "no_reason"


class WrongJudgement(Refusal):
    """{field}: {problem}."""

    code = "wrong_judgement"


class OwnCall(Refusal):
    """You made this call, so somebody else looks at it."""

    code = "own_call"


class AlreadyLookedAt(Refusal):
    """Somebody has looked at this call already."""

    code = "already_looked_at"


class NoViewer(Refusal):
    """This item can't be opened: {problem}."""

    code = "no_viewer"
