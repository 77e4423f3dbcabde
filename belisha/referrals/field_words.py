"""The fields of a referral in words, for who reads why it can't go out: “Type of incident” of the CyberTip.

A path is as the checks and the guard name it: `cybertip.incident_type`, `$.message.items[3].locator, line 2`,
or an element of NCMEC's report. What isn't listed is called by its own name, written as words.
"""

import re

LABELS = {
    "annotations": "What it also is",
    "at": "Time",
    "authorised_persons": "People who may file",
    "basis": "Legal basis",
    "batched": "One report for many alike",
    "bio": "Text of the profile",
    "born": "Date of birth",
    "by": "Who",
    "chat_client": "Program of the chat",
    "chat_room": "Room or channel of the chat",
    "checked_on": "Day of the check",
    "city": "Town",
    "compromised": "Taken over by somebody else",
    "confirmed_at": "Time of the second person's word",
    "confirmed_by": "Second person",
    "contact_email": "Contact's e-mail address",
    "contact_name": "Contact's name",
    "contact_phone": "Contact's telephone number",
    "content_type": "Type of content",
    "created_at": "Time of writing",
    "custody": "Who did what with the record",
    "cybertip": "What the CyberTip says besides",
    "decided_at": "Time of the decision",
    "decided_by": "Who decided",
    "detections": "How it came to light",
    "disabled_for_good_at": "Switched off for good on",
    "disabled_for_now_at": "Switched off for a time on",
    "display_names": "Names shown",
    "earlier_reports": "Who was told before",
    "email": "E-mail address",
    "emails": "E-mail addresses",
    "escalation": "Why it is urgent",
    "form": "Form in which it was viewed",
    "from": "Sender",
    "how": "How it came to light",
    "id": "Identifier",
    "incident_at": "When it happened",
    "incident_type": "Type of incident",
    "ip": "Internet address",
    "ip_events": "Internet addresses",
    "ips": "Internet addresses",
    "legal_url": "Page for law enforcement",
    "locator": "Web address or place",
    "may_contact": "May be contacted",
    "md5": "MD5",
    "nca_registration": "NCA registration",
    "note": "What else is known",
    "occurred_at": "When it happened",
    "one_person_mode": "One-person mode",
    "organisation": "Our organisation",
    "pdq": "PDQ",
    "phone": "Telephone number",
    "phones": "Telephone numbers",
    "photodna": "PhotoDNA",
    "prior_reports": "Numbers of earlier CyberTipline reports",
    "priority_reasons": "Reasons for the priority",
    "profile_url": "Address of the profile",
    "proxy": "Through a proxy",
    "regulated_user_to_user": "Regulated user-to-user service",
    "reporter": "Who told us",
    "sha1": "SHA-1",
    "sha256": "SHA-256",
    "suspect_is_child": "Whether the suspect is a child",
    "terms_url": "Terms of service",
    "third_party": "Account on somebody else's service",
    "third_party_hosted": "On somebody else's servers",
    "timeline": "Course of events",
    "to": "Addressee",
    "told": "Agencies that know already",
    "all_emails": "All e-mail addresses are here",
    "uploaded_at": "Time of the upload",
    "url": "Web address",
    "viewed": "Views",
    "what": "What happened",
    "when_described": "What is known of the time besides",
}
"""Fields of a message whose own name says too little."""

ELEMENTS = {
    "accountPermanentlyDisabled": "Switched off for good",
    "accountTemporarilyDisabled": "Switched off for a time",
    "additionalInfo": "Further text",
    "agencyName": "Name",
    "allEmailsReported": "All e-mail addresses are here",
    "caseNumber": "Reference",
    "chatClient": "Program of the chat",
    "chatRoomName": "Room or channel of the chat",
    "companyTemplate": "Name and address of our organisation",
    "compromisedAccount": "Taken over by somebody else",
    "content": "What was written",
    "countryCode": "Country",
    "dateTime": "Time",
    "disabledDate": "Day",
    "displayName": "Names shown",
    "escalateToHighPriority": "Why it is urgent",
    "espIdentifier": "Identifier",
    "espService": "Service",
    "eventName": "Event",
    "gameName": "Game",
    "groupIdentifier": "Group",
    "idType": "Kind",
    "idValue": "Value",
    "incidentDateTime": "When it happened",
    "incidentDateTimeDescription": "What is known of the time besides",
    "incidentType": "Type of incident",
    "ipAddress": "Internet address",
    "legalURL": "Page for law enforcement",
    "platform": "Service",
    "possibleProxy": "Through a proxy",
    "priorCTReports": "Numbers of earlier CyberTipline reports",
    "profileBio": "Text of the profile",
    "profileUrl": "Address of the profile",
    "reportedToLe": "Reported to them",
    "schoolName": "School",
    "thirdPartyHostedContent": "On somebody else's servers",
    "thirdPartyUserReported": "Account on somebody else's service",
    "vehicleDescription": "Vehicle",
}
"""Elements and attributes of NCMEC's report, where they are named otherwise."""

OWNERS = {
    "message": "",
    "report": "",
    "organisation": "our organisation",
    "recipient": "the recipient",
    "addressee": "the recipient",
    "rule": "the rule",
    "timeline": "the course of events",
    "moment": "the course of events",
    "account": "an account",
    "accounts": "an account",
    "item": "an item",
    "items": "an item",
    "conversation": "the conversation",
    "conversationline": "the conversation",
    "child": "the child",
    "suspect": "the suspect",
    "person": "a person",
    "detection": "how it came to light",
    "detections": "how it came to light",
    "ground": "the grounds",
    "grounds": "the grounds",
    "decision": "the decision",
    "view": "the views",
    "viewed": "the views",
    "custodyentry": "who did what with the record",
    "custody": "who did what with the record",
    "earlierreport": "who was told before",
    "earlier_reports": "who was told before",
    "cybertip": "the CyberTip",
    "tipaccount": "an account",
    "ipevent": "an internet address",
    "ip_events": "an internet address",
    "device": "a device",
    "devices": "a device",
    "agency": "an agency that knows already",
    "told": "an agency that knows already",
    "asked": "the checklist",
    "reporter": "who told us",
    "incidentSummary": "the CyberTip",
    "reportAnnotations": "the CyberTip",
    "internetDetails": "where it happened",
    "webPageIncident": "a web page",
    "chatImIncident": "the chat",
    "onlineGamingIncident": "the game",
    "lawEnforcement": "an agency that knows already",
    "officerContact": "the officer",
    "reportingPerson": "our contact",
    "personOrUserReported": "the user who is reported",
    "personOrUserReportedPerson": "the user who is reported",
    "intendedRecipient": "an intended recipient",
    "intendedRecipientPerson": "an intended recipient",
    "victim": "a victim",
    "victimPerson": "a victim",
    "ipCaptureEvent": "an internet address",
    "deviceId": "a device",
    "estimatedLocation": "the estimated place",
    "associatedAccount": "an associated account",
    "batchedReport": "the CyberTip",
    "contact": "an e-mail address or telephone number",
    "contacts": "an e-mail address or telephone number",
    "associated": "an associated account",
}
"""Whose field it is: the parts that hold others."""

ALONE = {
    "message": "This referral",
    "report": "The CyberTip",
    "cybertip": "The CyberTip",
    "reporter": "Who told us",
    "incidentSummary": "The incident",
    "associatedAccount": "An associated account",
}
"""A part that stands for itself."""

_HUMP = re.compile("(?<=[a-z])(?=[A-Z])")
_STEP = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)(?:\[([0-9]+)\])*")
_TOGETHER = re.compile(r"([A-Za-z_]\w*), put together")
_PATH = re.compile(r"\$\.[A-Za-z_][\w$]*(?:\[[0-9]+\])*(?:\.[A-Za-z_]\w*(?:\[[0-9]+\])*)*")


def field_words(path: str) -> str:
    """A field in words, its place in a list counted from 1: “Web address” of an item (number 4)."""
    steps = [found for one in path.removeprefix("$.").split(".") if (found := _STEP.fullmatch(one))]
    names = [one[1].rstrip("_") for one in steps]
    if len(names) < 2:
        return ALONE.get(path) or f"“{label(path)}”"
    owner = next((OWNERS[one] for one in reversed(names[:-1]) if one in OWNERS), "")
    numbers = [int(one[2]) + 1 for one in steps if one[2]]
    whose = f" of {owner}" if owner else ""
    return f"“{label(names[-1])}”{whose}{f' (number {numbers[-1]:,})' if numbers else ''}"


def label(name: str) -> str:
    """What a field is called on our pages; never its name in the code."""
    return (
        LABELS.get(name) or ELEMENTS.get(name) or _HUMP.sub(" ", name).replace("_", " ").lower().capitalize()
    )


def place_words(where: str) -> str:
    """Where the guard found something: the field in words, and the rest of the place as it is."""
    if found := _TOGETHER.fullmatch(where):
        return f"“{label(found[1])}”, put together"
    found = _PATH.match(where)
    return field_words(found[0]) + where[found.end() :] if found else where
