-- Version 5.

-- Labels that hung on messages before an action moved them (Gmail takes them off what goes to its bin): an undo hangs them on again.
CREATE TABLE action_label (
    action INTEGER NOT NULL,
    step   INTEGER NOT NULL,
    item   INTEGER NOT NULL,
    label  TEXT    NOT NULL,
    -- An undo has hung it on again.
    back   INTEGER NOT NULL DEFAULT 0 CHECK (back IN (0, 1)),
    PRIMARY KEY (action, step, item, label),
    FOREIGN KEY (action, step, item) REFERENCES action_item ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
