"""What mail servers and readers send back, as they write it."""

BOUNDARY = "=_a_boundary"


def report(*parts, kind="delivery-status", headers=""):
    """A multipart/report with these parts, each with its own content type."""
    body = "".join(f"--{BOUNDARY}\r\n{part}\r\n" for part in parts)
    return (
        f"From: MAILER-DAEMON@mx.example\r\nTo: referrals@lantern.example\r\nSubject: Report\r\n{headers}"
        f"MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type={kind};\r\n"
        f' boundary="{BOUNDARY}"\r\n\r\n{body}--{BOUNDARY}--\r\n'
    ).encode()


def words(text="I could not bring your letter."):
    return f"Content-Type: text/plain\r\n\r\n{text}\r\n"


def of_a_server(letter, action="failed", status="5.1.1", envelope=True):
    """A delivery status notification (RFC 3464) with the headers of the letter."""
    named = f"Original-Envelope-Id: {letter}\r\n" if envelope else ""
    status_part = (
        f"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n{named}\r\n"
        f"Final-Recipient: rfc822; intake@cambs.example\r\nAction: {action}\r\nStatus: {status}\r\n"
        f"Diagnostic-Code: smtp; 550 {status} no such user\r\n"
    )
    head = (
        "Content-Type: text/rfc822-headers\r\n\r\nSubject: [...]\r\n"
        f"Message-ID: <referral-{letter}@lantern.example>\r\n"
    )
    return report(words(), status_part, *([] if envelope else [head]))


def of_a_reader(letter, disposition="manual-action/MDN-sent-manually; displayed"):
    """A disposition notification (RFC 8098)."""
    part = (
        "Content-Type: message/disposition-notification\r\n\r\n"
        f"Original-Message-ID: <referral-{letter}@lantern.example>\r\nDisposition: {disposition}\r\n"
    )
    return report(words("It was shown."), part, kind="disposition-notification")


def an_answer(letter, text="Thank you. Our reference is 35/1/26."):
    """Somebody's answer."""
    return (
        f"From: intake@cambs.example\r\nTo: referrals@lantern.example\r\nSubject: Re: [...]\r\n"
        f"In-Reply-To: <referral-{letter}@lantern.example>\r\n\r\n{text}\r\n"
    ).encode()
