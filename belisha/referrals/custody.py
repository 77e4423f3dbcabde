"""The words of the custody log: what each entry of the ledger about a case says to an authority."""

EVENTS = {
    "report.received": "Report received",
    "case.opened": "Case opened",
    "case.report_joined": "Another report joined to the case",
    "case.first_seen": "Case opened by a person for the first time",
    "case.claimed": "Taken on",
    "case.released": "Handed back to the queue",
    "case.priority_overridden": "Priority changed by a person",
    "case.split": "Reports moved to another case",
    "case.merged": "Merged into another case",
    "case.took_in": "Another case merged into this one",
    "case.note_added": "Note added",
    "case.child_suspect_marked": "Noted whether the suspect may be a child",
    "case.handed_to_senior": "Handed to a senior, as the suspect may be a child",
    "case.decided": "Decided",
    "case.confirmed": "Decision confirmed by a second person",
    "case.sent_back": "Decision sent back by a second person",
    "case.reopened": "Reopened",
    "emergency.called": "Emergency number called",
    "emergency.completed": "Answer of the emergency service noted",
    "emergency.looked_at": "Emergency call looked at by a second person",
    "item.opened": "Item opened in the service's own restricted viewer",
    "referral.drafted": "Referrals drafted",
    "referral.address_changed": "Address of an authority confirmed, changed or doubted",
    "referral.edited": "Draft of a referral edited",
    "referral.held": "Referral held by the guard",
    "referral.released": "Referral released",
    "referral.delivered": "Authority told",
    "referral.withdrawn": "Referral withdrawn",
    "referral.taken_out": "Document of a referral taken out",
    "referral.chased": "Reference asked for",
    "referral.drafts_withdrawn": "Drafts withdrawn",
    "referral.closed": "Referral closed",
    "case.exported": "Evidence taken out for police or court",
}


def words(event: str) -> str:
    """What an entry says; an event without words of its own is said by its name."""
    return EVENTS.get(event) or event.replace("_", " ").replace(".", ": ").capitalize()
