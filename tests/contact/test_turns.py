"""Threads that come at once share one go, and each gets its own answer."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from belisha.contact.turns import Turns

pytestmark = pytest.mark.pure


class Slow:
    """Doubles numbers; its first go waits until it may end, so that all others wait for it."""

    def __init__(self):
        self.goes, self.began, self.may_end = [], Event(), Event()

    def __call__(self, numbers):
        self.goes.append(list(numbers))
        self.began.set()
        self.may_end.wait(20)
        if -1 in numbers:
            raise RuntimeError("not -1")
        return [2 * number for number in numbers]


def at_once(turns, act, parts):
    """What each thread is answered; the first is under way before the others come."""
    with ThreadPoolExecutor(len(parts)) as pool:
        first = pool.submit(turns.do, parts[0])
        act.began.wait(20)
        others = [pool.submit(turns.do, part) for part in parts[1:]]
        while len(turns._waiting) < len(others):
            pass
        act.may_end.set()
        return [one.exception() or one.result() for one in (first, *others)]


def test_who_waits_shares_the_next_go_and_gets_the_own_answer():
    act = Slow()
    answers = at_once(Turns(act, 10), act, [[1], [2], [3, 4], [5]])
    assert answers == [[2], [4], [6, 8], [10]]
    assert len(act.goes) == 2


def test_a_go_that_fails_fails_for_all_that_shared_it_and_for_nobody_else():
    act = Slow()
    answers = at_once(Turns(act, 10), act, [[1], [-1], [3]])
    assert answers[0] == [2]
    assert [type(answer) for answer in answers[1:]] == [RuntimeError, RuntimeError]


def test_much_is_done_in_slices_between_which_others_have_their_turn():
    act = Slow()
    answers = at_once(Turns(act, 2), act, [[1, 2, 3, 4], [5], [6]])
    assert answers == [[2, 4, 6, 8], [10], [12]]
    assert act.goes == [[1, 2], act.goes[1], [3, 4]]
    assert sorted(act.goes[1]) == [5, 6]
