"""A desk keeps an administrator, even where two shut each other out at one moment."""

import pytest

from belisha.people.models import Staff
from belisha.people.roles import Role
from belisha.people.staff import LastAdministrator, change_roles, shut_out
from tests.committed import together


def end(how, person, by):
    if how == "shut out":
        return shut_out(person_id=person.id, by=by)
    return change_roles(person_id=person.id, roles=["auditor"], by=by)


@pytest.mark.parametrize("hows", [["shut out"] * 2, ["shut out", "roles"]])
def test_the_last_two_administrators_cannot_end_each_others_work_at_once(committed, person, hows):
    for number in range(6):
        Staff.objects.update(is_active=False)
        a, b = person(f"A{number}", Role.ADMINISTRATOR), person(f"B{number}", Role.ADMINISTRATOR)
        acts = [(hows[0], a, b), (hows[1], b, a)]
        answers = together(lambda n: end(*acts[n]), 2)  # noqa: B023
        assert sorted(type(answer) for answer in answers if isinstance(answer, Exception)) == [
            LastAdministrator
        ]
        left = Staff.objects.filter(is_active=True)
        assert [person.roles for person in left if Role.ADMINISTRATOR in person.roles] == [["administrator"]]
