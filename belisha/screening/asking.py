"""Asks every list about every piece of content, and weighs what they answer. Pure: it is given the lists."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from belisha.screening.found import Asked, Found, Hit, View
from belisha.screening.nothing import OCTETS_OF_NOTHING
from belisha.screening.shelves import MOST, Near, Shelf
from belisha.screening.store.secrets import ListKeys, table_of

HARMLESS = "harmless"
FILE = b""
FAR = 1 << 16
NOTHING = Found()
ONE_HASH = Asked()
FEW = 16  # Fingerprints that are sooner asked one by one than together.


@dataclass(slots=True)
class Query:
    """One fingerprint that is asked for: whose, of which kind, in bytes, and how good it is."""

    of: int
    kind: str
    octets: bytes
    quality: int = 100


@dataclass(slots=True)
class Queries:
    """All fingerprints of all content, apart: PDQ hashes, and digests."""

    hashes: list[Query] = field(default_factory=list)
    digests: list[Query] = field(default_factory=list)
    keyed: list[bytes] = field(default_factory=list)


@dataclass(slots=True)
class Match:
    """What one list answered to one query."""

    query: Query
    near: Near
    shelf: Shelf


def answers(asked: Sequence[Asked], shelves: Sequence[Shelf], keys: ListKeys) -> list[Found]:
    """What the lists say of each piece of content, in the same order."""
    queries = _queries(asked, keys)
    matches: dict[int, list[Match]] = {}
    for shelf in shelves:
        for query, near in _near(shelf, queries):
            matches.setdefault(query.of, []).append(Match(query, near, shelf))
    found = [NOTHING] * len(asked)
    for of, some in matches.items():
        found[of] = _weighed(asked[of], some, keys)
    return found


def answers_to_hashes(octets: bytes, shelves: Sequence[Shelf], keys: ListKeys) -> dict[int, Found]:
    """The same for PDQ hashes that follow one another, by their positions, where a list says anything."""
    matches: dict[int, list[Match]] = {}
    for shelf in shelves:
        for of, near in shelf.of_hashes(octets):
            value = octets[32 * of : 32 * of + 32]
            if value not in OCTETS_OF_NOTHING:
                matches.setdefault(of, []).append(Match(Query(of, "pdq", value), near, shelf))
    return {of: _weighed(ONE_HASH, some, keys) for of, some in matches.items()}


def _queries(asked: Sequence[Asked], keys: ListKeys) -> Queries:
    queries = Queries()
    for of, one in enumerate(asked):
        for view in one.views:
            octets = bytes.fromhex(view.pdq)
            # A picture without any contrast looks like every other one.
            if view.quality > 0 and octets not in OCTETS_OF_NOTHING:
                queries.hashes.append(Query(of, "pdq", octets, view.quality))
        for kind, digits in one.digests:
            _ask(queries, keys, of, kind, bytes.fromhex(digits))
        for spelling in one.urls:
            _ask(queries, keys, of, "url", spelling.encode())
    return queries


def _ask(queries: Queries, keys: ListKeys, of: int, kind: str, octets: bytes) -> None:
    if octets not in OCTETS_OF_NOTHING:
        queries.digests.append(Query(of, kind, octets))
        queries.keyed.append(keys.digest(kind, octets))


def _near(shelf: Shelf, queries: Queries) -> Iterable[tuple[Query, Near]]:
    hashes, digests, keyed = queries.hashes, queries.digests, queries.keyed
    if len(digests) <= FEW:
        for query, digest in zip(digests, keyed, strict=True):
            yield from ((query, near) for near in shelf.of_digest(digest))
    else:
        yield from ((digests[n], near) for n, near in shelf.of_digests(keyed, table_of(keyed)))
    for query in digests:
        if query.kind == "photodna":
            yield from ((query, near) for near in shelf.of_photodna(query.octets))
    if len(hashes) <= FEW:
        for query in hashes:
            yield from ((query, near) for near in shelf.of_hash(query.octets) if _counts(shelf, query, near))
    else:
        found = shelf.of_hashes(b"".join(query.octets for query in hashes))
        yield from ((hashes[n], near) for n, near in found if _counts(shelf, hashes[n], near))


def _counts(shelf: Shelf, query: Query, near: Near) -> bool:
    """Below the floor of its list a hash must be the very same; then a person looks in any case."""
    return near.distance == 0 or query.quality >= shelf.meaning.quality_floor


def _weighed(asked: Asked, matches: list[Match], keys: ListKeys) -> Found:
    harmless = _harmless(asked, [match for match in matches if match.shelf.meaning.kind == HARMLESS])
    known = [match for match in matches if match.shelf.meaning.kind != HARMLESS]
    left = [match for match in known if not _is_suppressed(asked, match, harmless)]
    hits = [hit for shelf, some in _by_shelf(left) for hit in _hits(asked, shelf, some, keys)]
    hits.sort(key=lambda hit: (not hit.exact, hit.distance, hit.look))
    return Found(hits=tuple(hits[:MOST]), suppressed=bool(known) and not left)


def _harmless(asked: Asked, matches: list[Match]) -> dict[bytes, int]:
    """How near each fingerprint lies to a harmless one; under FILE the file as a whole, where it is one."""
    nearest: dict[bytes, int] = {}
    for match in matches:
        place = _place(match.query)
        nearest[place] = min(nearest.get(place, FAR), _how_near(asked, match))
    return nearest


def _is_suppressed(asked: Asked, match: Match, harmless: dict[bytes, int]) -> bool:
    """By the very same file, or by a harmless picture that lies at least as near as the known one.

    Each view counts alone: a harmless frame, or what shows on white, says nothing of what shows on black. Nor
    does a harmless host of one path on it that is known, or a PhotoDNA hash of anything else.
    """
    return FILE in harmless or harmless.get(_place(match.query), FAR) <= _how_near(asked, match) < FAR


def _place(query: Query) -> bytes:
    """What of the content a match says something of."""
    if query.kind == "url":
        return b"url"
    return query.octets if query.kind in ("pdq", "photodna") else FILE


def _how_near(asked: Asked, match: Match) -> int:
    """In bits, or for an address: how many of its spellings name it more closely."""
    if match.query.kind == "url":
        return asked.urls.index(match.query.octets.decode())
    return match.near.distance


def _by_shelf(matches: Iterable[Match]) -> Iterable[tuple[Shelf, list[Match]]]:
    grouped: dict[object, tuple[Shelf, list[Match]]] = {}
    for match in matches:
        grouped.setdefault(match.shelf.list_id, (match.shelf, []))[1].append(match)
    return grouped.values()


def _hits(asked: Asked, shelf: Shelf, matches: list[Match], keys: ListKeys) -> Iterable[Hit]:
    if asked.share and not _is_enough(asked, shelf, matches):
        matches = [match for match in matches if match.query.kind != "pdq"]
    best: dict[tuple[bool, int], Match] = {}
    for match in matches:
        place = (match.near.added, match.near.entry)
        if place not in best or match.near.distance < best[place].near.distance:
            best[place] = match
    for match in sorted(best.values(), key=lambda one: one.near.distance)[:MOST]:
        kind = "video" if asked.share and match.query.kind == "pdq" else match.query.kind
        sure = match.query.quality >= shelf.meaning.quality_floor
        yield shelf.hit(match.near, kind, match.query.octets, keys, sure=sure)


def _is_enough(asked: Asked, shelf: Shelf, matches: list[Match]) -> bool:
    """Do enough of the distinct frames match? Below the floor are black screens and fades: not counted.

    A frame is asked about as it is, turned and mirrored: it matches where one of these does.
    """
    floor = shelf.meaning.quality_floor
    counted = [view for view in asked.views if view.quality >= floor and _is_something(view)]
    hashes = {match.query.octets.hex() for match in matches if match.query.kind == "pdq"}
    frames = {view.what for view in counted}
    matched = {view.what for view in counted if view.pdq.lower() in hashes}
    return bool(matched) and len(matched) * 100 >= shelf.meaning.video_share * len(frames)


def _is_something(view: View) -> bool:
    return bytes.fromhex(view.pdq) not in OCTETS_OF_NOTHING
