"""One question, one answer: page, API, command line and a case's panel say what the package says.

Every row of scenarios.toml goes through every door; a failure names the rows and what differs.
"""

import json
import re
import tomllib
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.template.loader import render_to_string
from lxml import html
from typer.testing import CliRunner

from belisha.jobs.cli import app
from belisha.routing import parse_facts, route
from belisha.routing.link import to_link
from belisha.web.desk.who_to_tell import who_to_tell

ROWS = tomllib.loads((Path(__file__).parent / "scenarios.toml").read_text(encoding="utf-8"))["scenario"]
ANSWER_PAGE = "/where-to-report/answer/"


def plain(value):
    """A value as JSON has it: times as text."""
    return json.loads(json.dumps(value, default=datetime.isoformat))


def differing(ask, seen_in):
    """The rows in which a door says something else than the package, each with both answers."""
    found = {}
    for row in ROWS:
        expected, said = seen_in(route(row["facts"])), ask(row["facts"])
        if said != expected:
            found[row["situation"]] = {"the package": expected, "this door": said}
    return found


def whole(found):
    return plain(found.as_json())


def test_the_command_line_says_what_the_package_says():
    runner = CliRunner()

    def ask(facts):
        result = runner.invoke(app, ["route", "-", "--json"], input=json.dumps(plain(facts)))
        return json.loads(result.stdout) if result.exit_code == 0 else result.stderr

    assert differing(ask, whole) == {}


STEP = re.compile(r"^(\d+)\. (.*): (now|promptly|in time)( \(confirm first\))?$", re.MULTILINE)
LINE = re.compile(r"(?<=Somebody to talk to:\n).*?(?=\n\n)", re.DOTALL)


def test_the_words_of_the_command_line_say_what_the_package_says():
    runner = CliRunner()

    def ask(facts):
        words = runner.invoke(app, ["route", "-"], input=json.dumps(plain(facts))).stdout
        steps = [(int(order), name, bool(flag)) for order, name, _, flag in STEP.findall(words)]
        helping = [line.removeprefix("- ") for block in LINE.findall(words) for line in block.split("\n")]
        return {"steps": steps, "help": [line.partition(": ")[0] for line in helping]}

    def in_words(found):
        steps = [
            (step.order, step.authority.name, not step.confirmed and step.authority.id != "emergency")
            for step in found.steps
        ]
        return {"steps": steps, "help": [one.name for one in found.help]}

    assert differing(ask, in_words) == {}


def test_the_api_says_what_the_package_says(client):
    from belisha.ledger.record import SYSTEM
    from belisha.people.keys import add_key

    key = add_key(name="back end", scopes=["read"], by=SYSTEM).secret

    def ask(facts):
        body, headers = json.dumps(plain(facts)), {"Authorization": f"Bearer {key}"}
        return client.post("/api/v1/routes", body, content_type="application/json", headers=headers).json()

    assert differing(ask, whole) == {}


def digits(phone):
    return re.sub("[^0-9+]", "", phone or "")


def shown(found):
    """What every page must show of an answer: authorities in order, contacts once confirmed, and help."""
    steps = [
        (
            step.authority.id,
            digits(step.contact.phone) if step.confirmed else "",
            (step.contact.url or "") if step.confirmed and step.authority.id != "emergency" else "",
        )
        for step in found.steps
    ]
    return {"steps": steps, "help": [(one.name, digits(one.phone), one.url or "") for one in found.help]}


def read_from(page):
    """The same, read off the public page."""
    steps, helping = page.xpath("//*[@data-authority]"), page.xpath("//*[@data-help]")
    return {
        "steps": [(step.get("data-authority"), *contact_in(step)) for step in steps],
        "help": [(one.get("data-help"), *contact_in(one)) for one in helping],
    }


def contact_in(part):
    # What the caller's own country has for an emergency is no part of the step, which names the child's.
    links = part.xpath(".//a[not(ancestor::cite) and not(@data-callers)]/@href")
    phones = [digits(link) for link in links if link.startswith("tel:")]
    pages = [link for link in links if link.startswith("http")]
    return next(iter(phones), ""), next(iter(pages), "")


def test_the_public_page_says_what_the_package_says(client):
    def ask(facts):
        address = f"{ANSWER_PAGE}?{urlencode(to_link(parse_facts(facts)))}"
        return read_from(html.fromstring(client.get(address).content.decode()))

    assert differing(ask, shown) == {}


class Everything:
    """The permissions of somebody who may do everything."""

    def __getitem__(self, name):
        return self


def read_off_panel(page):
    """The same as the package's answer, with the tag of every step that is to be confirmed first."""
    steps = [
        (step.get("data-authority"), *(part or "" for part in contact_in(contact)), "Confirm first" in text)
        for step in page.xpath("//li[@data-authority]")
        for contact in [next(iter(step.xpath("./p[contains(@class, '__contact')]")), html.Element("p"))]
        for text in [step.text_content()]
    ]
    return {
        "steps": steps,
        "help": [(one.get("data-help"), *contact_in(one)) for one in page.xpath("//*[@data-help]")],
        "would change": [
            " ".join(one.text_content().split()) for one in page.xpath("//details/div/ul/li[not(@*)]")
        ],
    }


def on_the_panel(found):
    steps = [
        (
            step.authority.id,
            digits(step.contact.phone) if step.confirmed else "",
            step.contact.url or "",
            not step.confirmed and step.authority.id != "emergency",
        )
        for step in found.steps
    ]
    helping = [(one.name, digits(one.phone), one.url or "") for one in found.help]
    return {"steps": steps, "help": helping, "would change": list(found.would_change)}


@pytest.mark.pure
def test_the_panel_of_a_case_says_what_the_package_says():
    def ask(facts):
        context = {"who": who_to_tell(route(facts), date(2026, 11, 22)), "perms": Everything()}
        parts = (render_to_string(f"desk/{name}.html", context) for name in ("_steps", "_help_and_changes"))
        return read_off_panel(html.fromstring(f"<div>{''.join(parts)}</div>"))

    assert differing(ask, on_the_panel) == {}
