//! The socket: connect, encrypt, send, and hand over one complete response at a time.
//!
//! Every wait has an end (time-outs) and can be cancelled; every failure leaves the wire broken, since what would follow could
//! no longer be understood.

use super::deflate::{Deflate, Garbled};
use super::framer::Framer;
use super::tls::{self, Tls};
use super::{Cancel, Endpoint, Limits, Patience, WireError};
use crate::account::Security;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{IpAddr, SocketAddr, TcpStream, ToSocketAddrs};
use std::ops::Range;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

type Result<T> = std::result::Result<T, WireError>;

/// How often a wait looks whether it was cancelled.
const TICK: Duration = Duration::from_millis(100);

enum Stream {
    Plain(TcpStream),
    Tls(Box<Tls>),
    /// Between plain and TLS, and after a handshake that failed.
    Closed,
}

pub struct Wire {
    stream: Stream,
    /// Once both sides have agreed on it.
    deflate: Option<Box<Deflate>>,
    framer: Framer,
    pub limits: Limits,
    patience: Patience,
    host: String,
    cancel: Cancel,
    /// Octets received so far, inside TLS, and as they were before they were compressed.
    pub received: u64,
    broken: bool,
    /// When something was last sent.
    used: Instant,
    chunk: Box<[u8]>,
}

impl Wire {
    /// Connects, and encrypts where TLS comes first. STARTTLS is the dialogue's business, and so is to know which responses
    /// end in words for people, by their first line: see [`Framer::new`].
    pub fn connect(config: &Endpoint, cancel: &Cancel, has_free_text: fn(&[u8]) -> bool) -> Result<Self> {
        let socket = open(config, cancel)?;
        let mut wire = Self {
            stream: Stream::Plain(socket),
            deflate: None,
            framer: Framer::new(has_free_text),
            limits: Limits::default(),
            patience: config.patience,
            host: config.host.clone(),
            cancel: cancel.clone(),
            received: 0,
            broken: false,
            used: Instant::now(),
            chunk: vec![0; 64 * 1024].into(),
        };
        if config.security == Security::Tls {
            wire.encrypt(config)?;
        }
        Ok(wire)
    }

    /// Starts TLS. What was received and not looked at until here came unprotected: it is thrown away (RFC 3501 section 6.2.1).
    pub fn encrypt(&mut self, config: &Endpoint) -> Result<()> {
        self.framer = self.framer.afresh();
        let Stream::Plain(socket) = std::mem::replace(&mut self.stream, Stream::Closed) else {
            return Err(self.dropped("no plain connection to encrypt"));
        };
        let (tls, judge) = tls::client(config, socket)?;
        let mut tls = Box::new(tls);
        let until = Instant::now() + self.patience.connect;
        while tls.conn.is_handshaking() {
            match tls.conn.complete_io(&mut tls.sock) {
                Ok(_) => {}
                Err(error) if is_wait(&error) => self.wait(until, self.patience.connect)?,
                Err(error) => {
                    self.broken = true;
                    return Err(tls::explain(&error, &self.host, &judge));
                }
            }
        }
        self.stream = Stream::Tls(tls);
        Ok(())
    }

    /// From here on both directions are compressed (RFC 4978 section 3). What was received behind the server's OK is so already.
    pub fn compress(&mut self) {
        let mut deflate = Box::new(Deflate::default());
        let early = self.framer.take_rest();
        self.received -= early.len() as u64;
        deflate.push(&early);
        self.deflate = Some(deflate);
    }

    /// Nothing more can be done on this connection.
    pub fn is_broken(&self) -> bool {
        self.broken
    }

    /// The server ended the connection.
    pub fn dropped(&mut self, detail: &str) -> WireError {
        self.broken = true;
        WireError::Dropped { host: self.host.clone(), detail: detail.to_owned() }
    }

    /// Nothing that follows on this connection can be trusted, or anybody wants to hear it.
    pub fn give_up<E>(&mut self, error: E) -> E {
        self.broken = true;
        error
    }

    /// Was it left alone for longer than connections are trusted to last?
    pub fn is_stale(&self) -> bool {
        self.used.elapsed() >= self.patience.idle
    }

    pub fn send(&mut self, octets: &[u8]) -> Result<()> {
        self.used = Instant::now();
        let until = Instant::now() + self.patience.answer;
        let packed = self.deflate.as_mut().map(|deflate| deflate.pack(octets)).transpose();
        let packed = packed.map_err(|garbled| self.garbled(garbled))?;
        let mut rest = packed.as_deref().unwrap_or(octets);
        while !rest.is_empty() {
            let written = match &mut self.stream {
                Stream::Plain(socket) => socket.write(rest),
                Stream::Tls(tls) => tls.write(rest),
                Stream::Closed => Ok(0),
            };
            match written {
                Ok(0) => return Err(self.dropped("it takes no more")),
                Ok(n) => rest = rest.get(n..).unwrap_or_default(),
                Err(error) => self.endure(&error, until)?,
            }
        }
        while let Stream::Tls(tls) = &mut self.stream {
            match tls.flush() {
                Ok(()) => break,
                Err(error) => self.endure(&error, until)?,
            }
        }
        Ok(())
    }

    /// Waits for the next complete response, and has it read. One that can't be read breaks the wire.
    pub fn response<'a, T, E: From<WireError>>(
        &'a mut self,
        read: impl FnOnce(&'a [u8]) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let place = self.next().inspect_err(|_| self.broken = true)?;
        read(self.framer.octets(place)).inspect_err(|_| self.broken = true)
    }

    /// The next complete response if it comes within a moment (a tenth of a second); silence is no failure.
    pub fn glance<'a, T, E: From<WireError>>(
        &'a mut self,
        read: impl FnOnce(&'a [u8]) -> std::result::Result<T, E>,
    ) -> std::result::Result<Option<T>, E> {
        let place = self.peek().inspect_err(|_| self.broken = true)?;
        let Some(place) = place else { return Ok(None) };
        read(self.framer.octets(place)).map(Some).inspect_err(|_| self.broken = true)
    }

    fn peek(&mut self) -> Result<Option<Range<usize>>> {
        if let Some(place) = self.framer.next(&self.limits)? {
            return Ok(Some(place));
        }
        if !self.unpack()? {
            match self.read() {
                Err(error) if is_wait(&error) => return Ok(None),
                Err(error) => self.endure(&error, Instant::now())?,
                Ok(0) => return Err(self.dropped("the server closed it")),
                Ok(n) => self.take_in(n)?,
            }
        }
        Ok(self.framer.next(&self.limits)?)
    }

    pub fn patience(&self) -> Patience {
        self.patience
    }

    fn next(&mut self) -> Result<Range<usize>> {
        loop {
            self.cancel.check()?;
            match self.framer.next(&self.limits)? {
                Some(place) => return Ok(place),
                None => self.fill()?,
            }
        }
    }

    /// Takes in what arrives next.
    fn fill(&mut self) -> Result<()> {
        if self.unpack()? {
            return Ok(());
        }
        let until = Instant::now() + self.patience.answer;
        loop {
            match self.read() {
                Ok(0) => return Err(self.dropped("the server closed it")),
                Ok(n) => return self.take_in(n),
                Err(error) => self.endure(&error, until)?,
            }
        }
    }

    fn read(&mut self) -> io::Result<usize> {
        match &mut self.stream {
            Stream::Plain(socket) => socket.read(&mut self.chunk),
            Stream::Tls(tls) => tls.read(&mut self.chunk),
            Stream::Closed => Ok(0),
        }
    }

    fn take_in(&mut self, octets: usize) -> Result<()> {
        let arrived = self.chunk.get(..octets).unwrap_or_default();
        if let Some(deflate) = &mut self.deflate {
            deflate.push(arrived);
            return self.unpack().map(|_| ());
        }
        self.received += octets as u64;
        self.framer.push(arrived);
        Ok(())
    }

    /// Takes in a piece of what arrived compressed, if there is any left. No more than one: the framer must see each before there may
    /// be another, as it alone knows when it is too much.
    fn unpack(&mut self) -> Result<bool> {
        let Some(deflate) = &mut self.deflate else { return Ok(false) };
        match deflate.next() {
            Ok(piece) => {
                self.received += piece.len() as u64;
                self.framer.push(piece);
                Ok(!piece.is_empty())
            }
            Err(garbled) => Err(self.garbled(garbled)),
        }
    }

    fn garbled(&mut self, Garbled(detail): Garbled) -> WireError {
        self.broken = true;
        WireError::Garbled { host: self.host.clone(), detail }
    }

    /// Goes on after an error that only says "not yet"; any other breaks the wire.
    fn endure(&mut self, error: &io::Error, until: Instant) -> Result<()> {
        if is_wait(error) {
            return self.wait(until, self.patience.answer);
        }
        let detail = if error.kind() == ErrorKind::UnexpectedEof { "the server closed it".into() } else { error.to_string() };
        Err(self.dropped(&detail))
    }

    fn wait(&mut self, until: Instant, patience: Duration) -> Result<()> {
        let in_time = if Instant::now() < until { Ok(()) } else { Err(timed_out(&self.host, patience)) };
        self.cancel.check_wait().map_err(WireError::from).and(in_time).inspect_err(|_| self.broken = true)
    }
}

/// The wait for this piece of input or output is over, the time-out of the whole is not.
fn is_wait(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted)
}

fn timed_out(host: &str, patience: Duration) -> WireError {
    WireError::TimedOut { host: host.to_owned(), seconds: patience.as_secs() }
}

/// Looks up the name and connects to the first address that answers, on a thread of its own, so that neither can hold us up
/// past the time-out or a cancel.
fn open(config: &Endpoint, cancel: &Cancel) -> Result<TcpStream> {
    let (host, port, security, patience) = (config.host.clone(), config.port, config.security, config.patience.connect);
    let (answer, answers) = mpsc::channel();
    // Nobody waits for it after a time-out; it ends by itself and its answer goes nowhere.
    thread::spawn(move || drop(answer.send(reach(&host, port, security, patience))));
    let until = Instant::now() + patience * 2;
    loop {
        cancel.check_wait()?;
        match answers.recv_timeout(TICK) {
            Ok(outcome) => return outcome,
            Err(mpsc::RecvTimeoutError::Timeout) if Instant::now() < until => {}
            Err(_) => return Err(timed_out(&config.host, patience)),
        }
    }
}

fn reach(host: &str, port: u16, security: Security, patience: Duration) -> Result<TcpStream> {
    let unknown = || WireError::UnknownHost { host: host.to_owned() };
    let name = tls::ascii(host).ok_or_else(unknown)?;
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    let addresses: Vec<SocketAddr> = (bare, port).to_socket_addrs().map_err(|_| unknown())?.collect();
    if addresses.is_empty() {
        return Err(unknown());
    }
    if security == Security::Plain && !is_loopback(bare, &addresses) {
        return Err(WireError::NoEncryption { host: host.to_owned() });
    }
    let mut last = None;
    for address in addresses {
        match TcpStream::connect_timeout(&address, patience) {
            Ok(socket) => {
                let set =
                    socket.set_nodelay(true).and(socket.set_read_timeout(Some(TICK))).and(socket.set_write_timeout(Some(TICK)));
                return set.map(|()| socket).map_err(|e| unreachable(host, port, &e));
            }
            Err(error) => last = Some(error),
        }
    }
    Err(match last {
        Some(error) if is_wait(&error) => timed_out(host, patience),
        Some(error) => unreachable(host, port, &error),
        None => unknown(),
    })
}

fn unreachable(host: &str, port: u16, error: &io::Error) -> WireError {
    WireError::Unreachable { host: host.to_owned(), port, detail: error.to_string() }
}

/// A password may only go unprotected over a line that does not leave this machine: to a loopback address that was named as
/// such, or to `localhost` where it means nothing else.
fn is_loopback(host: &str, addresses: &[SocketAddr]) -> bool {
    let named = host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
    named && addresses.iter().all(|address| address.ip().is_loopback())
}

#[cfg(test)]
mod tests;
