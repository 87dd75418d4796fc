//! The demonstration's mail, written as a Maildir or an mbox file by the test itself.

use deich::demo::{DemoMessage, Mailbox, messages};
use jiff::civil::date;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

fn made(size: usize) -> impl Iterator<Item = DemoMessage> {
    let end = date(2026, 3, 14).at(8, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap();
    messages(size, 7, &end)
}

/// A Maildir++ with an inbox, what was sent, and a trash.
pub fn maildir(dir: &Path, size: usize) -> PathBuf {
    let root = dir.join("Maildir");
    for folder in ["", ".Sent", ".Trash"] {
        for part in ["cur", "new", "tmp"] {
            fs::create_dir_all(root.join(folder).join(part)).unwrap();
        }
    }
    for (n, message) in made(size).enumerate() {
        let folder = if message.mailbox == Mailbox::Sent { root.join(".Sent") } else { root.clone() };
        let name = format!("{}.M{n}.sample:2,S", message.received.as_second());
        fs::write(folder.join("cur").join(name), &message.octets).unwrap();
    }
    root
}

/// Its messages for the inbox of a server.
pub fn inbox(size: usize) -> impl Iterator<Item = super::support::Message> {
    made(size).filter(|message| message.mailbox == Mailbox::Inbox).map(|message| super::support::Message {
        received: message.received.as_second().unsigned_abs(),
        octets: message.octets,
        flags: "S",
    })
}

/// The inbox as an mbox file (mboxrd).
pub fn mbox(dir: &Path, size: usize) -> PathBuf {
    let path = dir.join("Archiv.mbox");
    let mut file = fs::File::create(&path).unwrap();
    for message in made(size).filter(|m| m.mailbox != Mailbox::Sent) {
        let when = message.received.strftime("%a %b %e %H:%M:%S %Y");
        writeln!(file, "From sender@post.example {when}").unwrap();
        for line in message.octets.split_inclusive(|b| *b == b'\n') {
            let quoted = line.iter().position(|b| *b != b'>').is_some_and(|at| line[at..].starts_with(b"From "));
            file.write_all(if quoted { b">" } else { b"" }).unwrap();
            file.write_all(line.strip_suffix(b"\r\n").unwrap_or(line.strip_suffix(b"\n").unwrap_or(line))).unwrap();
            file.write_all(b"\n").unwrap();
        }
        file.write_all(b"\n").unwrap();
    }
    path
}

/// Every message of a folder by its content, with how often it is there.
pub fn contents(root: &Path, folder: &str) -> BTreeMap<Vec<u8>, usize> {
    let mut found = BTreeMap::new();
    for part in ["cur", "new"] {
        let Ok(files) = fs::read_dir(root.join(folder).join(part)) else { continue };
        for file in files {
            *found.entry(fs::read(file.unwrap().path()).unwrap()).or_default() += 1;
        }
    }
    found
}
