//! From the address alone to the servers that may have its mailbox: each was really connected to.

use super::{Error, SourceSpec};
use crate::account::discover::{Means, candidates};
use crate::account::{Provider, provider};
use crate::source::imap::{Endpoint, Patience, probe};
use crate::source::{Cancel, CertificateProblem, SourceError};
use std::path::Path;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

pub use crate::account::discover::How;

/// How long the questions may take, and then all servers together.
pub(super) const ASKING: Duration = Duration::from_secs(5);
const TRYING: Duration = Duration::from_secs(7);
/// One server.
const PATIENCE: Duration = Duration::from_secs(4);
const TICK: Duration = Duration::from_millis(50);

/// What was found out about an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discovery {
    pub address: String,
    /// The likeliest first. Empty: the member has to name the server.
    pub found: Vec<Found>,
}

/// A server that answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub source: SourceSpec,
    /// None: the built-in table knows it, and nothing was asked.
    pub how: Option<How>,
    pub provider: Option<Provider>,
    /// DNS alone names this server of another domain: the member must see its name before the password is typed.
    pub outside: bool,
    /// What it offers before sign-in, in upper case.
    pub offers: Vec<String>,
    /// Its certificate was not accepted, so nothing else is known of it.
    pub problem: Option<SourceError>,
}

/// Finds the servers of an address: the table's, else those that answer.
pub(super) fn discover(address: &str, ca: Option<&Path>, means: &Means, cancel: &Cancel) -> Result<Discovery, Error> {
    let address = address.trim().to_owned();
    if let Some(known) = provider::find(&address) {
        let source = known.source(&address).ok();
        let found = source.map(|source| Found {
            source,
            how: None,
            provider: Some(known),
            outside: false,
            offers: Vec::new(),
            problem: None,
        });
        return Ok(Discovery { address, found: found.into_iter().collect() });
    }
    let candidates = candidates(&address, means, &|| cancel.is_cancelled());
    cancel.check()?;
    let patience = Patience { connect: PATIENCE, answer: PATIENCE, ..Patience::default() };
    // Those that come too late are stopped by a flag of their own.
    let stop = Cancel::default();
    let (answer, answers) = channel();
    for (nth, candidate) in candidates.iter().enumerate() {
        let SourceSpec::Imap { host, port, security, .. } = candidate.source.clone() else { continue };
        let server = Endpoint { host, port, security, ca: ca.map(|ca| ca.to_owned().into()), trusted: None, patience };
        let (answer, stop) = (answer.clone(), stop.clone());
        std::thread::spawn(move || drop(answer.send((nth, probe(&server, &stop)))));
    }
    drop(answer);
    let mut said = vec![None; candidates.len()];
    let until = Instant::now() + TRYING;
    loop {
        match answers.recv_timeout(TICK) {
            Ok((nth, outcome)) => said.get_mut(nth).map_or((), |said| *said = Some(outcome)),
            Err(RecvTimeoutError::Timeout) if Instant::now() < until && !cancel.is_cancelled() && !decided(&said) => {}
            Err(_) => break,
        }
    }
    stop.cancel();
    cancel.check()?;
    let mut found: Vec<Found> = Vec::new();
    for (candidate, said) in candidates.into_iter().zip(said) {
        let (offers, problem) = match said {
            Some(Ok(offers)) => (offers.into_iter().collect(), None),
            // A small server of a club's own is there, and the member may know its certificate. A wrong name under a name that
            // was only guessed says that it is another server.
            Some(Err(problem)) if worth_showing(&problem, candidate.how) => (Vec::new(), Some(problem)),
            _ => continue,
        };
        let how = Some(candidate.how);
        found.push(Found {
            source: candidate.source,
            how,
            provider: candidate.provider,
            outside: candidate.outside,
            offers,
            problem,
        });
    }
    // Those without a problem first; the order is kept otherwise.
    found.sort_by_key(|found| found.problem.is_some());
    Ok(Discovery { address, found })
}

/// The likeliest that can still come is there: what comes after it is not worth waiting for.
fn decided(said: &[Option<Result<std::collections::BTreeSet<String>, SourceError>>]) -> bool {
    said.iter().take_while(|said| said.is_some()).any(|said| matches!(said, Some(Ok(_))))
}

fn worth_showing(problem: &SourceError, how: How) -> bool {
    matches!(problem, SourceError::Certificate { problem, .. } if how != How::Guess || *problem != CertificateProblem::WrongName)
}
