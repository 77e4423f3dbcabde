"""What a publication is made of: pages, and files beside them."""

import hashlib
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """One page without the frame around it. `title` is unlike every other page's.

    `links` in it lead from its own address, so that they hold in a folder and under `/figures/` alike.
    """

    address: str
    title: str
    main: str
    place: str = ""  # the entry of the navigation that it belongs to
    framed: bool = True  # a page to be shown inside another's has no navigation around it


@dataclass(frozen=True, kw_only=True, slots=True)
class File:
    """Something to be written or sent as it is."""

    address: str
    kind: str
    body: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


KINDS = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "svg": "image/svg+xml",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "woff2": "font/woff2",
    "txt": "text/plain; charset=utf-8",
}


def kind_of(address: str) -> str:
    """The content type of an address."""
    return KINDS[address.rpartition(".")[2]]


def root_of(address: str) -> str:
    """The way from a page to the first one: "" or "../" for each folder."""
    return "../" * address.count("/")
