"""Sending alerts: each row is leased to one worker, sent outside any transaction, tried again with pauses.

A worker that is killed after a message was handed in, before that was noted, leaves a row that is sent again;
the message then carries the same identifier, by which the receiver can tell.
"""

import json
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from standardwebhooks.webhooks import EmptyWebhookSecretError, Webhook

from belisha.ledger.record import SYSTEM, record
from belisha.outbound import http, mail
from belisha.outbound.leased.pauses import pause_of
from belisha.outbound.problem import NotSent
from belisha.work.escalate import channels
from belisha.work.models import CASE, Alert

LEASE = timedelta(seconds=90)  # longer than the slowest conversation with a server
BATCH = 50
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 15, 30, 60, 120))
WHERE = {CASE: "/desk/cases/{id}/"}
ELSEWHERE = "/desk/tasks/"


def deliver_due(*, now: datetime) -> int:
    """Send what is due and return how many alerts were sent.

    A channel that fails once is left alone until the next round, so that a dead server holds up nothing else.
    """
    sent, down = 0, set[str]()
    for alert_id, channel in list(_due(now).values_list("id", "channel")[:BATCH]):
        if channel in down or not (alert := _lease(alert_id, now)):
            continue
        state, problem = _attempt(alert, now)
        _note(alert, state, problem, now)
        sent += state == Alert.State.SENT
        down |= {channel} if problem else set()
    return sent


def _due(now: datetime) -> QuerySet[Alert]:
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    return Alert.objects.filter(free, state=Alert.State.WAITING, next_at__lte=now).order_by("next_at")


def _lease(alert_id: UUID, now: datetime) -> Alert | None:
    # One conditional UPDATE: of two workers one changes the row, the other none.
    if (
        not _due(now)
        .filter(id=alert_id)
        .order_by()
        .update(lease_until=now + LEASE, attempts=F("attempts") + 1)
    ):
        return None
    return Alert.objects.select_related("task", "person").get(id=alert_id)


def _attempt(alert: Alert, now: datetime) -> tuple[str, str]:
    """Hand the alert in; return its state and, in a short word, what went wrong."""
    if alert.task.done_at or not alert.task.wakes:
        return Alert.State.NOT_NEEDED, ""
    if alert.channel not in channels():
        return Alert.State.NO_CHANNEL, ""
    try:
        if alert.channel == Alert.Channel.MAIL:
            _by_mail(alert)
        else:
            _by_webhook(alert, now)
    except NotSent as refused:
        last = alert.attempts > len(PAUSES)
        return (Alert.State.FAILED if last else Alert.State.WAITING), refused.problem
    return Alert.State.SENT, ""


def _by_mail(alert: Alert) -> None:
    if alert.person is None:
        raise NotSent("nobody")
    subject = f"Belisha: {alert.task.label} needs you now"
    text = (
        f"A case needs you now.\n\n{alert.task.label}\n{link(alert)}\n\n"
        "Open it to stop the alarm. If nobody does, the next person is alerted.\n"
    )
    mail.send(alert.person.email, subject, text, message_id=f"{alert.id}@belisha.invalid")


def _by_webhook(alert: Alert, now: datetime) -> None:
    data = {"label": alert.task.label, "url": link(alert), "step": alert.step}
    body = json.dumps({"type": "task.needs_you_now", "timestamp": now.isoformat(), "data": data})
    headers = {
        "content-type": "application/json",
        "webhook-id": str(alert.id),
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": _signature(str(alert.id), now, body),
    }
    http.post(str(settings.BELISHA.alert_webhook_url), body.encode(), headers)


def _signature(message_id: str, now: datetime, body: str) -> str:
    secret = settings.BELISHA.alert_webhook_secret
    try:
        return Webhook(secret.get_secret_value() if secret else "").sign(message_id, now, body)
    except (ValueError, EmptyWebhookSecretError) as problem:
        raise NotSent("wrong_secret") from problem


def link(alert: Alert) -> str:
    """The page of what the alert is about."""
    path = WHERE.get(alert.task.about_kind, ELSEWHERE).format(id=alert.task.about_id)
    return f"{settings.BASE_URL}{path}"


@transaction.atomic
def _note(alert: Alert, state: str, problem: str, now: datetime) -> None:
    """Write down how it went; a lease that ran out in between is another worker's row by now."""
    held = Alert.objects.select_for_update().filter(id=alert.id, lease_until=alert.lease_until).first()
    if held is None:
        return
    held.state, held.problem, held.lease_until = state, problem, None
    held.next_at = now + pause_of(PAUSES, alert.attempts)
    held.sent_at = now if state == Alert.State.SENT else None
    held.save(update_fields=["state", "problem", "lease_until", "next_at", "sent_at"])
    if state != Alert.State.WAITING:
        who = str(alert.person_id or "")
        record(f"task.alert_{state}", by=SYSTEM, about=alert.task, person=who, channel=alert.channel)
