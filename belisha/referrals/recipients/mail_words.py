"""What a mail server's refusal means, as a sentence (RFC 5321 and RFC 3463). Pure."""

BY_PROBLEM = {
    "odd_address": "The address can't be written to: it holds letters that no mail server takes.",
    "too_large": "The letter is larger than the mail server takes.",
}
BY_STATUS = {
    "5.1.1": "Their mail server says that there is no such mailbox.",
    "5.1.2": "Their mail server says that there is no such domain.",
    "5.1.6": "Their mail server says that the mailbox has moved.",
    "5.1.8": "Their mail server doesn't take letters from our sender's address.",
    "5.1.10": "Their domain says that it takes no letters at all.",
    "5.2.1": "Their mail server says that the mailbox is switched off.",
    "5.2.2": "Their mailbox is full.",
    "5.2.3": "The letter is larger than their mailbox takes.",
    "5.3.4": "The letter is larger than their mail server takes.",
    "5.4.4": "No way leads to their mail server.",
    "5.4.6": "The letter went round in circles.",
    "5.4.7": "Their mail server could not be reached in time.",
    "5.7.1": "Their mail server doesn't let our letter through.",
}
BY_CLASS = {
    "5.1": "Their mail server doesn't know the address.",
    "5.2": "Their mailbox doesn't take the letter.",
    "5.3": "Their mail system doesn't take the letter.",
    "5.4": "The letter could not be brought to their mail server.",
    "5.5": "Their mail server and ours didn't understand each other.",
    "5.6": "Their mail server can't pass the letter on as it is.",
    "5.7": "Their mail server doesn't let our letter through, for a reason of its own rules.",
}
BY_STEP = {
    "sender": "The mail server doesn't take letters from our sender's address.",
    "address": "The mail server doesn't take letters for their address.",
    "letter": "The mail server read the letter and doesn't take it.",
}


def refused_words(problem: str) -> str:
    """The sentence for a problem such as "address_550_5.1.1"."""
    step, _, rest = problem.partition("_")
    status = rest.partition("_")[2]
    return BY_PROBLEM.get(problem) or status_words(status) or BY_STEP.get(step, "The mail server refused it.")


def status_words(status: str) -> str:
    """The sentence for an enhanced status code; nothing where it says nothing."""
    return BY_STATUS.get(status) or BY_CLASS.get(status.rpartition(".")[0], "")
