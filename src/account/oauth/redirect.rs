//! The end of the way through the browser: a listener on this machine that takes one answer and closes (RFC 8252 section 7.3).

use super::{OAuthError, said};
use crate::account::Secret;
use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How often a wait looks whether it was cancelled.
const TICK: Duration = Duration::from_millis(50);
/// What one visitor may take of our time, and say.
const VISIT: Duration = Duration::from_secs(3);
const LONGEST: usize = 16 * 1024;
/// Visitors that bring nothing: browsers ask for icons and look ahead, and other programs may knock.
const MOST_VISITORS: usize = 50;

pub struct Redirect {
    listener: TcpListener,
    uri: String,
}

impl Redirect {
    pub fn listen(here: &str) -> Result<Self, OAuthError> {
        let failed = |error: std::io::Error| OAuthError::Failed { detail: error.to_string() };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        let port = listener.local_addr().map_err(failed)?.port();
        Ok(Self { listener, uri: format!("http://{here}:{port}/") })
    }

    pub fn uri(&self) -> &str {
        &self.uri
    }

    /// Waits for the browser and answers with the code it brings. What does not carry our `state` is not ours.
    pub fn wait(&self, state: &Secret, page: &str, until: Instant, cancelled: &dyn Fn() -> bool) -> Result<Secret, OAuthError> {
        let mut visitors = 0;
        while visitors < MOST_VISITORS {
            if cancelled() {
                return Err(OAuthError::Cancelled);
            }
            if Instant::now() >= until {
                return Err(OAuthError::TimedOut);
            }
            match self.listener.accept() {
                Ok((mut visitor, _)) => {
                    visitors += 1;
                    let Some(line) = request_line(&mut visitor) else { continue };
                    let brought = brought(&line, state);
                    reply(&mut visitor, brought.is_some(), page);
                    if let Some(brought) = brought {
                        return brought;
                    }
                }
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => sleep(TICK),
                // One that left before it was let in.
                Err(_) => visitors += 1,
            }
        }
        Err(OAuthError::Failed { detail: "too many visitors".into() })
    }
}

/// The first line of a request, once its head is there.
fn request_line(visitor: &mut TcpStream) -> Option<String> {
    let until = Instant::now() + VISIT;
    visitor.set_nonblocking(false).ok()?;
    visitor.set_read_timeout(Some(TICK)).and(visitor.set_write_timeout(Some(VISIT))).ok()?;
    let (mut head, mut chunk) = (Vec::new(), [0; 2048]);
    while !head.windows(4).any(|w| w == b"\r\n\r\n") {
        if head.len() > LONGEST || Instant::now() >= until {
            return None;
        }
        match visitor.read(&mut chunk) {
            Ok(0) => return None,
            Ok(n) => head.extend_from_slice(chunk.get(..n)?),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted) => {}
            Err(_) => return None,
        }
    }
    let line = head.split(|b| *b == b'\r').next()?;
    std::str::from_utf8(line).ok().map(str::to_owned)
}

/// What a request brings (RFC 6749 section 4.1.2); None where it is none of ours.
pub(super) fn brought(line: &str, state: &Secret) -> Option<Result<Secret, OAuthError>> {
    let target = line.strip_prefix("GET ")?.split(' ').next()?;
    let query = target.strip_prefix("/?")?;
    let value = |name: &str| form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name).map(|(_, value)| value);
    let theirs = value("state")?;
    if theirs == state.reveal() {
        if let Some(code) = value("code").filter(|code| !code.is_empty()) {
            return Some(Ok(Secret::new(code)));
        }
        let error = value("error_description").or_else(|| value("error"))?;
        return Some(Err(OAuthError::Refused { said: said(&error) }));
    }
    None
}

fn reply(visitor: &mut TcpStream, ours: bool, page: &str) {
    let escaped = page.replace('&', "&amp;").replace('<', "&lt;");
    let (status, body) = if ours {
        (
            "200 OK",
            format!(
                "<!doctype html><meta charset=utf-8><title>Deich</title><p style=\"font:1.4em sans-serif;margin:3em\">{escaped}"
            ),
        )
    } else {
        ("404 Not Found", String::new())
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
         Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\n\r\n",
        body.len()
    );
    // The member reads it or not; what was brought counts.
    let _ = visitor.write_all(head.as_bytes()).and_then(|()| visitor.write_all(body.as_bytes()));
}
