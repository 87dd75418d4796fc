//! What reaches the terminal: words, JSON, a progress bar, and questions. Nothing here panics on a closed pipe.

use super::exit::Failure;
use crate::engine::{Event, Secret, Stage};
use crate::lang::{Lang, Notice};
use crate::plan::Problem;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use serde::Serialize;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, ErrorKind, IsTerminal, Read, Write, stderr, stdin, stdout};
use std::sync::Arc;

/// Octets of a password read from standard input.
const LONGEST_PASSWORD: u64 = 4096;
/// Octets of an answer to a question.
const LONGEST_ANSWER: u64 = 1000;

pub struct Terminal {
    pub lang: Arc<Lang>,
    /// Standard output belongs to JSON: words go to standard error.
    json: bool,
    /// A document was written.
    wrote: bool,
    bar: Option<ProgressBar>,
    /// Nobody reads standard output any more.
    closed: bool,
    /// The first trouble with writing words, a closed pipe left aside.
    trouble: Option<std::io::Error>,
}

impl Terminal {
    pub fn new(lang: Lang) -> Self {
        Self { lang: Arc::new(lang), json: false, wrote: false, bar: None, closed: false, trouble: None }
    }

    /// From now on, standard output is for JSON alone.
    pub fn reserve_for_json(&mut self) {
        self.json = true;
    }

    /// A document was asked for, and there is none yet.
    pub fn owes_json(&self) -> bool {
        self.json && !self.wrote
    }

    /// Writes one line of an answer. Its foreign parts were made inert by `lang`.
    pub fn say(&mut self, line: &str) {
        self.end_progress();
        let result = if self.json { writeln!(stderr(), "{line}") } else { writeln!(stdout(), "{line}") };
        match result {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => self.closed = true,
            Err(error) => _ = self.trouble.get_or_insert(error),
            Ok(()) => {}
        }
    }

    /// Nobody reads standard output any more.
    pub const fn is_closed(&self) -> bool {
        self.closed
    }

    /// Writes one line that is not part of an answer.
    pub fn note(&mut self, line: &str) {
        self.end_progress();
        // There is nowhere left to complain to when standard error is closed.
        let _ = writeln!(stderr(), "{line}");
    }

    pub fn notice(&mut self, notice: &Notice) {
        for line in [&notice.happened, &notice.means, &notice.to_do] {
            if !line.is_empty() {
                self.note(line);
            }
        }
    }

    /// Writes one JSON document, octet by octet as it is made. A reader who had enough is no failure.
    pub fn write_json(&mut self, document: &impl Serialize) -> Result<(), Failure> {
        self.end_progress();
        self.wrote = true;
        let mut out = BufWriter::with_capacity(64 * 1024, stdout().lock());
        let result = serde_json::to_writer(&mut out, document).map_err(std::io::Error::from);
        match result.and_then(|()| writeln!(out)).and_then(|()| out.flush()) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::Output(error)),
            outcome => {
                self.closed |= outcome.is_err();
                Ok(())
            }
        }
    }

    /// Brings what was said to its end.
    pub fn finish(&mut self) -> Result<(), Failure> {
        self.end_progress();
        match self.trouble.take() {
            Some(error) => Err(Failure::Output(error)),
            None => Ok(()),
        }
    }

    /// Shows how far the engine is; only on a terminal.
    pub fn progress(&mut self, event: &Event) {
        if !stderr().is_terminal() {
            return;
        }
        let (text, done, total) = match event {
            Event::Stage(Stage::Connecting) => (self.lang.t("cli-stage-connecting"), 0, None),
            Event::Stage(Stage::SigningIn) => (self.lang.t("cli-stage-signing-in"), 0, None),
            Event::Stage(Stage::MakingDemo) => (self.lang.t("cli-stage-demo"), 0, None),
            Event::Stage(Stage::Triage) => (self.lang.t("cli-stage-triage"), 0, None),
            Event::Stage(Stage::Reading { mailbox, done, total, .. }) => {
                (self.lang.tf("cli-stage-reading", &[("mailbox", shortened(mailbox.as_str(), 40).into())]), *done, *total)
            }
            Event::Moving { done, total, .. } => (self.lang.t("cli-stage-moving"), *done as u64, Some(*total as u64)),
            _ => return,
        };
        let bar = self.bar.get_or_insert_with(|| ProgressBar::no_length().with_style(style()));
        bar.set_message(text);
        match total {
            Some(total) => bar.set_length(total),
            None => bar.unset_length(),
        }
        bar.set_position(done);
    }

    /// The source asked for patience until then.
    pub fn waiting(&mut self, until: Timestamp, problem: &Problem) {
        let left = until.duration_since(Timestamp::now()).as_secs().max(1).unsigned_abs();
        let args = [("problem", self.lang.problem(problem).into()), ("time", self.lang.duration(left).into())];
        let line = self.lang.tf("cli-waiting", &args);
        self.note(&line);
    }

    pub fn end_progress(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }

    /// Somebody sits at the terminal and can type a password.
    pub fn can_ask() -> bool {
        stdin().is_terminal() && stderr().is_terminal()
    }

    /// Asks for a password, where somebody can be asked.
    pub fn ask_password(&mut self, user: &str, host: &str) -> Option<Secret> {
        self.end_progress();
        if !Self::can_ask() {
            return None;
        }
        let question = self.lang.tf("cli-password", &[("user", user.into()), ("host", host.into())]);
        let answer = rpassword::prompt_password(format!("{question} ")).ok()?;
        (!answer.is_empty()).then(|| Secret::new(answer))
    }

    /// Asks yes or no on the terminal, even where standard input and output are something else. None: nobody is there.
    pub fn confirm(&mut self, question: &str) -> Option<bool> {
        self.end_progress();
        let (mut input, mut output) = console()?;
        write!(output, "{question} ").and_then(|()| output.flush()).ok()?;
        let mut answer = String::new();
        // What can't be read is no yes.
        let _ = input.read_line(&mut answer);
        let answer = answer.trim().to_lowercase();
        Some(self.lang.t("cli-yes-words").split(' ').any(|yes| yes == answer))
    }
}

/// The terminal this program was started at.
fn console() -> Option<(impl BufRead, File)> {
    let (keyboard, screen) = if cfg!(windows) { ("CONIN$", "CONOUT$") } else { ("/dev/tty", "/dev/tty") };
    // Read and write on both: Windows asks for it.
    let open = |name| File::options().read(true).write(true).open(name).ok().filter(File::is_terminal);
    Some((BufReader::new(open(keyboard)?).take(LONGEST_ANSWER), open(screen)?))
}

/// The password on the first line of standard input; None where there is none.
pub fn password_from_stdin() -> Option<Secret> {
    let mut octets = Vec::new();
    stdin().lock().take(LONGEST_PASSWORD).read_until(b'\n', &mut octets).ok()?;
    let text = String::from_utf8(octets).ok()?;
    let line = text.trim_end_matches(['\n', '\r']);
    (!line.is_empty()).then(|| Secret::new(line))
}

/// At most `most` characters, with a mark where something is left out.
pub fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(std::iter::once('…')).collect()
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("{msg} {wide_bar} {human_pos}/{human_len}").unwrap_or_else(|_| ProgressStyle::default_bar())
}
