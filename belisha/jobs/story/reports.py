"""Thirty invented reports over a month. The words are neutral on purpose: what was written is only counted.

Each has its day (30 is today) and hour, the report as the API takes it, and what the people did:
"open" (nobody yet), "claimed", "proposed", "refer", "no_action", "sent_back", "reopened",
"by_hand" (sent, with the authority's reference), "waiting" (sent, no reference), "raised"
(to immediate), "child_suspect", "danger".
"""

from typing import Any

GAME, CHAT = "lantern-harbour", "harbour-chat"
NORWICH = {"country": "GB", "place": "Norwich"}
CAMBRIDGE = {"country": "GB", "place": "Cambridge"}
LEEDS = {"country": "GB", "place": "Leeds"}
OHIO = {"country": "US", "place": "Ohio"}


def _hash(number: int, length: int) -> str:
    """A made-up fingerprint: digits of a seeded generator, of no picture that ever was."""
    from random import Random

    return "".join(Random(number * 1000 + length).choices("0123456789abcdef", k=length))  # noqa: S311


def _conversation(lines: int, one: str, other: str, day: int) -> list[dict[str, Any]]:
    return [
        {
            "at": f"{{day {day}}}T{15 + n // 30:02d}:{n * 2 % 60:02d}:00+00:00",
            "from": one if n % 2 == 0 else other,
            "to": other if n % 2 == 0 else one,
            "text": f"message {n + 1} of the reported conversation",
        }
        for n in range(lines)
    ]


def _account(name: str, role: str, band: str = "unknown", **more: Any) -> dict[str, Any]:
    return {"id": f"user-{name}", "role": role, "screen_name": name, "age_band": band, **more}


def _item(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": f"upload-{number}",
        "locator": f"https://files.lantern-harbour.example/u/{number}",
        "content_type": "image/jpeg",
        "sha256": _hash(number, 64),
        "md5": _hash(number, 32),
        "pdq": _hash(number, 64),
        "ip": f"203.0.113.{number % 250 + 1}",
        "port": 40000 + number,
        **more,
    }


def _report(source: str, concern: str, danger: str, words: str, **more: Any) -> dict[str, Any]:
    return {"source": source, "concerns": [concern], "danger_now": danger, "what_happened": words, **more}


def story() -> list[tuple[int, float, dict[str, Any], str]]:
    """(day, hour, report, what the people did), in order of time."""
    return sorted(FIRST_HALF() + SECOND_HALF() + TODAY(), key=lambda told: told[:2])


def FIRST_HALF() -> list[tuple[int, float, dict[str, Any], str]]:
    return [
        (
            1,
            9,
            _report(
                "user",
                "grooming",
                "no",
                "A player says that an adult player writes to them every evening and asks "
                "them to move to another app.",
                service=GAME,
                child={**NORWICH, "age": 13},
                accounts=[
                    _account("quietriver", "child", "13_15"),
                    _account(
                        "graywharf",
                        "suspect",
                        "adult",
                        emails=["graywharf@mail.example"],
                        ips=["198.51.100.7"],
                    ),
                ],
                conversation=_conversation(14, "graywharf", "quietriver", 1),
            ),
            "by_hand",
        ),
        (
            2,
            11,
            _report(
                "moderator",
                "other",
                "no",
                "A profile text that a player found strange. Nothing in it concerns a child.",
                service=GAME,
                accounts=[_account("oldcastle", "other", "adult")],
            ),
            "no_action",
        ),
        (
            3,
            14,
            _report(
                "hash_match",
                "indecent_images",
                "unknown",
                "An upload matched an entry of a list. Nobody at the service opened it.",
                service=GAME,
                items=[_item(101)],
                accounts=[
                    _account(
                        "pinehollow",
                        "suspect",
                        "unknown",
                        emails=["pinehollow@mail.example"],
                        ips=["203.0.113.102"],
                    )
                ],
            ),
            "by_hand",
        ),
        (
            4,
            20,
            _report(
                "public",
                "child_safety",
                "unknown",
                "A neighbour is worried about a child whom they know from the game.",
                service=GAME,
                child={**LEEDS, "age": 9},
                reporter={"name": "Jo Marsh", "phone": "01632 960011", "may_contact": True},
            ),
            "by_hand",
        ),
        (
            25,
            8,
            _report(
                "trusted_flagger",
                "indecent_images",
                "no",
                "A flagger names one address on the service.",
                service=CHAT,
                items=[_item(102)],
            ),
            "waiting",
        ),
        (
            7,
            16,
            _report(
                "user",
                "coercion",
                "no",
                "A player says that somebody asks for money and says what will happen if they do not pay.",
                service=CHAT,
                child={**OHIO, "age": 16},
                accounts=[
                    _account("bluefinch", "child", "16_17"),
                    _account("tollkeeper", "suspect", "adult", ips=["198.51.100.23"]),
                ],
                conversation=_conversation(22, "tollkeeper", "bluefinch", 7),
            ),
            "by_hand",
        ),
        (
            8,
            10,
            _report(
                "classifier",
                "grooming",
                "unknown",
                "A text classifier gave a high score.",
                service=GAME,
                accounts=[_account("marblestair", "suspect", "unknown")],
            ),
            "no_action",
        ),
        (
            9,
            13,
            _report(
                "partner",
                "grooming",
                "no",
                "A partner service removed an account with the same e-mail address.",
                service=CHAT,
                accounts=[_account("graywharf", "suspect", "adult", emails=["graywharf@mail.example"])],
            ),
            "by_hand",
        ),
        (
            30,
            1,
            _report(
                "url_match",
                "indecent_images",
                "unknown",
                "A message held an address that is on a URL list.",
                service=CHAT,
                items=[_item(103, content_type="text/uri-list")],
                accounts=[_account("harbourlight", "suspect", "unknown")],
            ),
            "refer",
        ),
        (
            29,
            19,
            _report(
                "user",
                "grooming",
                "no",
                "Two players of the same school; one writes to the other although they were asked to stop.",
                service=GAME,
                child={**CAMBRIDGE, "age": 14},
                suspect=CAMBRIDGE,
                accounts=[_account("redkite", "child", "13_15"), _account("tallgrass", "suspect", "13_15")],
                conversation=_conversation(9, "tallgrass", "redkite", 12),
            ),
            "child_suspect",
        ),
        (
            30,
            3,
            _report(
                "contact_pattern",
                "grooming",
                "unknown",
                "One account sent a first message to forty accounts of 13 to 15 year-olds in a day.",
                service=GAME,
                accounts=[_account("nightferry", "suspect", "adult", ips=["198.51.100.40"])],
            ),
            "refer",
        ),
        (
            14,
            9,
            _report("public", "other", "no", "A complaint about an advertisement.", service=GAME),
            "no_action",
        ),
    ]


def SECOND_HALF() -> list[tuple[int, float, dict[str, Any], str]]:
    return [
        (
            16,
            15,
            _report(
                "user",
                "child_safety",
                "unknown",
                "A player wrote that they do not want to go on. The friend "
                "who reports it does not know where they live.",
                service=GAME,
                accounts=[_account("softrain", "child", "16_17")],
                conversation=_conversation(6, "softrain", "oakbranch", 16),
            ),
            "raised",
        ),
        (
            29,
            22,
            _report(
                "moderator",
                "coercion",
                "no",
                "A moderator read a reported conversation about money.",
                service=CHAT,
                child={**LEEDS, "age": 15},
                accounts=[
                    _account("coinpurse", "suspect", "adult"),
                    _account("greenlantern", "child", "13_15"),
                ],
                conversation=_conversation(18, "coinpurse", "greenlantern", 17),
            ),
            "refer",
        ),
        (
            26,
            21,
            _report(
                "hash_match",
                "indecent_images",
                "unknown",
                "An upload matched an entry of a list.",
                service=GAME,
                items=[_item(104), _item(105)],
                accounts=[_account("pinehollow", "suspect", "unknown")],
            ),
            "waiting",
        ),
        (
            29,
            1,
            _report(
                "user",
                "other",
                "no",
                "A player says that somebody was rude.",
                service=CHAT,
                accounts=[_account("windmill", "other", "adult")],
            ),
            "reopened",
        ),
        (
            20,
            14,
            _report(
                "partner",
                "coercion",
                "unknown",
                "A partner service passes on an account name.",
                service=CHAT,
                accounts=[_account("tollkeeper", "suspect", "adult")],
            ),
            "by_hand",
        ),
        (
            30,
            5,
            _report(
                "trusted_flagger",
                "grooming",
                "no",
                "A flagger saw a public channel in which adults ask players for their age.",
                service=CHAT,
                items=[_item(106, content_type="text/plain")],
            ),
            "sent_back",
        ),
        (
            30,
            7,
            _report(
                "classifier",
                "indecent_images",
                "unknown",
                "An image classifier gave a high score; nobody has looked.",
                service=GAME,
                items=[_item(107)],
                accounts=[_account("ashgrove", "suspect")],
            ),
            "proposed",
        ),
        (
            30,
            9,
            _report(
                "public",
                "grooming",
                "unknown",
                "A parent found messages on a tablet.",
                service=GAME,
                child={**NORWICH, "age": 11},
                reporter={"name": "Chris Vale", "email": "chris.vale@mail.example", "may_contact": True},
                conversation=_conversation(11, "lowtide", "kitemaker", 23),
                accounts=[
                    _account("lowtide", "suspect", "adult"),
                    _account("kitemaker", "child", "under_13"),
                ],
            ),
            "proposed",
        ),
    ]


def TODAY() -> list[tuple[int, float, dict[str, Any], str]]:
    return [
        (
            30,
            11,
            _report(
                "user",
                "grooming",
                "no",
                "A player was asked for their school.",
                service=GAME,
                child={**CAMBRIDGE, "age": 12},
                accounts=[
                    _account("lowtide", "suspect", "adult"),
                    _account("paperboat", "child", "under_13"),
                ],
                conversation=_conversation(7, "lowtide", "paperboat", 25),
            ),
            "open",
        ),
        (
            30,
            12,
            _report(
                "moderator",
                "indecent_images",
                "unknown",
                "A moderator was told of a shared folder.",
                service=CHAT,
                items=[_item(108)],
            ),
            "claimed",
        ),
        (
            30,
            14,
            _report(
                "url_match",
                "indecent_images",
                "unknown",
                "A profile held an address that is on a URL list.",
                service=GAME,
                items=[_item(109, content_type="text/uri-list")],
            ),
            "open",
        ),
        (
            29,
            9,
            _report("user", "other", "no", "A question about the rules of the game.", service=GAME),
            "open",
        ),
        (
            30,
            15,
            _report(
                "contact_pattern",
                "grooming",
                "unknown",
                "One account left and rejoined forty groups.",
                service=CHAT,
                accounts=[_account("drybrook", "suspect", "unknown")],
            ),
            "open",
        ),
        (
            29,
            8,
            _report(
                "public",
                "child_safety",
                "unknown",
                "Somebody saw a worrying post and did not want to give their name.",
                service=CHAT,
                child=OHIO,
            ),
            "open",
        ),
        (
            30,
            17,
            _report(
                "user",
                "coercion",
                "unknown",
                "A player says that somebody threatens to tell their family.",
                service=GAME,
                child={**NORWICH, "age": 17},
                accounts=[_account("copperkey", "suspect", "adult"), _account("fernhill", "child", "16_17")],
                conversation=_conversation(12, "copperkey", "fernhill", 29),
            ),
            "claimed",
        ),
        (
            30,
            19,
            _report(
                "hash_match",
                "indecent_images",
                "unknown",
                "An upload matched an entry of a list.",
                service=CHAT,
                items=[_item(110)],
                accounts=[_account("drybrook", "suspect", "unknown")],
            ),
            "open",
        ),
        (
            30,
            22,
            _report(
                "partner", "child_safety", "no", "A school asks whether an account is known.", service=GAME
            ),
            "open",
        ),
        (
            30,
            23.95,
            _report(
                "user",
                "child_safety",
                "yes",
                "A player says that an adult from the game is outside their house now.",
                service=GAME,
                child={**NORWICH, "age": 12},
                accounts=[
                    _account("stillpond", "child", "under_13"),
                    _account(
                        "rustygate", "suspect", "adult", ips=["198.51.100.61"], phones=["+44 1632 960022"]
                    ),
                ],
                conversation=_conversation(5, "rustygate", "stillpond", 30),
            ),
            "danger",
        ),
    ]
