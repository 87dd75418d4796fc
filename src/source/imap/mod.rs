//! IMAP4rev1 (RFC 3501) with what servers offer beyond it.
