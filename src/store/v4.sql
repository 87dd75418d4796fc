-- Version 4.

-- What was read is read again: envelopes are written in another order of octets since (src/mail/packed/codec.rs).
DELETE FROM envelope;
DELETE FROM evidence;
UPDATE mailbox SET uid_validity = NULL, uid_next = NULL, mod_seq = NULL;

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
