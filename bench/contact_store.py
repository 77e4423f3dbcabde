"""Programs that run beside a desk that is measured: they fill its store, and write one row at a time."""

COMMON = """
import random, time
from datetime import timedelta
from django.utils import timezone
from belisha.contact.event import Actor, Event, Recipient, Relation
r = random.Random(3)
BANDS = ["adult"] * 13 + ["unknown"] * 2 + ["13_15"] * 3 + ["16_17"] * 2
def contact(actor, recipient, at):
    return Event(
        event=r.choice(["first_message", "connection_request"]), at=at,
        actor=Actor(id=f"account-{actor}", age_band=r.choice(BANDS), account_age_days=r.randrange(900)),
        recipient=Recipient(id=f"account-{recipient}", age_band=r.choice(BANDS), language="en"),
        relation=Relation(connected=False, mutual_connections=r.randrange(4)),
    )
"""

FILL = """
import os, random
from django.db import transaction
from belisha.contact import store
from belisha.contact.naming import sealed
from belisha.contact.pseudonyms import Pseudonyms, key_of_pair, time_of
from django.utils import timezone
from datetime import timedelta
marks, half, now, r = Pseudonyms.of_service(), ACCOUNTS // 2, timezone.now(), random.Random(3)
day = now.date().toordinal() - 719163
for start in range(0, half, 10_000):
    # Each account once; oldest first, as a service tells of them.
    ago = timedelta(minutes=1 + (half - start) / half * 60 * 24 * 20)
    rows, names, counts = [], [], {}
    for n in range(start, start + 10_000):
        actor, recipient = marks.account(f"account-{n}"), marks.account(f"account-{half + n}")
        key = time_of(now - ago + timedelta(milliseconds=n)) + os.urandom(10)
        rows.append(store.Row(key, 0, 0, actor, recipient, r.randrange(1 << 55), b"", b"", 0, False))
        if n % 4 == 0:
            names.append(sealed(actor, f"account-{n}", None, day))
            counts[key_of_pair(actor, recipient)] = store.Count(0, 1, 2, day)
    with transaction.atomic():
        store.write(rows), store.write_names(names), store.write_counts(counts)
"""

BASELINE = (
    COMMON
    + """
from belisha.contact.models import Contact
from belisha.contact.packing import KINDS, pack
from belisha.contact.pseudonyms import Pseudonyms, key_of, milliseconds
marks, began, done = Pseudonyms.of_service(), time.monotonic(), 0
while time.monotonic() - began < SECONDS:
    one = contact(r.randrange(ACCOUNTS), r.randrange(ACCOUNTS), timezone.now())
    actor, recipient = marks.account(one.actor.id), marks.account(one.recipient.id)
    Contact.objects.create(
        key=key_of(one, actor, recipient, b""), received_at=milliseconds(timezone.now()),
        kind=KINDS[one.event], actor=actor, recipient=recipient, facts=pack(one),
        group_digest=b"", place_digest=b"", advice=0, shown=False,
    )
    done += 1
print(done / SECONDS)
"""
)

COUNT = "from belisha.contact.store import count\nprint(count())"

RULES = (
    COMMON
    + """
from belisha.contact.policy import Policy
from belisha.contact.rules import assess
some = [contact(n, n + 1, timezone.now()) for n in range(20_000)]
def judged(seen):
    policy, began = Policy(), time.process_time()
    for one in some:
        assess(one, policy, **seen)
    return (time.process_time() - began) / len(some) * 1e6
from belisha.contact.frequency import Seen
lately = {"seen": Seen(pair_at=timezone.now(), today=2)}
print(min(judged({}) for _ in range(3)), min(judged(lately) for _ in range(3)))
"""
)
