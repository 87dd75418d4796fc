//! A server that says what a test wants it to say.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// What the server does about a command.
pub enum Act {
    /// Says this; `TAG` stands for the command's tag.
    Say(String),
    /// These octets, and that it is done.
    Octets(Vec<u8>),
    /// Says this and closes the connection.
    Drop(String),
    /// Says this and from then on nothing, however long anybody waits.
    Hang(String),
}

pub fn say(text: impl Into<String>) -> Act {
    Act::Say(text.into())
}

pub struct Fake {
    pub port: u16,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Fake {
    /// Answers every command (without its tag) by `script`; None: in the usual way. The script lives on across connections.
    pub fn start(script: impl FnMut(&str) -> Option<Act> + Send + 'static) -> Self {
        Self::greeting("* OK [CAPABILITY IMAP4rev1 UIDPLUS MOVE AUTH=PLAIN SASL-IR] hello\r\n", script)
    }

    pub fn greeting(greeting: &str, mut script: impl FnMut(&str) -> Option<Act> + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let (log, greeting) = (heard.clone(), greeting.to_owned());
        // Ends with the test's process.
        thread::spawn(move || {
            for stream in listener.incoming() {
                let _ = serve(&stream.unwrap(), &greeting, &log, &mut script);
            }
        });
        Self { port, heard }
    }

    /// The commands so far, without tags.
    pub fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }

    pub fn heard_any(&self, word: &str) -> bool {
        self.heard().iter().any(|line| line.contains(word))
    }
}

/// Octets that are no UTF-8 as they are in Latin-1.
pub fn text(octets: Vec<u8>) -> String {
    String::from_utf8(octets).unwrap_or_else(|odd| odd.as_bytes().iter().map(|octet| char::from(*octet)).collect())
}

fn serve(
    mut stream: &TcpStream,
    greeting: &str,
    log: &Mutex<Vec<String>>,
    script: &mut dyn FnMut(&str) -> Option<Act>,
) -> std::io::Result<()> {
    stream.write_all(greeting.as_bytes())?;
    let mut lines = BufReader::new(stream.try_clone()?);
    loop {
        let mut line = Vec::new();
        if lines.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        let line = text(line);
        let (tag, command) = line.trim_end().split_once(' ').unwrap_or((line.trim_end(), ""));
        let mut command = command.to_owned();
        // A literal: asked for, and taken in by its size.
        while let Some(size) =
            command.strip_suffix('}').and_then(|c| c.rsplit_once('{')).map(|(_, n)| n.parse::<usize>().unwrap())
        {
            stream.write_all(b"+ go on\r\n")?;
            let mut literal = vec![0; size];
            lines.read_exact(&mut literal)?;
            let mut rest = String::new();
            lines.read_line(&mut rest)?;
            command = format!("{command}{}{}", String::from_utf8(literal).unwrap(), rest.trim_end());
        }
        log.lock().unwrap().push(command.clone());
        match script(&command).unwrap_or_else(|| usual(&command, greeting)) {
            Act::Say(text) => stream.write_all(text.replace("TAG", tag).as_bytes())?,
            Act::Octets(octets) => stream.write_all(&[&octets, tag.as_bytes(), b" OK done\r\n"].concat())?,
            Act::Drop(text) => return stream.write_all(text.replace("TAG", tag).as_bytes()),
            Act::Hang(text) => {
                stream.write_all(text.replace("TAG", tag).as_bytes())?;
                let mut nothing = [0; 64];
                while stream.read(&mut nothing)? > 0 {}
                return Ok(());
            }
        }
    }
}

/// A mailbox of three messages: 1, 2 and 3.
pub const EXAMINED: &str = "* 3 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 4] x\r\nTAG OK done\r\n";

fn usual(command: &str, greeting: &str) -> Act {
    let text = match command.split(' ').next().unwrap() {
        "EXAMINE" | "SELECT" => EXAMINED.into(),
        "UID" if command.starts_with("UID SEARCH") => "* SEARCH 1 2 3\r\nTAG OK done\r\n".into(),
        "UID" if command.starts_with("UID FETCH") => format!("{}{}{}TAG OK done\r\n", fetched(1), fetched(2), fetched(3)),
        "CAPABILITY" => {
            let offered =
                greeting.split_once("[CAPABILITY ").and_then(|(_, t)| t.split_once(']')).map_or("IMAP4rev1", |(o, _)| o);
            format!("* CAPABILITY {offered}\r\nTAG OK done\r\n")
        }
        _ => "TAG OK done\r\n".into(),
    };
    Act::Say(text)
}

/// The answer to a sync's FETCH.
pub fn fetched(uid: u32) -> String {
    let header = format!("Subject: {uid}\r\nMessage-ID: <{uid}@example.org>\r\n\r\n");
    format!(
        "* {uid} FETCH (UID {uid} FLAGS () INTERNALDATE \"30-Nov-2017 22:30:00 +0100\" RFC822.SIZE 99 BODY[HEADER.FIELDS (SUBJECT)] {{{}}}\r\n{header})\r\n",
        header.len()
    )
}
