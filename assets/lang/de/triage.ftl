# What triage says of messages and incidents.
