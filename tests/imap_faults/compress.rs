//! COMPRESS=DEFLATE (RFC 4978): by a server on a slow line that does it well, that refuses it, and that breaks on it.

use super::*;
use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

const MESSAGES: u32 = 400;

/// What becomes of the compressed line.
#[derive(Clone, Copy, PartialEq)]
enum Fate {
    Works,
    /// Not offered, or offered and refused.
    Missing,
    Refused,
    /// The first octets behind the OK come with it.
    Early,
    /// What comes in place of the first answer.
    Garbage,
    Ends,
    HangsUp,
    /// A line without end, a thousand times as long as what is sent.
    Bomb,
    /// So is every answer, but shorter than what may be: they are cut in single octets.
    Trickles,
}

struct Slow {
    port: u16,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Slow {
    fn start(fate: Fate) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (port, heard) = (listener.local_addr().unwrap().port(), Arc::new(Mutex::new(Vec::new())));
        let log = Arc::clone(&heard);
        // Ends with the test's process.
        thread::spawn(move || {
            for stream in listener.incoming() {
                let line = Line { stream: stream.unwrap(), deflate: None, came: Vec::new() };
                let _ = line.serve(fate, &log);
            }
        });
        Self { port, heard }
    }

    fn sync(&self) -> (Vec<u32>, Result<SyncPoint, SourceError>) {
        let mut source = ImapSource::connect(config_at(self.port), Cancel::default()).unwrap();
        sync(&mut source, &mut Known::default())
    }

    fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

struct Line {
    stream: TcpStream,
    deflate: Option<(Compress, Decompress)>,
    came: Vec<u8>,
}

impl Line {
    fn serve(mut self, fate: Fate, log: &Mutex<Vec<String>>) -> std::io::Result<()> {
        let offer = if fate == Fate::Missing { "" } else { " COMPRESS=DEFLATE" };
        self.stream.write_all(format!("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR ESEARCH{offer}] hello\r\n").as_bytes())?;
        while let Some(line) = self.hear()? {
            let (tag, command) = line.split_once(' ').unwrap();
            log.lock().unwrap().push(command.to_owned());
            let done = format!("{tag} OK done\r\n");
            let compressed = self.deflate.is_some();
            match command.split(' ').take(2).collect::<Vec<_>>().as_slice() {
                ["CAPABILITY"] => self.say(&format!("* CAPABILITY IMAP4rev1 ESEARCH{offer}\r\n{done}"))?,
                ["EXAMINE", _] => {
                    self.say(&format!("* {MESSAGES} EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 401] x\r\n{done}"))?;
                }
                ["UID", "SEARCH"] => self.say(&format!("* ESEARCH (TAG \"{tag}\") UID ALL 1:{MESSAGES}\r\n{done}"))?,
                ["COMPRESS", _] if fate == Fate::Refused => self.say(&format!("{tag} NO [COMPRESSIONACTIVE] no\r\n"))?,
                ["COMPRESS", _] => {
                    let mut packs = (Compress::new(Compression::default(), false), Decompress::new(false));
                    let early = if fate == Fate::Early { pack(&mut packs.0, b"* 400 EXISTS\r\n") } else { Vec::new() };
                    self.stream.write_all(&[done.as_bytes(), &early].concat())?;
                    self.deflate = Some(packs);
                }
                ["UID", "FETCH"] if compressed && fate == Fate::Garbage => self.stream.write_all(&[0xFF; 64])?,
                ["UID", "FETCH"] if compressed && fate == Fate::Ends => {
                    let mut end = Vec::with_capacity(64);
                    self.deflate.as_mut().unwrap().0.compress_vec(b"", &mut end, FlushCompress::Finish)?;
                    self.stream.write_all(&end)?;
                }
                ["UID", "FETCH"] if compressed && fate == Fate::HangsUp => return Ok(()),
                ["UID", "FETCH"] if compressed && fate == Fate::Bomb => {
                    // 256 MiB.
                    for _ in 0..16 {
                        let some = pack(&mut self.deflate.as_mut().unwrap().0, &vec![b'x'; 16 * 1024 * 1024]);
                        self.stream.write_all(&some)?;
                    }
                }
                ["UID", "FETCH"] => {
                    // As if the line took its time, and always as much: 0.1 s for some 40 kB.
                    thread::sleep(Duration::from_millis(if compressed { 0 } else { 100 }));
                    let (first, last) = command.split(' ').nth(2).unwrap().split_once(':').unwrap();
                    let uids = first.parse::<u32>().unwrap()..=last.parse().unwrap();
                    let answer = uids.map(message).collect::<String>() + &done;
                    if compressed && fate == Fate::Trickles {
                        let packed = pack(&mut self.deflate.as_mut().unwrap().0, answer.as_bytes());
                        packed.iter().try_for_each(|octet| self.stream.write_all(&[*octet]))?;
                    } else {
                        self.say(&answer)?;
                    }
                }
                _ => self.say(&done)?,
            }
        }
        Ok(())
    }

    fn say(&mut self, text: &str) -> std::io::Result<()> {
        match &mut self.deflate {
            Some((packs, _)) => self.stream.write_all(&pack(packs, text.as_bytes())),
            None => self.stream.write_all(text.as_bytes()),
        }
    }

    /// The next command.
    fn hear(&mut self) -> std::io::Result<Option<String>> {
        loop {
            if let Some(end) = self.came.windows(2).position(|end| end == b"\r\n") {
                let line = self.came.drain(..end + 2).collect::<Vec<_>>();
                return Ok(Some(String::from_utf8(line[..end].to_vec()).unwrap()));
            }
            let mut chunk = [0; 4_096];
            let n = self.stream.read(&mut chunk)?;
            if n == 0 {
                return Ok(None);
            }
            match &mut self.deflate {
                Some((_, unpacks)) => {
                    let mut plain = Vec::with_capacity(64 * 1024);
                    unpacks.decompress_vec(&chunk[..n], &mut plain, FlushDecompress::Sync)?;
                    self.came.extend(plain);
                }
                None => self.came.extend_from_slice(&chunk[..n]),
            }
        }
    }
}

fn pack(packs: &mut Compress, octets: &[u8]) -> Vec<u8> {
    let mut packed = Vec::with_capacity(octets.len() + 64 * 1024);
    packs.compress_vec(octets, &mut packed, FlushCompress::Sync).unwrap();
    packed
}

fn message(uid: u32) -> String {
    let header = format!("From: <fan{uid}@example.org>\r\nSubject: {uid}\r\nX-Pad: {}\r\n\r\n", "pad ".repeat(200));
    format!("* {uid} FETCH (UID {uid} FLAGS () RFC822.SIZE 9 BODY[HEADER.FIELDS (FROM)] {{{}}}\r\n{header})\r\n", header.len())
}

#[test]
fn a_slow_line_is_compressed_while_nothing_else_is_under_way() {
    for fate in [Fate::Works, Fate::Early, Fate::Trickles] {
        let server = Slow::start(fate);
        let (uids, outcome) = server.sync();
        assert_eq!(outcome.unwrap().uid_next, 401);
        assert_eq!(uids, (1..=MESSAGES).collect::<Vec<_>>());
        let heard = server.heard();
        let words: Vec<&str> =
            heard.iter().filter_map(|command| command.split(' ').find(|w| ["FETCH", "COMPRESS"].contains(w))).collect();
        // Little is asked for until it is known how fast the line is; the rest comes compressed.
        assert_eq!(words, ["FETCH", "FETCH", "FETCH", "FETCH", "COMPRESS", "FETCH"], "{heard:?}");
        assert!(heard[heard.len() - 1].starts_with("UID FETCH 201:400 "), "{heard:?}");
    }
}

#[test]
fn a_line_that_cannot_be_compressed_goes_on_without() {
    for (fate, asked) in [(Fate::Missing, 0), (Fate::Refused, 1)] {
        let server = Slow::start(fate);
        let (uids, outcome) = server.sync();
        outcome.unwrap();
        assert_eq!(uids.len(), MESSAGES as usize);
        assert_eq!(server.heard().iter().filter(|command| command.starts_with("COMPRESS")).count(), asked);
    }
}

/// What was read before counts, and the reason has a kind.
#[test]
fn a_compressed_line_that_breaks_says_how() {
    let garbled: Expected = |error| matches!(error, SourceError::Protocol { detail } if detail.contains("compressed"));
    let broken: [(Fate, Expected); 4] = [
        (Fate::Garbage, garbled),
        (Fate::Ends, garbled),
        (Fate::HangsUp, |error| matches!(error, SourceError::Dropped { .. })),
        (Fate::Bomb, |error| matches!(error, SourceError::Limit { what: "a line", .. })),
    ];
    for (fate, expected) in broken {
        let server = Slow::start(fate);
        let (uids, outcome) = server.sync();
        let error = outcome.unwrap_err();
        assert!(expected(&error), "{error:?}");
        assert_eq!(uids, (1..=200).collect::<Vec<_>>());
    }
}
