"""What came back from a recipient, in words: one sentence for each short word that a channel may have."""

import re

from belisha.referrals.recipients.mail_words import refused_words, status_words

PROBLEMS = {
    "failed_here": "Something broke on our side while it was sent.",
    "way_closed": "The way to them has changed or is closed since it was released.",
    "broke_off": "The worker broke off each time that it sent this.",
    "gave_up": "It was tried for 14 days.",
    "unreachable": "They could not be reached.",
    "cut_off": "The connection broke off before they answered.",
    "too_slow": "They did not answer in time.",
    "too_long": "Their answer was longer than we read.",
    "not_understood": "They answered in a way that we don’t understand.",
    "wrong_certificate": "Their certificate is not the one of that name, or has ended.",
    "wrong_request": "What was to be sent could not be written as a request.",
    "not_configured": "This desk is not set up to connect to them.",
    "login_refused": "They did not accept our name and password.",
    "answer_lost": "The mail server’s answer was lost: they may have the letter. The same is sent again.",
    "tls_failed": "The mail server’s encryption failed, so nothing was sent.",
    "odd_address": "Their address holds letters that no mail server takes.",
    "too_large": "The letter is larger than the mail server takes.",
    "came_back": "The letter came back.",
    "said_by_a_person": "A person found it in the mailbox.",
    "receipt": "A message said so.",
    "address_refused": "The mail server did not take their address.",
    "refused": "They refused it.",
    "no_tls": "The mail server offers no encryption, so nothing was sent.",
    "taken": "They took it.",
    "nothing_open": "Nothing was open there.",
    "no_such_host": "Their name is not known to the network.",
    "private_address": "Their name leads into a private network, where this desk connects to nothing.",
    "wrong_address": "Their address can’t be read.",
    "wrong_smtp_url": "The address of our mail server can’t be read.",
    "not_connected": "The mail server could not be reached.",
    "another_report": "They answered about another report than ours.",
    "environment": "Their environment is not the one that this was released to.",
    "expired": "What was opened there had ended by their clock, and is opened anew.",
    "filed": "It is filed there.",
    "filed_before": "It had been filed there before.",
    "guard_refused": "The guard stopped what was to leave.",
    "wrong_secret": "The secret that this desk signs with can’t be used.",
    "no_key": "There is no key for them that holds, and plain text is not allowed.",
    "wrong_key": "Their key can’t be used any more.",
    "no_xml": "The document in their form was not released with it.",
    "schema": "The document does not follow their schema.",
    "perhaps_there": "They may have it already: nobody can tell from here.",
    "unconfirmed": "Nobody has confirmed how they take such reports.",
    "retracted": "What was open there was taken back.",
    "test_only": "It had reached their test environment only.",
    "": "",
}
_STATUS = re.compile(r"(?:status|smtp)_([1-5][0-9]{2})")
_LETTER = re.compile(r"(?:sender|address|letter|server)_([45])([0-9]{2})(?:_[45]\.[0-9.]+)?")
_CODE = re.compile(r"code_(-?[0-9]{1,6})")
BY_CLASS = {
    "3": "They pointed elsewhere, which we don’t follow ({number}).",
    "4": "They did not take it as it was ({number}).",
    "5": "Their server had a fault ({number}).",
}
MAIL_CLASS = {
    "4": "The mail server can’t take it now ({number}).",
    "5": "The mail server refused it ({number}).",
}
BUSY = "They asked to be left alone for a while ({number})."


def in_words(problem: str) -> str:
    """The sentence for a word; where there is none, the word itself is shown, which names nobody."""
    if problem in PROBLEMS:
        return PROBLEMS[problem]
    if found := _STATUS.fullmatch(problem):
        return _status(problem, found[1])
    if problem.startswith("receipt "):
        return status_words(problem.partition(" ")[2]) or PROBLEMS["receipt"]
    if found := _LETTER.fullmatch(problem):
        return refused_words(problem) if found[1] == "5" else MAIL_CLASS["4"].format(number=f"4{found[2]}")
    if found := _CODE.fullmatch(problem):
        return f"They answered with their code {found[1]}."
    return f"What came back: {problem.replace('_', ' ')}."


def _status(problem: str, number: str) -> str:
    if problem in ("status_429", "status_503"):
        return BUSY.format(number=number)
    words = MAIL_CLASS if problem.startswith("smtp") else BY_CLASS
    return words.get(number[0], "They answered with {number}.").format(number=number)
