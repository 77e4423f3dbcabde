"""When a decision needs a second person, and who may decide.

These are the desk's own rules: no law in the directory asks for a second person. What comes from outside is
the order, danger first (gov.uk, general guidance: 999), hence nothing here stands before an `immediate` case.
"""

REFER = "refer"
NO_ACTION = "no_action"
IMMEDIATE = 1

CATEGORIES = ("grooming", "coercion", "indecent_images", "child_safety", "other")
"""A decision's category is one of the concern words of a report."""


def needs_second_person(
    *, outcome: str, priority: int, child_suspect: bool, one_person_mode: bool, lowered: bool = False
) -> bool:
    """Does this decision wait for a second person before it is in force?

    A child as suspect changes who decides (`may_decide`), not whether somebody confirms. `lowered`: a person
    set the priority by hand, so that closing the case alone could get round the rule for `immediate`.
    """
    return asks_for_two(outcome=outcome, priority=priority, lowered=lowered) and not one_person_mode


def asks_for_two(*, outcome: str, priority: int, lowered: bool = False) -> bool:
    """Would two people be asked for, in a desk that has them?"""
    immediate = priority == IMMEDIATE
    return not immediate if outcome == REFER else immediate or lowered


def wants_second_look(*, outcome: str, priority: int, one_person_mode: bool) -> bool:
    """Is what was done alone looked at afterwards? Referring an `immediate` case is; it never waits."""
    return outcome == REFER and priority == IMMEDIATE and not one_person_mode


def may_decide(*, child_suspect: bool, decides_child_suspect: bool) -> bool:
    """Where the suspect may be a child, a senior decides; otherwise any reviewer."""
    return decides_child_suspect or not child_suspect


def may_rest_on(*, state: str, outcome: str, confirmed: bool, one_person_mode: bool, priority: int) -> bool:
    """May a referral be released on this decision, as the case stands now?

    An `immediate` case waits for nobody, not even for the second person of a decision made when it was less
    pressing. A case that has become less pressing waits for the second person whom it now needs.
    """
    if outcome != REFER or state not in ("proposed", "final"):
        return False
    return priority == IMMEDIATE or (state == "final" and (confirmed or one_person_mode))


DANGER_NOW_AUTHORITIES = ("emergency", "police:")
"""Who may be told of an `immediate` case before a senior has decided about a child as suspect."""


def may_be_told_first(authority: str) -> bool:
    """Is this somebody who is told in danger now, whoever the suspect is?"""
    return authority.startswith(DANGER_NOW_AUTHORITIES)
