"""Who works at the invented service, and how to sign in as them."""

from dataclasses import dataclass

PASSWORD = "amber-beacon-demo"  # noqa: S105  (printed on purpose: a demo holds invented data only)
API_KEY = "belisha_demokey00000_only-for-the-demo-on-this-machine"


@dataclass(frozen=True)
class Person:
    """One invented member of staff."""

    email: str
    name: str
    role: str
    sees: str


PEOPLE = (
    Person("rosa@demo.example", "Rosa Field", "moderator", "the queue and her cases"),
    Person(
        "tariq@demo.example",
        "Tariq Lind",
        "senior",
        "the same, decides where a child is the suspect, the rota",
    ),
    Person("lena@demo.example", "Lena Moss", "list_officer", "lists, what they matched, and tasks"),
    Person("noor@demo.example", "Noor Hale", "analyst", "figures"),
    Person("ana@demo.example", "Ana Brook", "auditor", "the ledger, no case"),
    Person("adam@demo.example", "Adam Stone", "administrator", "staff, keys, organisation, rota, no case"),
)


def logins() -> str:
    """The logins, as the console prints them."""
    width = max(len(person.email) for person in PEOPLE)
    lines = [f"  {person.email:{width}}  {person.role:13}  {person.sees}" for person in PEOPLE]
    return "\n".join(
        [
            f"This is a demo with invented data. Sign in with the password {PASSWORD} as:",
            *lines,
            f"API key: {API_KEY}",
        ]
    )
