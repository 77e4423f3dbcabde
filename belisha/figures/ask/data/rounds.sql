CREATE TABLE IF NOT EXISTS round (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    question TEXT NOT NULL,
    years TEXT NOT NULL,
    request TEXT NOT NULL,
    asker TEXT NOT NULL,
    reply_to TEXT NOT NULL,
    begun TEXT NOT NULL,
    by TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS round_force (
    round INTEGER NOT NULL REFERENCES round,
    force TEXT NOT NULL,
    name TEXT NOT NULL,
    law TEXT NOT NULL,
    PRIMARY KEY (round, force)
) STRICT;
CREATE TABLE IF NOT EXISTS round_event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    round INTEGER NOT NULL,
    force TEXT NOT NULL,
    step TEXT NOT NULL,
    day TEXT NOT NULL,
    until TEXT,
    outcome TEXT NOT NULL,
    sections TEXT NOT NULL,
    source INTEGER,
    words TEXT NOT NULL,
    by TEXT NOT NULL,
    noted TEXT NOT NULL,
    FOREIGN KEY (round, force) REFERENCES round_force (round, force)
) STRICT;
CREATE TABLE IF NOT EXISTS round_struck (
    event INTEGER PRIMARY KEY REFERENCES round_event,
    why TEXT NOT NULL,
    by TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
