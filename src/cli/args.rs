//! What can be typed after `deich`. The words of its help are texts: see `help`.

use crate::engine::CertificatePrint;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::path::PathBuf;

#[derive(Debug, Parser)]
#[command(name = "deich", version)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub global: Global,
}

#[derive(Debug, Clone, Args)]
pub struct Global {
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    #[arg(long, global = true)]
    pub password_stdin: bool,
    #[arg(long, global = true, conflicts_with = "password_stdin")]
    pub browser: bool,
    #[arg(long, global = true)]
    pub remember: bool,
    #[arg(long, global = true, value_name = "FILE")]
    pub ca: Option<PathBuf>,
    #[arg(long, global = true)]
    pub starttls: bool,
    #[arg(long, global = true, value_name = "SHA256")]
    pub trust_certificate: Option<CertificatePrint>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Demo(Demo),
    Scan(Scan),
    Clean(Clean),
    Rescue(Rescue),
    Watch(Watch),
    Undo(Again),
    Finish(Again),
    History {
        #[arg(long)]
        json: bool,
    },
    Accounts(Accounts),
    SetAside,
    Filter(Filter),
    Report(Report),
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
            Self::Watch(args) => args.json,
            Self::Undo(args) | Self::Finish(args) => args.json,
            Self::History { json } => *json,
            Self::Accounts(args) => args.json,
            _ => false,
        }
    }
}

#[derive(Debug, Args)]
pub struct Demo {
    #[arg(long, default_value_t = 5_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub size: u32,
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
    #[arg(long)]
    pub no_window: bool,
}

// Which mailbox is read, and how.
#[derive(Debug, Args)]
pub struct Reading {
    #[arg(value_name = "SOURCE")]
    pub source: OsString,
    #[arg(long, value_name = "ADDRESS")]
    pub me: Vec<String>,
    #[arg(long, value_name = "NAME")]
    pub folder: Vec<String>,
}

#[derive(Debug, Args)]
pub struct Scan {
    #[command(flatten)]
    pub reading: Reading,
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Clean {
    #[command(flatten)]
    pub reading: Reading,
    #[arg(long, value_name = "ID")]
    pub incident: u32,
    #[arg(long, value_name = "MAILBOX")]
    pub to: Option<String>,
    #[arg(long)]
    pub dry_run: bool,
    #[arg(long)]
    pub yes: bool,
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Rescue {
    #[command(flatten)]
    pub reading: Reading,
    #[arg(long)]
    pub dry_run: bool,
    #[arg(long)]
    pub yes: bool,
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Watch {
    #[command(flatten)]
    pub reading: Reading,
    #[arg(long, value_name = "ID")]
    pub follow: Vec<u32>,
    #[arg(long, value_name = "ID")]
    pub unfollow: Vec<u32>,
    #[arg(long, value_name = "MAILBOX", requires = "follow")]
    pub to: Option<String>,
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Again {
    pub action: Option<i64>,
    #[arg(long, value_name = "SOURCE")]
    pub source: Option<OsString>,
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Accounts {
    #[arg(long, value_name = "SOURCE")]
    pub forget: Option<OsString>,
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Filter {
    #[command(flatten)]
    pub reading: Reading,
    #[arg(long, value_name = "ID")]
    pub incident: u32,
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

#[derive(Debug, Args)]
pub struct Report {
    #[command(flatten)]
    pub reading: Reading,
    #[arg(long, value_name = "ID")]
    pub incident: u32,
    #[arg(long, value_enum)]
    pub lang: Language,
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
