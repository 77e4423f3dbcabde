"""Write pdq_recorded.txt: what `pdqhash` says of every drawn picture. `python -m tests.screening.record_pdq`

A line is: kind, size, quality, the hash, and the SHA-256 of the eight variants in Belisha's order; but of
64 x 64 pixels no variants, for which pdqhash has two answers.
"""

import hashlib
from pathlib import Path

import numpy as np

from tests.screening.pdq_pictures import drawn

RECORDED = Path(__file__).with_name("pdq_recorded.txt")
OUR_ORDER = (0, 1, 2, 3, 5, 7, 4, 6)
"""pdqhash: as it is, turned three times, upside down, left to right, along one diagonal, along the other."""


def answers(picture: np.ndarray) -> tuple[int, bytes, tuple[bytes, ...]]:
    """The quality, the hash and the eight variants, as pdqhash has them."""
    import pdqhash

    bits, quality = pdqhash.compute(picture)
    variants, _ = pdqhash.compute_dihedral(picture)
    return quality, np.packbits(bits).tobytes(), tuple(np.packbits(variants[i]).tobytes() for i in OUR_ORDER)


def digest(variants: tuple[bytes, ...]) -> str:
    return hashlib.sha256(b"".join(variants)).hexdigest()[:16]


def main() -> None:
    lines = []
    for name, picture in drawn():
        quality, pdq, variants = answers(picture)
        seal = "-" if picture.shape == (64, 64, 3) else digest(variants)
        lines.append(f"{name} {quality} {pdq.hex()} {seal}\n")
    RECORDED.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
