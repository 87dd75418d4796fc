//! IMAP4rev1 (RFC 3501) with what servers offer beyond it.

mod framer;
mod reader;
mod response;
mod utf7;
mod wire;
