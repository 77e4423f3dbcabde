"""Write pdq_recorded.txt: what `pdqhash` says of every drawn picture. `python -m tests.screening.record_pdq`

A line is: kind, size, quality and the hash.
"""

from pathlib import Path

import numpy as np

from tests.screening.pdq_pictures import drawn

RECORDED = Path(__file__).with_name("pdq_recorded.txt")


def answer(picture: np.ndarray) -> tuple[int, bytes]:
    """The quality and the hash, as pdqhash has them."""
    import pdqhash

    bits, quality = pdqhash.compute(picture)
    return quality, np.packbits(bits).tobytes()


def main() -> None:
    lines = []
    for name, picture in drawn():
        quality, pdq = answer(picture)
        lines.append(f"{name} {quality} {pdq.hex()}\n")
    RECORDED.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
