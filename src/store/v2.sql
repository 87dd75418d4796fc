-- Version 2.

-- Senders the member trusts, in every source: addresses as `mail::address::normal` writes them.
CREATE TABLE trusted (
    address TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- What the target is for (SpecialUse), as the source said when the action was begun: later it is named without being opened.
ALTER TABLE action_step ADD COLUMN to_use TEXT;
