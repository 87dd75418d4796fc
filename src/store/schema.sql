-- Version 1. Times are seconds since 1970 (UTC) with nanoseconds beside them where they are compared exactly.

CREATE TABLE source (
    id         INTEGER PRIMARY KEY,
    -- SourceInfo::id: `imap:user@host:port`, `maildir:/path`... Holds no secret.
    identity   TEXT    NOT NULL UNIQUE,
    label      TEXT    NOT NULL,
    -- How to open it again: `path` (location is the path) or `tls`, `starttls`, `plain` (location is the host).
    kind       TEXT    NOT NULL,
    location   TEXT    NOT NULL,
    user       TEXT,
    port       INTEGER,
    last_scan  INTEGER NOT NULL
) STRICT;

CREATE TABLE mailbox (
    id           INTEGER PRIMARY KEY,
    source       INTEGER NOT NULL REFERENCES source ON DELETE CASCADE,
    name         TEXT    NOT NULL,
    -- Where the last sync ended; NULL before the first.
    uid_validity INTEGER,
    uid_next     INTEGER,
    mod_seq      INTEGER,
    UNIQUE (source, name)
) STRICT;

CREATE TABLE envelope (
    -- In the order in which the messages were read, which is mailbox order.
    id      INTEGER PRIMARY KEY,
    mailbox INTEGER NOT NULL REFERENCES mailbox ON DELETE CASCADE,
    place   TEXT    NOT NULL,
    flags   INTEGER NOT NULL,
    -- Everything of an envelope that never changes (src/mail/packed).
    head    BLOB    NOT NULL,
    excerpt TEXT,
    UNIQUE (mailbox, place)
) STRICT;

-- The member's own word on a message. It outlives what is known of the message: src/store/decisions.rs.
CREATE TABLE decision (
    id       INTEGER PRIMARY KEY,
    source   INTEGER NOT NULL REFERENCES source ON DELETE CASCADE,
    envelope INTEGER UNIQUE REFERENCES envelope ON DELETE SET NULL,
    -- By what the message is known when it comes in again.
    print    TEXT    NOT NULL,
    keep     INTEGER NOT NULL CHECK (keep IN (0, 1))
) STRICT;

CREATE INDEX loose_decision ON decision (source, print) WHERE envelope IS NULL;

-- The journal. An action is written down whole before its first step is done.
CREATE TABLE action (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    source       INTEGER NOT NULL REFERENCES source,
    purpose      TEXT    NOT NULL CHECK (purpose IN ('clean_up', 'selection', 'undo')),
    incident     TEXT,
    incident_key TEXT,
    undoes       INTEGER REFERENCES action,
    begun        INTEGER NOT NULL,
    ended        INTEGER,
    state        TEXT    NOT NULL CHECK (state IN ('open', 'done', 'partly', 'undone')),
    -- What stood in its way: a word (plan::ProblemKind), what it concerns, and the server's own text.
    problem       TEXT,
    problem_about TEXT NOT NULL DEFAULT '',
    problem_said  TEXT NOT NULL DEFAULT '',
    from_before  INTEGER,
    from_after   INTEGER,
    to_before    INTEGER,
    to_after     INTEGER
) STRICT;

-- At most one action of a source is open.
CREATE UNIQUE INDEX one_open_action ON action (source) WHERE state = 'open';

CREATE TABLE action_step (
    action          INTEGER NOT NULL REFERENCES action ON DELETE CASCADE,
    step            INTEGER NOT NULL,
    from_mailbox    TEXT    NOT NULL,
    -- UIDVALIDITY under which the items' places mean something.
    from_validity   INTEGER NOT NULL,
    to_mailbox      TEXT    NOT NULL,
    -- How the target stood just before the step was sent: what arrives at or after to_uid_next may be ours.
    to_validity     INTEGER,
    to_uid_next     INTEGER,
    PRIMARY KEY (action, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE action_item (
    action      INTEGER NOT NULL,
    step        INTEGER NOT NULL,
    item        INTEGER NOT NULL,
    place       TEXT    NOT NULL,
    message_id  TEXT    NOT NULL,
    size        INTEGER NOT NULL,
    received    INTEGER NOT NULL,
    received_ns INTEGER NOT NULL,
    -- planned -> sent -> moved | gone | failed
    state       TEXT    NOT NULL CHECK (state IN ('planned', 'sent', 'moved', 'gone', 'failed')),
    -- Where it lies in the target, once known.
    new_place   TEXT,
    -- For an undo: the item of the undone action that this one brings back.
    origin_step INTEGER,
    origin_item INTEGER,
    -- Brought back by an undo.
    undone      INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1)),
    PRIMARY KEY (action, step, item),
    FOREIGN KEY (action, step) REFERENCES action_step ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Messages that actions moved away, as they were read: they stay evidence of the flood they were part of
-- (src/store/evidence.rs). None of an undo, and none once an undo has brought them back.
CREATE TABLE evidence (
    id      INTEGER PRIMARY KEY,
    action  INTEGER NOT NULL,
    step    INTEGER NOT NULL,
    item    INTEGER NOT NULL,
    -- Where it was read.
    mailbox INTEGER NOT NULL REFERENCES mailbox ON DELETE CASCADE,
    flags   INTEGER NOT NULL,
    head    BLOB    NOT NULL,
    excerpt TEXT,
    UNIQUE (action, step, item),
    FOREIGN KEY (action, step, item) REFERENCES action_item ON DELETE CASCADE
) STRICT;
