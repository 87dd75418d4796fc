//! SMTP for reports (RFC 5321, RFC 6409). Not built yet: a report is saved as a file and sent by any mail program.
