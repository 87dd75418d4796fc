-- Version 7.

-- Messages in the target just before a step was sent: where there were some and none is left below to_uid_next, all have new numbers.
ALTER TABLE action_step ADD COLUMN to_exists INTEGER;
