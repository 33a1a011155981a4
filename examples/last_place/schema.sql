-- Members, slots and bookings as two portals share them.

-- Readers do not hold up the one who writes.
PRAGMA journal_mode = WAL;

CREATE TABLE persons (
    id           TEXT PRIMARY KEY,
    born         TEXT NOT NULL,
    relation     TEXT NOT NULL,
    insured_from TEXT NOT NULL,
    lost_on      TEXT
);

-- Whoever takes a place counts `taken` and `version` up, and only while both are what the decision was made on.
-- There is no CHECK (taken <= capacity): staff may lower the capacity of a slot that is booked already.
CREATE TABLE slots (
    id       TEXT PRIMARY KEY,
    date     TEXT NOT NULL,
    capacity INTEGER NOT NULL,
    taken    INTEGER NOT NULL DEFAULT 0,
    -- Counted up by every change of the row, so that a place given back and taken again is noticed too.
    version  INTEGER NOT NULL DEFAULT 0
);

-- The rows of `store`. `actor` is left out: here everybody books for themselves.
CREATE TABLE bookings (
    -- The request key, made with the form and sent with it: a second click cannot become a second booking.
    id          TEXT PRIMARY KEY,
    person      TEXT NOT NULL REFERENCES persons (id),
    service     TEXT NOT NULL,
    slot        TEXT REFERENCES slots (id),
    date        TEXT NOT NULL,
    -- From 1 April. Generated, so that no host can write another.
    fiscal_year INTEGER NOT NULL AS (substr(date, 1, 4) - (substr(date, 6, 2) < '04')) STORED,
    state       TEXT NOT NULL,
    at          TEXT NOT NULL,
    replaces    TEXT REFERENCES bookings (id)
);

-- One use a fiscal year of the services that share it (KRK-02). `expect` holds a slot, not a person:
-- two hosts that book the same person into different slots at once see nothing of each other but this.
-- A booking that was cancelled or missed makes the year free again, hence the states.
CREATE UNIQUE INDEX once_a_fiscal_year ON bookings (person, fiscal_year)
    WHERE state IN ('confirmed', 'attended') AND service IN ('group_checkup', 'voucher');

-- Households that sign in. The hash is PBKDF2 with SHA-256, which both languages have; new systems take Argon2id.
CREATE TABLE accounts (
    login_id    TEXT PRIMARY KEY,
    salt        TEXT NOT NULL,
    iterations  INTEGER NOT NULL,
    hash        TEXT NOT NULL,
    set_on      TEXT NOT NULL,
    -- Given out by the society: to be replaced when it is first used (KRK-11).
    provisional INTEGER NOT NULL
);

CREATE TABLE household (
    login_id TEXT NOT NULL REFERENCES accounts (login_id),
    name     TEXT NOT NULL,
    role     TEXT NOT NULL
);

-- Failures in a row under an ID as entered (KRK-09), whether or not it is anyone's: a lock tells nobody that it is.
CREATE TABLE attempts (
    "key"        TEXT PRIMARY KEY,
    failures     INTEGER NOT NULL,
    locked_until TEXT
);
