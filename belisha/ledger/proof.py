"""Inclusion proofs (RFC 6962, section 2.1.1): that one entry stands in a log of this head."""

from collections.abc import Collection, Sequence

from belisha.ledger.tree import node


class BadProof(ValueError):
    """A path that doesn't fit this place in a log of this size."""


def inclusion(leaves: Sequence[bytes], index: int, size: int) -> list[bytes]:
    """Return the hashes, lowest first, that lead from one leaf to the head of the first `size` leaves."""
    return inclusions(leaves[:size], [index])[index]


def inclusions(leaves: Sequence[bytes], indices: Collection[int]) -> dict[int, list[bytes]]:
    """Return the paths of many leaves in one walk over the log."""
    if any(not 0 <= index < len(leaves) for index in indices):
        raise BadProof("no such entry in a log of this size")
    paths: dict[int, list[bytes]] = {index: [] for index in indices}
    layer, height = leaves, 0
    while len(layer) > 1:
        for index, path in paths.items():
            if (sibling := index >> height ^ 1) < len(layer):
                path.append(layer[sibling])
        layer, height = _above(layer), height + 1
    return paths


def _above(layer: Sequence[bytes]) -> list[bytes]:
    # A last hash without a neighbour goes up as it is: the tree of RFC 6962 for any size.
    joined = [node(layer[at], layer[at + 1]) for at in range(0, len(layer) - 1, 2)]
    return [*joined, layer[-1]] if len(layer) % 2 else joined


def root_from(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """Return the head to which a path leads (RFC 9162, section 2.1.3.2), or raise BadProof."""
    if not 0 <= index < size:
        raise BadProof("no such entry in a log of this size")
    place, last, root = index, size - 1, leaf
    for beside in path:
        if last == 0:
            raise BadProof("the path is too long")
        if place & 1 or place == last:
            root = node(beside, root)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            root = node(root, beside)
        place, last = place >> 1, last >> 1
    if last:
        raise BadProof("the path is too short")
    return root
