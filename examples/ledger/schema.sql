-- Members' points as any number of hosts share them. Plain SQL: SQLite, H2 and PostgreSQL take it as it stands.

CREATE TABLE members (
    id            VARCHAR(64) PRIMARY KEY,
    -- The number of the member's last row. Whoever writes rows counts it up first, and only while it is still
    -- `expect.sequence` of the answer: so of two hosts that read the same ledger, one begins again.
    last_sequence BIGINT NOT NULL DEFAULT 0
);

-- The rows of `store`, a column for each field. Rows are added, and never changed or deleted.
--
-- Dates and instants are the texts that kenpo writes: they sort by day, and read back as they were written. A type of the
-- database's own serves as well, where the driver gives the same day and instant back.
CREATE TABLE ledger (
    member        VARCHAR(64) NOT NULL REFERENCES members (id),
    sequence      BIGINT NOT NULL,
    at            VARCHAR(25) NOT NULL,
    kind          VARCHAR(20) NOT NULL,
    points        BIGINT NOT NULL,
    purse         VARCHAR(64),
    rule          VARCHAR(64),
    date          VARCHAR(10),
    synced_on     VARCHAR(10),
    earned        BIGINT,
    revision      BIGINT,
    source        VARCHAR(64),
    steps         BIGINT,
    activity      VARCHAR(64),
    final_on      VARCHAR(10),
    expires_on    VARCHAR(10),
    renewed_until VARCHAR(10),
    cause         VARCHAR(64),
    goods         VARCHAR(64),
    quantity      BIGINT,
    reverses      BIGINT,
    expired       BIGINT,
    balance       BIGINT,
    -- No unique index: the rows of one event share their key. Two requests of one key meet in `last_sequence`, and the
    -- one that comes later is answered from the row of the other.
    request_key   VARCHAR(128)
);

-- A second net below `last_sequence`, and what a member's rows are read by.
CREATE UNIQUE INDEX ledger_sequence ON ledger (member, sequence);
