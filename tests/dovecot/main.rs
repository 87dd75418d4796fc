//! The IMAP source and the ManageSieve client against a real Dovecot with Pigeonhole; the whole way on Cyrus and Courier as well.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

mod command_line;
mod compressing;
mod end_to_end;
#[path = "../sieve/floods.rs"]
#[allow(dead_code, reason = "the tests of the filters themselves use more of it")]
mod floods;
mod getting_in;
mod managesieve;
mod moving;
mod other_servers;
mod others;
#[path = "../faults/proxy.rs"]
#[allow(dead_code, reason = "the tests of faults use more of it")]
mod proxy;
mod reading;
mod reconciling;
mod signing_in;
mod support;
mod watching;
mod web;

use deich::account::{Secret, Security};
use deich::mail::{Envelope, Flags, MailboxName, MessageRef};
use deich::source::imap::{ImapConfig, ImapSource, Patience};
use deich::source::{Batch, Cancel, Change, Known, MailSource, SourceError, SyncPoint};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use support::{Dovecot, Message, Options};

/// What reaches a server over a plain loopback line.
fn config(server: &Dovecot) -> ImapConfig {
    ImapConfig {
        host: server.host.to_owned(),
        port: server.imap_port,
        security: Security::Plain,
        user: server.user.to_owned(),
        secret: Secret::new(server.password),
        ca: None,
        trusted: None,
        patience: Patience::default(),
    }
}

fn connect(server: &Dovecot) -> ImapSource {
    ImapSource::connect(config(server), Cancel::default()).unwrap_or_else(|e| panic!("{e}\n{}", server.log()))
}

fn name(mailbox: &str) -> MailboxName {
    MailboxName::new(mailbox)
}

fn refs(uids: impl IntoIterator<Item = u32>) -> Vec<MessageRef> {
    uids.into_iter().map(MessageRef::from_uid).collect()
}

/// An ordinary message; its number is in the subject and in the Message-ID.
fn message(number: u64) -> Message {
    let octets = format!(
        "Return-Path: <list@verein.example>\r\nFrom: \"Fan {number}\" <fan{number}@example.org>\r\nTo: mitglieder@verein.example\r\n\
         Subject: Nachricht {number}\r\nMessage-ID: <{number}@example.org>\r\nDate: Thu, 30 Nov 2017 22:30:00 +0100\r\n\
         X-Private: not asked for\r\n\r\nStop bitte den Spam, sagt Nummer {number}.\r\n"
    );
    Message {
        octets: octets.into_bytes(),
        received: 1_512_077_400 + number,
        flags: if number.is_multiple_of(3) { "S" } else { "" },
    }
}

/// What a store keeps: the messages by place, and the point from which the next sync goes on.
#[derive(Default)]
struct Kept {
    envelopes: BTreeMap<u32, Envelope>,
    known: Known,
    batches: Vec<Batch>,
}

impl Kept {
    /// Syncs like the engine does: what was handed over is kept, whatever becomes of the rest.
    fn sync(&mut self, source: &mut ImapSource, mailbox: &str) -> Result<SyncPoint, SourceError> {
        self.sync_at_most(source, mailbox, usize::MAX)
    }

    /// Breaks off after so many batches.
    fn sync_at_most(&mut self, source: &mut ImapSource, mailbox: &str, most: usize) -> Result<SyncPoint, SourceError> {
        let known = self.known.clone();
        self.batches.clear();
        let point = source.sync(&name(mailbox), &known, &mut |batch| {
            self.keep(&batch);
            self.batches.push(batch);
            if self.batches.len() < most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        self.known.point = Some(point);
        Ok(point)
    }

    fn keep(&mut self, batch: &Batch) {
        for change in &batch.changes {
            match change {
                Change::New(envelope) => {
                    self.known.messages.insert(envelope.message.clone(), envelope.flags);
                    self.envelopes.insert(envelope.message.uid().unwrap(), (**envelope).clone());
                }
                Change::Flags(message, flags) => {
                    *self.known.messages.get_mut(message).unwrap() = *flags;
                    self.envelopes.get_mut(&message.uid().unwrap()).unwrap().flags = *flags;
                }
                Change::Gone(message) => {
                    self.known.messages.remove(message).unwrap();
                    self.envelopes.remove(&message.uid().unwrap()).unwrap();
                }
                Change::Afresh => *self = Self { batches: std::mem::take(&mut self.batches), ..Self::default() },
            }
        }
        self.known.point = batch.resume.or(self.known.point);
    }

    fn changes(&self) -> usize {
        self.batches.iter().map(|b| b.changes.len()).sum()
    }
}

#[test]
fn the_server_starts_takes_mail_and_stops() {
    let dir = {
        let server = Dovecot::start(&Options::default());
        server.deliver("INBOX", (0..3).map(message));
        let found = server.doveadm(&["search", "-u", server.user, "mailbox", "INBOX", "ALL"]);
        assert_eq!(found.lines().count(), 3, "{}", server.log());
        assert_eq!(server.contents("INBOX").len(), 3);
        server.dir().to_owned()
    };
    assert!(!dir.exists());
}

/// `\Seen` of all messages, as the server has them.
fn seen(kept: &Kept) -> usize {
    kept.envelopes.values().filter(|e| e.flags.has(Flags::SEEN)).count()
}
