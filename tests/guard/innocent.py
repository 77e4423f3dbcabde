# ruff: noqa: E501, SIM905  # Words and tables as one reads them.
"""Texts that carry nothing, of the kinds that look as if they did. All people and addresses are invented."""

import base64
import hashlib
import json
import random
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.x509.oid import NameOID

from belisha.guard.pgp import crc24
from tests.guard.tongues import tongue

NAMES = ("rosa", "Tomasz", "mei_lin", "Kwame99", "xX_Sam_Xx", "Aoife", "j.doe-7")
WORDS = (
    "please could someone look at these messages because they worry me and I do not know what else to do about "
    "them yesterday tomorrow school football practice game level server voice channel friend request blocked "
    "account profile screenshot moderator answer lol omg idk brb what where when again never always maybe"
).split()
FOREIGN = {
    "Thai": "ข้อความที่หนึ่งของการสนทนาที่ถูกรายงาน กรุณาตรวจสอบและแจ้งผลให้ทราบด้วย",
    "Khmer": "សារទីមួយនៃការសន្ទនាដែលបានរាយការណ៍ សូមពិនិត្យមើលហើយប្រាប់ពីលទ្ធផល",
    "Chinese": "被举报对话的第一条消息请查看并告知结果谢谢大家的帮助我们会尽快处理这个问题",
    "Arabic": "الرسالة الأولى من المحادثة المبلغ عنها يرجى المراجعة وإبلاغنا بالنتيجة شكرا لكم",
    "Japanese": "報告された会話の最初のメッセージです。ご確認のうえ、結果をお知らせください。",
    "Lao": "ຂໍ້ຄວາມທີໜຶ່ງຂອງການສົນທະນາທີ່ຖືກລາຍງານ ກະລຸນາກວດສອບ ແລະແຈ້ງຜົນໃຫ້ຊາບ",
    "Burmese": "သတင်းပို့ထားသော စကားပြောဆိုမှု၏ ပထမဆုံး မက်ဆေ့ချ် ကျေးဇူးပြု၍ စစ်ဆေးပြီး ရလဒ်ကို အသိပေးပါ",
    "Polish": "Pierwsza wiadomość zgłoszonej rozmowy, proszę sprawdzić i powiadomić nas o wyniku.",
}


def _sentence(dice: random.Random, words: int = 12) -> str:
    return " ".join(dice.choice(WORDS) for _ in range(words))


def chat(dice: random.Random) -> str:
    form = dice.choice(("[{t}] <{n}> {m}", "{n}: {m}", "{t} {n} {m}", "> {n} wrote:\n> {m}", "<{n}> {m}"))
    start = datetime(2026, 11, 7, tzinfo=UTC)
    marks = (
        "",
        "!!!",
        " :)",
        " 😂😂😂",
        "?",
        " AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        " hahahahahahahahahahahahahaha",
    )
    return "\n".join(
        form.format(
            t=(start + timedelta(seconds=dice.randrange(9_000))).strftime("%Y-%m-%dT%H:%M:%SZ"),
            n=dice.choice(NAMES),
            m=_sentence(dice) + dice.choice(marks),
        )
        for _ in range(40)
    )


def shouting(dice: random.Random) -> str:
    return "\n".join(
        dice.choice("AOEHaw") * dice.randrange(20, 900) + " " + dice.choice(WORDS).upper() for _ in range(9)
    )


def links(dice: random.Random) -> str:
    def token(size: int) -> str:
        return base64.urlsafe_b64encode(dice.randbytes(size)).decode().rstrip("=")

    forms = (
        f"https://www.example.org/watch?v={token(8)}&list=PL{token(24)}&si={token(12)}",
        f"https://chat.example.org/channels/{dice.randrange(10**17, 10**18)}/{dice.randrange(10**17, 10**18)}",
        f"https://files.example.org/{uuid.UUID(bytes=dice.randbytes(16), version=4)}/a.bin?X-Signature={dice.randbytes(32).hex()}"
        f"&X-Credential=AKIA{token(12)}%2F20261107%2Feu-west-2&X-Token={token(60)}",
        f"https://th.example.org/wiki/%E0%B8%81%E0%B8%B2%E0%B8%A3%E0%B8%AA%E0%B8%99%E0%B8%97%E0%B8%99%E0%B8%B2?x={token(40)}",
        f"https://share.example.org/s/{token(16)}?fbclid=IwAR{token(45)}",
        f"magnet:?xt=urn:btih:{dice.randbytes(20).hex()}&dn=a+name+of+a+file",
    )
    signed = f"https://files.example.org/a.bin?X-Security-Token={token(360)}"
    lines = [f"{_sentence(dice, 4)} {dice.choice(forms)}" for _ in range(9)]
    return "\n".join([*lines, f"{_sentence(dice, 4)} {signed}"])


def hash_list(dice: random.Random) -> str:
    length = dice.choice((16, 20, 32, 32, 48, 64, 144))
    form = dice.choice(("{}", "{}  file-{}.bin", "{},{}", "sha256:{}", '"{}",'))
    return "\n".join(form.format(dice.randbytes(length).hex(), row) for row in range(120))


def digests(dice: random.Random) -> str:
    size = dice.choice((16, 20, 32, 64))
    return "\n".join(base64.b64encode(dice.randbytes(size)).decode() for _ in range(60))


def photodna(dice: random.Random) -> str:
    return "\n".join(f"item {row}: {base64.b64encode(dice.randbytes(144)).decode()}" for row in range(5))


def jwt(dice: random.Random) -> str:
    def part(value: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    claims = {
        "sub": str(dice.randrange(10**9)),
        "iss": "https://login.example.org",
        "roles": WORDS[:20],
        "exp": 1_790_000_000,
    }
    signature = base64.urlsafe_b64encode(dice.randbytes(dice.choice((32, 64, 256)))).decode().rstrip("=")
    return f"Authorization: Bearer {part({'alg': 'RS256', 'typ': 'JWT'})}.{part(claims)}.{signature}\n{_sentence(dice)}"


def dkim(dice: random.Random) -> str:
    def folded(size: int) -> str:
        text = base64.b64encode(dice.randbytes(size)).decode()
        return "\r\n\t".join(text[at : at + 66] for at in range(0, len(text), 66))

    signature = (
        "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=mail2026;\r\n\th=from:to:subject:date;"
        f" t=1790000000;\r\n\tbh={folded(32)};\r\n\tb={folded(dice.choice((128, 256, 512)))}"
    )
    return "\r\n".join((
        f"Received: from mx.example.org by mail.example.net with ESMTPS id {dice.randbytes(6).hex()}",
        signature,
        f"From: {dice.choice(NAMES)} <a@example.org>",
        "To: desk@example.net",
        "Subject: A report",
        "Date: Sat, 07 Nov 2026 10:00:00 +0000",
        f"Message-ID: <{dice.randbytes(12).hex()}@example.org>",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "",
        _sentence(dice, 60),
        "",
    ))  # fmt: skip


def foreign(dice: random.Random) -> str:
    text = FOREIGN[dice.choice(sorted(FOREIGN))]
    return dice.choice(("", " ", "\n", "\u200b")).join(text for _ in range(dice.randrange(3, 40)))


def table(dice: random.Random) -> str:
    rows = [",".join(str(dice.randrange(100_000)) for _ in range(12)) for _ in range(60)]
    return "\n".join(["force,year,offences," + ",".join("abcdefghi"), *rows])


def log(dice: random.Random) -> str:
    def line() -> str:
        address = "2a02:" + ":".join(f"{dice.randrange(65_536):x}" for _ in range(7))
        return f"2026-11-07T10:00:00Z {address} GET /v1/reports/{uuid.UUID(bytes=dice.randbytes(16), version=4)} 200 {dice.randbytes(8).hex()}"

    return "\n".join(line() for _ in range(60))


def document(dice: random.Random) -> str:
    items = [
        {"id": str(uuid.UUID(bytes=dice.randbytes(16), version=4)), "md5": dice.randbytes(16).hex(), "pdq": dice.randbytes(32).hex(),
         "photodna": base64.b64encode(dice.randbytes(144)).decode(), "uploaded_at": "2026-11-07T10:00:00Z"}
        for _ in range(20)
    ]  # fmt: skip
    return json.dumps(
        {"what_happened": _sentence(dice, 80), "items": items, "note": FOREIGN["Thai"]},
        indent=dice.choice((None, 2)),
    )


def code(dice: random.Random) -> str:
    lines = (
        "def {w}(self, {v}): return self.{v}[{n}]",
        "const {w} = ({v}) => {{ return {v}.map(x => x * {n}); }};",
        "SELECT {w}, {v} FROM reports WHERE id = {n};",
    )
    return "\n".join(
        dice.choice(lines).format(w=dice.choice(WORDS), v=dice.choice(WORDS), n=dice.randrange(99))
        for _ in range(40)
    )


def _armoured(label: str, data: bytes) -> str:
    body = base64.b64encode(data).decode()
    checksum = base64.b64encode(crc24(data).to_bytes(3, "big")).decode()
    lines = "\n".join(body[at : at + 64] for at in range(0, len(body), 64))
    return f"-----BEGIN {label}-----\nComment: a test\n\n{lines}\n={checksum}\n-----END {label}-----"


def packet(tag: int, body: bytes) -> bytes:
    return bytes([0x80 | tag << 2 | 1]) + len(body).to_bytes(2, "big") + body


def signature_packet(dice: random.Random, size: int = 256) -> bytes:
    created = b"\x05\x02" + dice.randbytes(4)
    number = b"\x08\x00" + b"\x80" + dice.randbytes(size - 1)
    return packet(2, b"\x04\x00\x01\x08" + b"\x00\x06" + created + b"\x00\x00" + dice.randbytes(2) + number)


def key_packets(dice: random.Random) -> bytes:
    key = (
        b"\x04"
        + dice.randbytes(4)
        + b"\x01"
        + b"\x08\x00\x80"
        + dice.randbytes(255)
        + b"\x00\x11\x01\x00\x01"
    )
    return (
        packet(6, key)
        + packet(13, b"Rosa Example <rosa@example.org>")
        + signature_packet(dice)
        + packet(14, key)
        + signature_packet(dice)
    )


def pgp(dice: random.Random) -> str:
    kind, data = dice.choice(
        (("PGP SIGNATURE", signature_packet(dice)), ("PGP PUBLIC KEY BLOCK", key_packets(dice)))
    )
    return f"{_sentence(dice)}\n\n{_armoured(kind, data)}\n\n{_sentence(dice)}"


armoured = _armoured


def certificate(dice: random.Random) -> str:
    key = (
        rsa.generate_private_key(65_537, 2048)
        if dice.random() < 0.2
        else ed25519.Ed25519PrivateKey.generate()
    )
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "desk.example.org")])
    start = datetime(2026, 11, 7, tzinfo=UTC)
    built = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(dice.randrange(1, 2**100)).not_valid_before(start).not_valid_after(start + timedelta(days=90))
        .sign(key, hashes.SHA256() if isinstance(key, rsa.RSAPrivateKey) else None)
    )  # fmt: skip
    return _sentence(dice) + "\n" + built.public_bytes(serialization.Encoding.PEM).decode()


def onion(dice: random.Random) -> str:
    def address() -> str:
        key = dice.randbytes(32)
        checksum = hashlib.sha3_256(b".onion checksum" + key + b"\3").digest()[:2]
        return base64.b32encode(key + checksum + b"\3").decode().lower() + ".onion"

    return "\n".join(f"{_sentence(dice, 3)} http://{address()}/{dice.choice(WORDS)}" for _ in range(60))


def ipfs(dice: random.Random) -> str:
    def cid() -> str:
        digest = b"\x12\x20" + dice.randbytes(32)
        if dice.random() < 0.5:
            return "b" + base64.b32encode(b"\1\x70" + digest).decode().lower().rstrip("=")
        number, letters = int.from_bytes(digest), ""
        while number:
            number, digit = divmod(number, 58)
            letters = _BASE58[digit] + letters
        return letters

    return "\n".join(f"ipfs://{cid()}/{dice.choice(WORDS)} {_sentence(dice, 4)}" for _ in range(60))


_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def stack_trace(dice: random.Random) -> str:
    lines = (
        "    at org.example.reports.{w}.{c}Handler.handle{c}({c}Handler.java:{n})",
        '  File "/srv/app/{w}/{v}.py", line {n}, in {w}_{v}',
        "#{n} 0x00007f{h} in {w}_{v} (self=0x{h}) at src/{w}.c:{n}",
        "{n}: 0x{h} - core::ops::function::FnOnce::call_once::h{h}{d}",
    )
    form = dice.choice(lines)
    rows = (
        form.format(
            w=dice.choice(WORDS), v=dice.choice(WORDS), c=dice.choice(WORDS).title(), n=dice.randrange(900),
            h=dice.randbytes(4).hex(), d=dice.randbytes(4).hex(),
        )
        for _ in range(60)
    )  # fmt: skip
    return "\n".join(["Exception in thread main:", *rows])


def chain(dice: random.Random) -> str:
    return "\n".join(certificate(dice) for _ in range(3))


def emoji_chat(dice: random.Random) -> str:
    faces = "😂🤣❤️😍🙏😭😊👍🔥👀💀✨🎉🥺😅"
    return "\n".join(
        f"{dice.choice(NAMES)}: {_sentence(dice, 5)} {''.join(dice.choice(faces) for _ in range(dice.randrange(9)))}"
        for _ in range(60)
    )


def statement(dice: random.Random) -> str:
    """A hundred thousand characters of one person's words."""
    text = ". ".join(_sentence(dice, dice.randrange(5, 30)).capitalize() for _ in range(1_200))
    return text[:100_000]


KINDS = (
    onion, ipfs, stack_trace, chain, emoji_chat, statement, tongue,
    chat, shouting, links, hash_list, digests, photodna, jwt, dkim, foreign, table, log, document, code, pgp, certificate,
)  # fmt: skip


def innocents(
    each: int, seed: int = 20_261_107, kinds: Sequence[Callable[[random.Random], str]] = KINDS
) -> Iterator[tuple[str, str]]:
    """Yield `each` texts of every kind, with the kind's name; the same ones for the same seed."""
    for kind in kinds:
        for number in range(each):
            yield (
                kind.__name__,
                kind(
                    random.Random(
                        int.from_bytes(hashlib.sha256(f"{seed}{kind.__name__}{number}".encode()).digest()[:8])
                    )
                ),
            )
