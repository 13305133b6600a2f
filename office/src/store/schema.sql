CREATE TABLE journal (
    seq BIGINT NOT NULL PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    why TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE TABLE document (
    hash TEXT NOT NULL PRIMARY KEY,
    body TEXT NOT NULL
);
