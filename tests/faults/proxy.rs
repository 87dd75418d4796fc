//! A line to a mail server that breaks where it is told to, in every way lines and servers are known to.

use std::io::{BufRead, BufReader, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// What goes wrong at one point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Points are commands: it does not reach the server, not all of it does, or its answers do not come back.
    CommandLost,
    CommandHalf,
    AnswersLost,
    /// Points are responses: the line ends before one, or somewhere within it, or is reset.
    Cut,
    HalfLine,
    Reset,
    /// Nothing comes any more from the middle of a response on: the member cancels.
    Stall,
    /// The next tagged response has a tag nobody used, or says NO to what was done.
    WrongTag,
    Lie,
    Twice,
    /// An untagged response comes after the one that followed it.
    Late,
    Bye,
    /// What nobody asked for stands before it: all of it true, and none of it news.
    Unasked,
    Garbled,
}

impl Kind {
    pub const ALL: [Self; 14] = [
        Self::CommandLost,
        Self::CommandHalf,
        Self::AnswersLost,
        Self::Cut,
        Self::HalfLine,
        Self::Reset,
        Self::Stall,
        Self::WrongTag,
        Self::Lie,
        Self::Twice,
        Self::Late,
        Self::Bye,
        Self::Unasked,
        Self::Garbled,
    ];

    pub fn is_of_commands(self) -> bool {
        matches!(self, Self::CommandLost | Self::CommandHalf | Self::AnswersLost)
    }

    /// Can it happen at this response?
    fn fits(self, tagged: bool) -> bool {
        match self {
            Self::WrongTag | Self::Lie => tagged,
            Self::Late => !tagged,
            _ => true,
        }
    }
}

#[derive(Debug, Clone, Copy)]
pub struct Fault {
    pub kind: Kind,
    /// Commands or responses that pass before.
    pub after: usize,
    /// Where within a line.
    pub within: usize,
}

/// What is called once so many commands and responses have passed.
type Trap = (usize, Box<dyn FnOnce() + Send>);

/// What is called before the next command with this word is passed on.
type Call = (&'static str, Box<dyn FnOnce() + Send>);

#[derive(Default)]
struct State {
    fault: Mutex<Option<Fault>>,
    /// Of commands, only those with this word count for a fault.
    word: Mutex<&'static str>,
    trap: Mutex<Option<Trap>>,
    call: Mutex<Option<Call>>,
    commands: AtomicUsize,
    responses: AtomicUsize,
    stalled: AtomicBool,
    /// Connections that are there, and those that broke and on which the server may still be at work.
    open: AtomicUsize,
    broken: AtomicUsize,
    closing: AtomicBool,
}

pub struct Line {
    pub port: u16,
    state: Arc<State>,
}

impl Line {
    pub fn to(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let line = Self { port: listener.local_addr().unwrap().port(), state: Arc::default() };
        let state = Arc::clone(&line.state);
        thread::spawn(move || {
            for client in listener.incoming() {
                if state.closing.load(Ordering::SeqCst) {
                    return;
                }
                let (client, server) = (client.unwrap(), TcpStream::connect(("127.0.0.1", server)).unwrap());
                client.set_nodelay(true).unwrap();
                server.set_nodelay(true).unwrap();
                state.open.fetch_add(1, Ordering::SeqCst);
                join(client, server, &state);
            }
        });
        line
    }

    /// The fault that comes next; it comes once.
    pub fn arm(&self, fault: Option<Fault>) {
        *self.state.fault.lock().unwrap() = fault;
    }

    /// The same, where only commands with this word count.
    pub fn arm_at(&self, word: &'static str, fault: Fault) {
        *self.state.word.lock().unwrap() = word;
        self.arm(Some(fault));
    }

    /// Answers whether the fault has happened, and forgets it and the trap.
    pub fn disarm(&self) -> bool {
        *self.state.trap.lock().unwrap() = None;
        *self.state.word.lock().unwrap() = "";
        self.state.stalled.store(false, Ordering::SeqCst);
        self.state.fault.lock().unwrap().take().is_none()
    }

    /// Calls this once so many commands and responses have passed.
    pub fn trap(&self, after: usize, call: impl FnOnce() + Send + 'static) {
        *self.state.trap.lock().unwrap() = Some((after, Box::new(call)));
    }

    /// Calls this before the next command with this word is passed on.
    pub fn call_at(&self, word: &'static str, call: impl FnOnce() + Send + 'static) {
        *self.state.call.lock().unwrap() = Some((word, Box::new(call)));
    }

    /// Commands and responses since this was last asked.
    pub fn passed(&self) -> (usize, usize) {
        (self.state.commands.swap(0, Ordering::SeqCst), self.state.responses.swap(0, Ordering::SeqCst))
    }

    pub fn is_stalled(&self) -> bool {
        self.state.stalled.load(Ordering::SeqCst)
    }

    /// Waits until the server has done whatever it had heard on connections that broke; or until there are none any more.
    pub fn wait_for_server(&self, all: bool) {
        let patience = Instant::now() + Duration::from_secs(20);
        let connections = if all { &self.state.open } else { &self.state.broken };
        while connections.load(Ordering::SeqCst) > 0 {
            assert!(Instant::now() < patience, "the server does not end its side");
            thread::sleep(Duration::from_millis(1));
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.state.closing.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for company.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

impl State {
    /// Counts a command or a response and answers with the fault that happens at it.
    fn pass(&self, line: &[u8], is_command: bool, tagged: bool) -> Option<Fault> {
        if is_command { &self.commands } else { &self.responses }.fetch_add(1, Ordering::SeqCst);
        let mut trap = self.trap.lock().unwrap();
        if trap.as_ref().is_some_and(|(left, _)| *left == 0) {
            let (_, call) = trap.take().unwrap();
            call();
        } else if let Some((left, _)) = trap.as_mut() {
            *left -= 1;
        }
        drop(trap);
        let word = self.word.lock().unwrap().as_bytes();
        if is_command && !word.is_empty() && !line.windows(word.len()).any(|window| window == word) {
            return None;
        }
        let mut armed = self.fault.lock().unwrap();
        let fault = armed.as_mut().filter(|fault| fault.kind.is_of_commands() == is_command)?;
        if fault.after > 0 {
            fault.after -= 1;
            return None;
        }
        if fault.kind.fits(tagged) { armed.take() } else { None }
    }
}

/// What the two directions of a connection know of each other.
#[derive(Default)]
struct Talk {
    answers_lost: AtomicBool,
    broken: AtomicBool,
}

impl Talk {
    /// Said before the client can notice.
    fn breaks(&self, state: &State) {
        if !self.broken.swap(true, Ordering::SeqCst) {
            state.broken.fetch_add(1, Ordering::SeqCst);
        }
    }
}

/// Passes everything on between the two, until something breaks.
fn join(client: TcpStream, server: TcpStream, state: &Arc<State>) {
    let talk = Arc::new(Talk::default());
    let (from_client, to_server) = (client.try_clone().unwrap(), server.try_clone().unwrap());
    let (theirs, shared) = (Arc::clone(&talk), Arc::clone(state));
    thread::spawn(move || {
        let _ = pass_commands(&from_client, &to_server, &shared, &theirs);
        // The server hears of the end; what it has still to say is read on the other thread.
        let _ = to_server.shutdown(Shutdown::Write);
    });
    let shared = Arc::clone(state);
    thread::spawn(move || {
        let reset = pass_responses(&server, &client, &shared, &talk).unwrap_or(false);
        talk.breaks(&shared);
        if reset {
            // With nothing to linger for, the last close is a reset.
            socket2::SockRef::from(&client).set_linger(Some(Duration::ZERO)).unwrap();
            let _ = client.shutdown(Shutdown::Read);
        } else {
            let _ = client.shutdown(Shutdown::Both);
        }
        drop(client);
        let _ = server.shutdown(Shutdown::Write);
        server.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let _ = std::io::copy(&mut &server, &mut std::io::sink());
        shared.broken.fetch_sub(1, Ordering::SeqCst);
        shared.open.fetch_sub(1, Ordering::SeqCst);
    });
}

fn pass_commands(client: &TcpStream, mut server: &TcpStream, state: &State, talk: &Talk) -> std::io::Result<()> {
    let mut lines = BufReader::new(client);
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line)? > 0 {
        let call =
            state.call.lock().unwrap().take_if(|(word, _)| line.windows(word.len()).any(|window| window == word.as_bytes()));
        if let Some((_, call)) = call {
            call();
        }
        match state.pass(&line, true, false).map(|fault| (fault.kind, fault.within)) {
            None => server.write_all(&line)?,
            Some((Kind::AnswersLost, _)) => {
                talk.answers_lost.store(true, Ordering::SeqCst);
                server.write_all(&line)?;
            }
            Some((kind, within)) => {
                if kind == Kind::CommandHalf {
                    server.write_all(&line[..within % line.len()])?;
                }
                talk.breaks(state);
                return client.shutdown(Shutdown::Both);
            }
        }
        line.clear();
    }
    Ok(())
}

/// Answers whether the line is to be reset.
fn pass_responses(server: &TcpStream, mut client: &TcpStream, state: &State, talk: &Talk) -> std::io::Result<bool> {
    let mut reader = BufReader::new(server);
    let mut late: Option<Vec<u8>> = None;
    while let Some(response) = response(&mut reader)? {
        let tagged = !matches!(response[0], b'*' | b'+');
        if talk.answers_lost.load(Ordering::SeqCst) {
            if tagged {
                return Ok(false);
            }
            continue;
        }
        let fault = state.pass(&response, false, tagged);
        let within = fault.map_or(0, |fault| fault.within % response.len());
        match fault.map(|fault| fault.kind) {
            Some(Kind::Cut) => return Ok(false),
            Some(Kind::Reset) => return Ok(true),
            Some(Kind::HalfLine) => {
                client.write_all(&response[..within])?;
                return Ok(false);
            }
            Some(Kind::Stall) => {
                client.write_all(&response[..within])?;
                state.stalled.store(true, Ordering::SeqCst);
                // Until the client gives up.
                while client.peek(&mut [0]).is_ok_and(|count| count > 0) && state.stalled.load(Ordering::SeqCst) {
                    thread::sleep(Duration::from_millis(1));
                }
                return Ok(false);
            }
            Some(Kind::WrongTag) => client.write_all(&[b"X", &*response].concat())?,
            Some(Kind::Lie) => {
                let text = String::from_utf8_lossy(&response).replacen(" OK", " NO", 1);
                client.write_all(text.as_bytes())?;
            }
            Some(Kind::Twice) => client.write_all(&response.repeat(2))?,
            Some(Kind::Bye) => {
                client.write_all(b"* BYE shutting down\r\n")?;
                return Ok(false);
            }
            Some(Kind::Garbled) => client.write_all(b"* 1 FETCH (UID 3 FLAGS\r\n")?,
            Some(Kind::Unasked) => {
                client.write_all(UNASKED)?;
                client.write_all(&response)?;
            }
            Some(Kind::Late) => late = Some(response),
            Some(Kind::CommandLost | Kind::CommandHalf | Kind::AnswersLost) | None if tagged => {
                client.write_all(&[late.take().unwrap_or_default(), response].concat())?;
            }
            Some(Kind::CommandLost | Kind::CommandHalf | Kind::AnswersLost) | None => {
                client.write_all(&[response, late.take().unwrap_or_default()].concat())?;
            }
        }
    }
    Ok(false)
}

/// Any server may say any of this at any time.
const UNASKED: &[u8] = b"* OK still here\r\n* 0 RECENT\r\n* 1 FETCH (FLAGS (\\Seen \\Flagged))\r\n* FLAGS (\\Seen)\r\n\
    * OK [PERMANENTFLAGS (\\Seen)] x\r\n* NO [ALERT] the disk is nearly full\r\n* STATUS Sent (MESSAGES 9 UIDNEXT 1)\r\n\
    * BAD x\r\n* THANKS for all the fish {3}\r\nabc)\r\n";

/// One complete response with its literals; None at the end.
pub fn response(reader: &mut impl BufRead) -> std::io::Result<Option<Vec<u8>>> {
    let mut response = Vec::new();
    loop {
        let from = response.len();
        if reader.read_until(b'\n', &mut response)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&response[from..]).trim_end().to_owned();
        let size = line.strip_suffix('}').and_then(|line| line.rsplit_once('{')).and_then(|(_, size)| size.parse::<usize>().ok());
        let Some(size) = size else { return Ok(Some(response)) };
        let from = response.len();
        response.resize(from + size, 0);
        reader.read_exact(&mut response[from..])?;
    }
}
