"""The words of a contact, and of what is advised on it, as people read them."""

from django import template

register = template.Library()

WORDS = {
    "first_message": "First message",
    "connection_request": "Connection request",
    "connection_accepted": "Connection accepted",
    "default_turned_off": "Safe setting turned off",
    "suggestion_viewed": "Suggestion seen",
    "group_invitation": "Invitation to a group",
    "block": "Block",
    "report": "Report",
    "under_13": "under 13",
    "13_15": "13 to 15",
    "16_17": "16 or 17",
    "adult": "adult",
    "unknown": "age unknown",
    "allow": "Allow",
    "inform": "Inform",
    "warn": "Warn",
    "ask_first": "Ask first",
    "limit": "Limit",
    "hold": "Hold",
}


@register.filter
def contact_words(code: str) -> str:
    """An event, an age band or an advice in words; anything else, such as a number of days, as it stands."""
    return WORDS.get(code, code)
