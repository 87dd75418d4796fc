//! COMPRESS=DEFLATE (RFC 4978) inside TLS, over a line that carries a megabyte in a second.

use super::*;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

const OCTETS_IN_A_MILLISECOND: usize = 1_000;

/// Answers with the port of such a line, and how much it has carried to the client.
fn slow_line_to(server: u16) -> (u16, Arc<AtomicU64>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (port, carried) = (listener.local_addr().unwrap().port(), Arc::new(AtomicU64::new(0)));
    let count = Arc::clone(&carried);
    // Ends with the test's process.
    thread::spawn(move || {
        for client in listener.incoming() {
            let (mut client, mut server) = (client.unwrap(), TcpStream::connect(("127.0.0.1", server)).unwrap());
            let (mut from, mut to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
            thread::spawn(move || {
                let _ = std::io::copy(&mut from, &mut to);
                let _ = to.shutdown(Shutdown::Write);
            });
            let count = Arc::clone(&count);
            thread::spawn(move || {
                let mut piece = [0; 8 * OCTETS_IN_A_MILLISECOND];
                while let Ok(octets @ 1..) = server.read(&mut piece) {
                    count.fetch_add(octets as u64, Ordering::Relaxed);
                    thread::sleep(Duration::from_micros((octets * 1_000 / OCTETS_IN_A_MILLISECOND) as u64));
                    if client.write_all(&piece[..octets]).is_err() {
                        return;
                    }
                }
            });
        }
    });
    (port, carried)
}

fn tls(server: &Dovecot, port: u16) -> ImapConfig {
    let (security, ca) = (Security::Tls, Some(server.ca_pem.clone().into()));
    ImapConfig { port, security, ca, ..config(server) }
}

#[test]
fn a_slow_line_carries_a_fraction() {
    let compresses = "protocol imap {\n  mail_plugins = $mail_plugins imap_zlib\n}\n".to_owned();
    let server = Dovecot::start(&Options { more: compresses, ..Options::default() });
    server.deliver("INBOX", (1..=1500).map(message));
    let (port, carried) = slow_line_to(server.imaps_port);
    let mut source = ImapSource::connect(tls(&server, port), Cancel::default()).unwrap();
    let mut kept = Kept::default();
    kept.sync(&mut source, "INBOX").unwrap();
    assert_eq!(kept.envelopes.len(), 1500);
    let (carried, octets) = (carried.load(Ordering::Relaxed), kept.batches.last().unwrap().octets);
    eprintln!("{octets} octets of answers, {carried} on the line, TLS and sign-in among them");
    assert!(carried * 3 < octets, "{carried} of {octets}");

    // The line goes on compressed: texts, whole messages, and what is moved.
    let mut texts = 0;
    let mut count = |_, text: Box<str>| {
        texts += usize::from(text.contains("Stop bitte"));
        ControlFlow::Continue(())
    };
    source.excerpts(&MailboxName::inbox(), &refs(1..=1500), &mut count).unwrap();
    assert_eq!(texts, 1500);
    assert_eq!(source.read(&MailboxName::inbox(), &MessageRef::from_uid(7), 100_000).unwrap(), message(7).octets);
    let validity = kept.known.point.unwrap().uid_validity;
    let moved = source.move_messages(&MailboxName::inbox(), validity, &refs(1..=500), &name("Trash"));
    assert_eq!((moved.moved.len(), moved.error), (500, None));
}
