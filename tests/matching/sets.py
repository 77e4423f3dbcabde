"""Lists of hashes that are easy, and lists that are hard."""

import numpy as np

COUNT = 5000


def words(octets):
    """uint8 (n, 32) as the four 64-bit words that the parts beneath Index use."""
    return np.ascontiguousarray(octets).view("<u8").reshape(-1, 4)


def random_hashes(rng, count=COUNT):
    return rng.integers(0, 256, (count, 32), dtype=np.uint8)


def clustered(rng, count=COUNT):
    """Pictures with about a hundred versions each, a few bits apart."""
    pictures = max(count // 100, 3)
    return with_flips(rng, random_hashes(rng, pictures)[rng.integers(0, pictures, count)], 0, 24)


def duplicated(rng, count=COUNT):
    return random_hashes(rng, 300)[rng.integers(0, 300, count)]


def constant_bits(rng, count=COUNT):
    """Hashes of pictures that are alike in three quarters of their bits."""
    hashes = random_hashes(rng, count)
    hashes[:, :24] = 0x55
    return hashes


def one_bucket(rng, count=COUNT):
    """A list made to be slow: every other band is the same in all, so that those buckets hold everything."""
    hashes = random_hashes(rng, count).reshape(count, 16, 2)
    hashes[:, ::2] = 0
    return hashes.reshape(count, 32)


def same(rng, count=COUNT):
    return np.repeat(random_hashes(rng, 1), count, axis=0)


KINDS = {
    "random": random_hashes,
    "clustered": clustered,
    "duplicated": duplicated,
    "constant bits": constant_bits,
    "one bucket": one_bucket,
    "all the same": same,
}


def with_flips(rng, hashes, least, most):
    """Each hash with so many random bits turned."""
    bits = np.unpackbits(hashes, axis=1)
    counts = rng.integers(least, most + 1, len(hashes))
    turned = rng.permuted(np.arange(256) < counts[:, None], axis=1)
    return np.packbits(bits ^ turned, axis=1)


def spread(rng, hashes, distance):
    """Each hash with `distance` bits turned, as evenly over the bands as can be: the hardest to find."""
    bits = np.unpackbits(hashes, axis=1).reshape(len(hashes), 16, 16)
    start = rng.integers(0, 16)
    for turn in range(distance):
        band = (start + turn * 16 // max(distance, 1) if distance <= 16 else start + turn) % 16
        bits[:, band, turn // 16 * 5 + 1] ^= 1
    return np.packbits(bits.reshape(len(hashes), 256), axis=1)


def planted(rng, hashes, distance, count=8):
    """Queries at, just inside and just outside a distance of hashes of the list, and some far from all."""
    chosen = hashes[rng.integers(0, len(hashes), count)]
    return np.concatenate(
        [
            with_flips(rng, chosen, distance, distance),
            with_flips(rng, chosen, max(distance - 1, 0), distance + 1),
            spread(rng, chosen, distance),
            random_hashes(rng, 4),
        ]
    )


def distances(hashes, queries):
    """All distances, (queries, hashes), counted bit by bit: a second opinion that shares no code."""
    listed, asked = (np.unpackbits(part, axis=1).astype(np.int32) for part in (hashes, queries))
    return asked.sum(axis=1)[:, None] + listed.sum(axis=1)[None, :] - 2 * (asked @ listed.T)


def expected(table, entries, limit):
    """For each query the matches, nearest first."""
    entries = np.asarray(entries)
    found = []
    for row in table:
        near = np.flatnonzero(row <= limit)
        order = np.lexsort((entries[near], row[near]))
        found.append(list(zip(entries[near][order].tolist(), row[near][order].tolist(), strict=True)))
    return found
