//! What can be typed after `deich`.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::path::PathBuf;

const AFTER: &str = "\
SOURCE is a Maildir, an mbox file, a folder of .eml files, or imap[s]://USER@HOST[:PORT]
(write ; as %3B and @ as %40 in USER; imap:// without --starttls is refused off this machine).
The password comes from the system's keyring, from --password-stdin, or from a prompt.

Exit codes: 0 done; 1 nothing found, or refused; 2 wrong usage; 3 the source could not be reached or read.
JSON goes to standard output and every word then to standard error.

Environment: DEICH_DATA (like --data), DEICH_LANG=de|en (language of words), DEICH_KEYRING=off (never ask the
keyring), DEICH_LOG=warn|info|debug|trace (log to standard error).";

/// For a mailbox that has just been flooded: recognise the incident, clean up with undo, report it, keep the rest out.
///
/// Without a command, the window opens.
#[derive(Debug, Parser)]
#[command(name = "deich", version, after_help = AFTER, max_term_width = 110)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub global: Global,
}

#[derive(Debug, Clone, Args)]
pub struct Global {
    /// Keep Deich's own records in DIR
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Read the password from the first line of standard input
    #[arg(long, global = true)]
    pub password_stdin: bool,
    /// Keep the password in the system's keyring once it worked
    #[arg(long, global = true)]
    pub remember: bool,
    /// Trust the certificates in FILE (PEM) as well
    #[arg(long, global = true, value_name = "FILE")]
    pub ca: Option<PathBuf>,
    /// With imap://, encrypt by STARTTLS before signing in
    #[arg(long, global = true)]
    pub starttls: bool,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Open the window on a sample flood
    Demo(Demo),
    /// Read a mailbox and say whether it was flooded
    Scan(Scan),
    /// Move an incident's messages away, but those kept safe; can be undone
    Clean(Clean),
    /// Move wanted messages that were found in the junk mailbox back to the inbox; can be undone
    Rescue(Rescue),
    /// Undo an action (without ACTION: the last one that can be undone)
    Undo(Again),
    /// Bring an action to its end that a crash or a broken line left open
    Finish(Again),
    /// Show every action so far, the newest first
    History {
        /// Write JSON to standard output
        #[arg(long)]
        json: bool,
    },
    /// Save a storm filter for an incident as a Sieve script
    Filter(Filter),
    /// Save a report on an incident as an .eml file
    Report(Report),
    /// Open the window on a named state, for pictures and tests
    #[cfg(feature = "gui")]
    #[command(hide = true)]
    Stage(Stage),
}

impl Command {
    /// Standard output belongs to JSON.
    pub const fn wants_json(&self) -> bool {
        match self {
            Self::Scan(args) => args.json,
            Self::Clean(args) => args.json,
            Self::Rescue(args) => args.json,
            Self::Undo(args) | Self::Finish(args) => args.json,
            Self::History { json } => *json,
            _ => false,
        }
    }
}

#[derive(Debug, Args)]
pub struct Demo {
    /// Messages in the night of the flood
    #[arg(long, default_value_t = 5_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub size: u32,
    /// Write the sample mailbox (a Maildir) to DIR
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
    /// Write and read it, but open no window
    #[arg(long)]
    pub no_window: bool,
}

/// Which mailbox is read, and how.
#[derive(Debug, Args)]
pub struct Reading {
    /// A path, or imap[s]://USER@HOST[:PORT]
    #[arg(value_name = "SOURCE")]
    pub source: OsString,
    /// An address of your own (may be repeated)
    #[arg(long, value_name = "ADDRESS")]
    pub me: Vec<String>,
    /// A folder to read instead of the inbox (may be repeated)
    #[arg(long, value_name = "NAME")]
    pub folder: Vec<String>,
}

#[derive(Debug, Args)]
pub struct Scan {
    #[command(flatten)]
    pub reading: Reading,
    /// Write JSON to standard output
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Clean {
    #[command(flatten)]
    pub reading: Reading,
    /// The incident's number, as `deich scan` shows it
    #[arg(long, value_name = "ID")]
    pub incident: u32,
    /// Where to move the messages; created where missing (default: the trash)
    #[arg(long, value_name = "MAILBOX")]
    pub to: Option<String>,
    /// Show what would be moved, and move nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Do not ask before moving (asked only on a terminal)
    #[arg(long)]
    pub yes: bool,
    /// Write JSON to standard output
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Rescue {
    #[command(flatten)]
    pub reading: Reading,
    /// Show what would be moved, and move nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Do not ask before moving (asked only on a terminal)
    #[arg(long)]
    pub yes: bool,
    /// Write JSON to standard output
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Again {
    /// The action's number, as `deich history` shows it
    pub action: Option<i64>,
    /// The mailbox it was done in, where Deich can't tell
    #[arg(long, value_name = "SOURCE")]
    pub source: Option<OsString>,
    /// Write JSON to standard output
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Filter {
    #[command(flatten)]
    pub reading: Reading,
    /// The incident's number, as `deich scan` shows it
    #[arg(long, value_name = "ID")]
    pub incident: u32,
    /// The file to write; one that exists is left alone
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

#[derive(Debug, Args)]
pub struct Report {
    #[command(flatten)]
    pub reading: Reading,
    /// The incident's number, as `deich scan` shows it
    #[arg(long, value_name = "ID")]
    pub incident: u32,
    /// Language of the letter
    #[arg(long, value_enum)]
    pub lang: Language,
    /// The file to write; one that exists is left alone
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Language {
    De,
    En,
}

#[cfg(feature = "gui")]
#[derive(Debug, Args)]
pub struct Stage {
    pub name: Option<String>,
    /// Names of all states
    #[arg(long)]
    pub list: bool,
    #[arg(long, value_enum, default_value = "de")]
    pub lang: Language,
    #[arg(long, value_enum, default_value = "light")]
    pub theme: Theme,
    #[arg(long, value_name = "WxH", default_value = "1280x800", value_parser = size)]
    pub size: (u16, u16),
    /// Text size in per cent
    #[arg(long, value_name = "PERCENT", default_value = "100", value_parser = clap::value_parser!(u16).range(100..=200))]
    pub text: u16,
}

#[cfg(feature = "gui")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Theme {
    Light,
    Dark,
    LightHigh,
    DarkHigh,
}

#[cfg(feature = "gui")]
fn size(text: &str) -> Result<(u16, u16), String> {
    let parts = text.split_once('x').and_then(|(w, h)| Some((w.parse().ok()?, h.parse().ok()?)));
    parts.filter(|(w, h)| (1..=8000).contains(w) && (1..=8000).contains(h)).ok_or_else(|| "not WxH in pixels".to_owned())
}

#[cfg(test)]
mod tests;
