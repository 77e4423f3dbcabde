CREATE TABLE source (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    publisher TEXT NOT NULL,
    address TEXT NOT NULL,
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    received TEXT,
    note TEXT NOT NULL,
    taken TEXT NOT NULL,
    by TEXT NOT NULL,
    mapping TEXT NOT NULL,
    count INTEGER NOT NULL,
    cells BLOB NOT NULL,
    shares BLOB,
    populations BLOB
) STRICT;
CREATE TABLE sheet (
    source INTEGER NOT NULL REFERENCES source,
    place INTEGER NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    merged TEXT NOT NULL,
    rows BLOB NOT NULL,
    PRIMARY KEY (source, place)
) STRICT;
CREATE TABLE finding (
    source INTEGER NOT NULL REFERENCES source,
    code TEXT NOT NULL,
    sentence TEXT NOT NULL,
    place TEXT NOT NULL,
    innocent TEXT NOT NULL,
    needs_confirming INTEGER NOT NULL,
    confirmed_at TEXT,
    confirmed_by TEXT,
    reason TEXT,
    PRIMARY KEY (source, code)
) STRICT;
CREATE TABLE mapping (
    shape TEXT PRIMARY KEY,
    mapping TEXT NOT NULL,
    at TEXT NOT NULL,
    by TEXT NOT NULL
) STRICT;
CREATE TABLE area (
    id TEXT PRIMARY KEY,
    area TEXT NOT NULL
) STRICT;
CREATE TABLE event (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    what TEXT NOT NULL,
    source INTEGER REFERENCES source,
    facts TEXT NOT NULL
) STRICT;
