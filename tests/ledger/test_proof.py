"""Inclusion proofs, against the definition in RFC 6962 and over every size that has an edge."""

from hashlib import sha256

import pytest

from belisha.ledger.proof import BadProof, inclusion, inclusions, root_from
from belisha.ledger.tree import Frontier, node

LEAVES = [sha256(b"\x00" + bytes([n])).digest() for n in range(70)]


def head(size: int) -> bytes:
    frontier = Frontier()
    for leaf in LEAVES[:size]:
        frontier.add(leaf)
    return frontier.root()


def by_definition(leaves: list[bytes], index: int) -> list[bytes]:
    """PATH(m, D[n]) as RFC 6962 writes it, word for word."""
    if len(leaves) == 1:
        return []
    split = 1 << (len(leaves) - 1).bit_length() - 1
    left, right = leaves[:split], leaves[split:]
    if index < split:
        return [*by_definition(left, index), tree_head(right)]
    return [*by_definition(right, index - split), tree_head(left)]


def tree_head(leaves: list[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return node(tree_head(leaves[:split]), tree_head(leaves[split:]))


def test_every_entry_of_every_size_has_a_path_to_the_head():
    for size in range(1, len(LEAVES) + 1):
        paths = inclusions(LEAVES[:size], range(size))
        for index in range(size):
            assert paths[index] == by_definition(LEAVES[:size], index) == inclusion(LEAVES, index, size)
            assert root_from(LEAVES[index], index, size, paths[index]) == head(size)


def test_a_path_proves_nothing_of_another_entry_place_or_log():
    size = 37
    for index in range(size):
        path = inclusion(LEAVES, index, size)
        assert root_from(LEAVES[index + 1], index, size, path) != head(size)
        for other in {index ^ 1, (index + 5) % size} - {index}:
            assert leads_elsewhere(LEAVES[index], other, size, path)
        for bent in range(len(path)):
            changed = [*path[:bent], sha256(path[bent]).digest(), *path[bent + 1 :]]
            assert root_from(LEAVES[index], index, size, changed) != head(size)


def leads_elsewhere(leaf: bytes, index: int, size: int, path: list[bytes]) -> bool:
    try:
        return root_from(leaf, index, size, path) != head(size)
    except BadProof:
        return True


def test_a_path_of_the_wrong_length_or_place_is_refused():
    path = inclusion(LEAVES, 3, 20)
    for wrong in (path[:-1], [*path, path[0]]):
        with pytest.raises(BadProof):
            root_from(LEAVES[3], 3, 20, wrong)
    for index in (-1, 20):
        with pytest.raises(BadProof):
            root_from(LEAVES[3], index, 20, path)
        with pytest.raises(BadProof):
            inclusion(LEAVES, index, 20)
