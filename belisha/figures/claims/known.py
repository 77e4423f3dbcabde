"""Words and names that texts use, as data."""

import tomllib
from functools import cache
from importlib.resources import files


@cache
def platforms() -> tuple[str, ...]:
    """The names of data/platforms.txt."""
    return tuple(name for name in _text("platforms.txt").splitlines() if name)


@cache
def vocabulary(name: str) -> frozenset[str]:
    """One of the lists of data/claims.toml."""
    return frozenset(word.replace("_", " ") for word in tomllib.loads(_text("claims.toml"))[name].split())


def _text(name: str) -> str:
    return files("belisha.figures").joinpath("data", name).read_text(encoding="utf-8")
