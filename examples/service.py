"""A chat service that screens uploads, takes reports, warns children of strangers and obeys its desk.

It believes whoever says who they are (?as=mia) and keeps everything in memory: an example, no service.
How to run it: README.md. Pages and forms, without a word of Belisha: web.py.
"""

import os
from datetime import UTC, datetime
from hashlib import sha256
from itertools import count

from web import Message, Shown, answered, serve

from belisha.client import Advice, Client, Order, verify_webhook

AGES = {"mia": "13_15", "leo": "13_15", "robin": "adult"}
friends, blocked, unseen = {frozenset(("mia", "leo"))}, set(), set()  # unseen: no desk has judged it yet
photos, messages, notices, in_force, number = {}, [], {}, {}, count(1)  # in_force: orders, by their id
desk = Client(os.environ["DESK_URL"], os.environ["DESK_KEY"])


def stopped(target: str) -> bool:
    orders = {order.kind for order in list(in_force.values()) if order.target_id == target}
    return target in unseen or bool(orders & {"hold", "remove", "restrict", "suspend"})


def upload(who: str, form: dict) -> str:
    photo = f"photo-{next(number)}"
    unseen.add(photo)  # No answer is no permission: where the next lines raise, it stays out of sight.
    photos[photo] = (who, form["file"])
    if not desk.screen(form["file"], id=photo, account=who).held:
        unseen.discard(photo)
    return "Thank you. Your picture appears once it has been checked."


def assess(event: str, who: str, whom: str) -> Advice:
    actor, recipient = ({"id": one, "age_band": AGES[one]} for one in (who, whom))
    about = {"relation": {"connected": frozenset((who, whom)) in friends}, "at": datetime.now(UTC)}
    return desk.assess({"event": event, "actor": actor, "recipient": recipient, **about})


def write(who: str, form: dict) -> str:
    if frozenset((who, to := form["to"])) not in blocked:
        messages.append(Message(who, to, form["text"], assess("first_message", who, to)))
    return "Sent."


def answer(who: str, form: dict) -> str:
    message = next(one for one in messages if (one.id, one.to) == (form["id"], who))
    theirs = answered(messages, message, act := form["act"])
    if act in ("accept", "block"):
        (friends if act == "accept" else blocked).add(frozenset((who, message.by)))
        assess("connection_accepted" if act == "accept" else act, who, message.by)
    if act == "report":
        accounts = [{"id": message.by, "role": "suspect"}, {"id": who, "role": "child"}]
        said = {"what_happened": "By a button.", "conversation": [one.said for one in theirs]}
        desk.report(source="user", concerns=["grooming"], danger_now="unknown", accounts=accounts, **said)
    return "Thank you for telling us." if act == "report" else ""


def obey(order: Order) -> None:
    owner, data = photos.get(order.target_id, (order.target_id, b""))
    notices[owner] = order.notice or notices.get(owner)
    if order.state in ("due", "delivered"):
        in_force.pop(order.undoes, None) if order.undoes else in_force.update({order.id: order})
        unseen.discard(order.target_id)
        kept = [{"locator": f"memory/{order.target_id}", "sha256": sha256(data).hexdigest()}]
        desk.done(order.id, kept=kept if order.kind == "preserve" else ())


def hook(headers: dict, body: bytes) -> None:
    event = verify_webhook(os.environ["DESK_WEBHOOK_SECRET"], headers, body)
    if event.type != "endpoint.test":
        obey(desk.order(event.id))


def poll() -> None:
    for order in desk.orders():
        obey(order)


def show(who: str) -> Shown:
    mine = [one for one in messages if one.to == who and one.answer not in ("block", "ignore", "report")]
    seen = {one: photos[one][1] for one in list(photos) if not stopped(one)}
    return Shown(who, list(AGES), seen, mine, notices.get(who), stopped(who))


if __name__ == "__main__":
    serve(show, {"upload": upload, "write": write, "answer": answer}, hook, poll)
