"""What the guide to orders shows works as it says: its 15 lines, and each call by curl."""

import json
import os
import re
import subprocess
from pathlib import Path

from belisha.ledger.record import CONSOLE
from belisha.people.keys import add_key
from tests.enforcement.shipped import added, hold, listening, on, send
from tests.work.channels import configured

__all__ = ["added", "configured", "listening", "on"]
GUIDE = (Path(__file__).parents[2] / "docs" / "guides" / "orders.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


def test_fifteen_lines_verify_what_leaves_and_nothing_else(on):
    service, _ = on()
    service.told.judges_time = True
    made = hold()
    send()
    headers, body = service.told.headers[-1], service.told.bodies[-1]
    told: dict = {}
    exec(blocks("python")[0], told)  # noqa: S102  (our own page)
    told["SECRET"] = service.told.secret
    assert told["checked"](headers, body)["id"] == str(made.id)
    assert told["checked"](headers, body + b" ") is None
    assert told["checked"](headers | {"webhook-timestamp": "1"}, body) is None
    assert len(blocks("python")[0].split("def checked")[1].strip().splitlines()) <= 15


def test_each_call_of_the_guide_answers_as_it_says(committed, desk):
    made, key = hold(), add_key(name="back end", scopes=["orders"], by=CONSOLE)
    environment = os.environ | {"DESK": desk.url, "KEY": key.secret, "ORDER": str(made.id)}
    said = []
    for call in blocks("sh"):
        ran = subprocess.run(["bash", "-c", call], env=environment, capture_output=True, text=True)
        assert ran.returncode == 0, ran.stderr
        said.append(json.loads(ran.stdout))
    page, one, done, refused = said
    assert [order["id"] for order in page["orders"]] == [str(made.id)]
    assert (one["kind"], one["target"]["id"], done["state"]) == ("hold", "item-1", "done")
    assert refused["code"] == "order_answered"
