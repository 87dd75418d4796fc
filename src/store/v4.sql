-- Version 4.

-- Floods whose new messages the member wants moved as they come in, while Deich watches. Those of before had no end, and are given up.
DROP TABLE IF EXISTS standing_order;
CREATE TABLE standing_order (
    id         INTEGER PRIMARY KEY,
    source     INTEGER NOT NULL REFERENCES source ON DELETE CASCADE,
    -- The incident, by its kind's word and its key...
    kind       TEXT    NOT NULL,
    key        TEXT    NOT NULL,
    -- ...and by when it began: one that was over before is another.
    since      INTEGER NOT NULL,
    until      INTEGER NOT NULL,
    to_mailbox TEXT    NOT NULL,
    UNIQUE (source, kind, key)
) STRICT;
