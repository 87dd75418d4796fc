//! A bare client: it sends commands, tells lines from literals, and counts. What it takes is what the server and the line take.

use crate::support::Dovecot;
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

pub struct Bare {
    reader: BufReader<TcpStream>,
    line: Vec<u8>,
    sent: u64,
    /// What came.
    pub lines: u64,
    pub octets: u64,
}

impl Bare {
    /// Signs in on this port, which leads to that server.
    pub fn sign_in(server: &Dovecot, port: u16) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_nodelay(true).unwrap();
        let reader = BufReader::with_capacity(64 * 1024, stream);
        let mut bare = Self { reader, line: Vec::new(), sent: 0, lines: 0, octets: 0 };
        let password = server.password.replace('\\', "\\\\").replace('"', "\\\"");
        bare.command(&format!("LOGIN {} \"{password}\"", server.user));
        bare
    }

    pub fn command(&mut self, command: &str) {
        self.commands(std::iter::once(command.to_owned()), 1);
    }

    /// Several commands, so many of them under way at once.
    pub fn commands(&mut self, mut commands: impl Iterator<Item = String>, in_flight: usize) {
        let mut under_way = VecDeque::new();
        loop {
            while under_way.len() < in_flight {
                let Some(command) = commands.next() else { break };
                self.sent += 1;
                under_way.push_back(format!("t{} ", self.sent));
                self.reader.get_mut().write_all(format!("t{} {command}\r\n", self.sent).as_bytes()).unwrap();
            }
            let Some(tag) = under_way.pop_front() else { return };
            self.read_to(tag.as_bytes());
        }
    }

    fn read_to(&mut self, tag: &[u8]) {
        loop {
            self.line.clear();
            self.octets += self.reader.read_until(b'\n', &mut self.line).unwrap() as u64;
            self.lines += 1;
            if let Some(said) = self.line.strip_prefix(tag) {
                assert!(said.starts_with(b"OK"), "{}", String::from_utf8_lossy(said));
                return;
            }
            assert!(!self.line.is_empty(), "the server hung up");
            if let Some(announced) = self.line.strip_suffix(b"}\r\n") {
                let open = announced.iter().rposition(|b| *b == b'{').unwrap();
                let size: u64 = std::str::from_utf8(&announced[open + 1..]).unwrap().parse().unwrap();
                self.octets += std::io::copy(&mut self.reader.by_ref().take(size), &mut std::io::sink()).unwrap();
            }
        }
    }
}
