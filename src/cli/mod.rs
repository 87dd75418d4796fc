//! The command line: the same use cases as the window's, with words or JSON.
//!
//! Level 4. `args` is what can be typed, `help` its words, `misuse` what is said of a wrong line, `open` reads a source, `moving`, `watch` and this file do the commands, `words` and `json`
//! make the answers, `terminal` alone writes, `exit` knows the exit codes.

mod args;
mod exit;
mod help;
mod json;
mod misuse;
mod moving;
mod open;
#[cfg(test)]
mod sample;
mod session;
mod terminal;
mod watch;
mod window;
mod words;

use crate::engine::{Command, Event, Picture};
use crate::lang::{Lang, Locale};
use crate::report::Language;
use args::Cli;
use clap::FromArgMatches;
use exit::{Failure, Outcome, Trouble};
use session::Session;
use std::path::Path;
use std::process::ExitCode;
use terminal::Terminal;

/// Runs the program.
pub fn main() -> ExitCode {
    let args = help::without_help_command(std::env::args_os().collect());
    let lang = Lang::new(help::locale(&args).unwrap_or_else(Locale::from_system));
    let command = help::command(&lang);
    let mut terminal = Terminal::new(lang);
    let parsed = command.clone().try_get_matches_from(&args).and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(asked) if !asked.use_stderr() => {
            let text = help::translated(&asked.render().to_string(), &terminal.lang);
            terminal.say(text.trim_end());
            return ExitCode::from(terminal.finish().map_or_else(|failure| said(&failure, &mut terminal), |()| exit::DONE));
        }
        Err(error) => {
            if args.iter().any(|arg| arg == "--json") {
                terminal.reserve_for_json();
            }
            let found = misuse::trouble(&error, command, &args, &terminal.lang);
            return ExitCode::from(trouble(&found, &mut terminal));
        }
    };
    log();
    let result = run(cli, &mut terminal).and_then(|outcome| terminal.finish().map(|()| outcome));
    ExitCode::from(match result {
        Ok(Outcome::Done) => exit::DONE,
        Ok(Outcome::Nothing) => exit::NOTHING,
        Err(failure) => said(&failure, &mut terminal),
    })
}

/// Says why a command was given up, and answers with its exit code.
fn said(failure: &Failure, terminal: &mut Terminal) -> u8 {
    match failure {
        Failure::Said(code) => *code,
        Failure::Output(error) => {
            let line = terminal.lang.tf("cli-output", &[("detail", error.to_string().into())]);
            terminal.note(&line);
            exit::NOTHING
        }
        Failure::Engine(error) => trouble(&Trouble::of(error, &terminal.lang), terminal),
        Failure::Trouble(found) => trouble(found, terminal),
    }
}

/// The same in words and, where JSON was asked for, as a document.
fn trouble(trouble: &Trouble, terminal: &mut Terminal) -> u8 {
    terminal.notice(&trouble.notice);
    match exit::for_programs(trouble, terminal) {
        Err(failure @ Failure::Output(_)) => said(&failure, terminal),
        _ => trouble.code,
    }
}

fn run(cli: Cli, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let global = cli.global;
    let Some(command) = cli.command else { return window::open(window::Open::Empty, &global, terminal) };
    if command.wants_json() {
        terminal.reserve_for_json();
    }
    open::check_ca(&global, terminal)?;
    let session = || Session::start(global.data.clone());
    match command {
        args::Command::Demo(args) => demo(&args, &global, terminal),
        args::Command::Scan(args) => {
            let session = session();
            let picture = open::read(&args.reading, &global, &session, terminal)?;
            // The store is brought to its end while the findings are written.
            let outcome = std::thread::scope(|scope| {
                scope.spawn(|| drop(session));
                found(&picture, args.json, terminal)
            });
            // The program ends here: the system takes its memory back at once, where dropping goes from message to message.
            std::mem::forget(picture);
            outcome
        }
        args::Command::Clean(args) => moving::clean(&args, &global, &session(), terminal),
        args::Command::Rescue(args) => moving::rescue(&args, &global, &session(), terminal),
        args::Command::Watch(args) => watch::watch(&args, &global, &Session::watching(global.data.clone()), terminal),
        args::Command::Undo(args) => moving::undo(&args, &global, &session(), terminal),
        args::Command::Finish(args) => moving::finish(&args, &global, &session(), terminal),
        args::Command::History { json } => history(json, &session(), terminal),
        args::Command::Accounts(args) => accounts(&args, &global, &session(), terminal),
        args::Command::SetAside => set_aside(&session(), terminal),
        args::Command::Filter(args) => filter(&args, &global, &session(), terminal),
        args::Command::Report(args) => report(&args, &global, &session(), terminal),
        #[cfg(feature = "gui")]
        args::Command::Stage(args) => window::stage(&args, terminal),
    }
}

/// Says what a scan found.
fn found(picture: &Picture, json: bool, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    words::picture(terminal, picture);
    if let Some(action) = &picture.open_action {
        words::open_action(terminal, action);
    }
    if json {
        let lang = std::sync::Arc::clone(&terminal.lang);
        terminal.write_json(&json::ScanDocument::new(picture, &lang))?;
    }
    Ok(if picture.findings.incidents.is_empty() { Outcome::Nothing } else { Outcome::Done })
}

fn demo(args: &args::Demo, global: &args::Global, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let size = args.size as usize;
    if !args.no_window {
        return window::open(window::Open::Demo { dir: args.dir.clone(), size }, global, terminal);
    }
    let session = Session::start(global.data.clone());
    let pick = |event| if let Event::Scanned(picture) = event { Some(picture) } else { None };
    let picture = session.ask(Command::Demo { dir: args.dir.clone(), size }, terminal, pick)?;
    found(&picture, false, terminal)
}

fn history(json: bool, session: &Session, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let actions = session.history(terminal)?;
    words::history(terminal, &actions);
    if json {
        terminal.write_json(&json::HistoryDocument::new(&actions))?;
    }
    Ok(if actions.is_empty() { Outcome::Nothing } else { Outcome::Done })
}

fn accounts(
    args: &args::Accounts,
    global: &args::Global,
    session: &Session,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let pick = |event| if let Event::Accounts(accounts) = event { Some(accounts) } else { None };
    let mut accounts = session.ask(Command::Accounts, terminal, pick)?;
    if let Some(forget) = &args.forget {
        // By the name it is listed under, or as it was opened.
        let named = accounts.iter().find(|known| forget.to_str() == Some(known.label.as_str())).map(|known| known.source.clone());
        let source = named.map_or_else(|| open::spec(forget, global, terminal), Ok)?;
        if !accounts.iter().any(|known| known.source == source) {
            let args = [("source", forget.to_string_lossy().into_owned().into())];
            return Err(exit::Trouble::new(exit::USAGE, "no_such_account", &terminal.lang, "cli-no-such-account", &args).into());
        }
        accounts = session.ask(Command::ForgetAccount(source), terminal, pick)?;
    }
    words::accounts(terminal, &accounts);
    if args.json {
        terminal.write_json(&json::AccountsDocument::new(&accounts))?;
    }
    Ok(if accounts.is_empty() { Outcome::Nothing } else { Outcome::Done })
}

/// Begins new records where the old ones cannot be read.
fn set_aside(session: &Session, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let pick = |event| if let Event::SetAside(aside) = event { Some(aside) } else { None };
    let aside = session.ask(Command::SetAside, terminal, pick)?;
    let line = terminal.lang.tf("store-set-aside", &[("path", crate::mail::text::one_line(&aside.display().to_string()).into())]);
    terminal.say(&line);
    Ok(Outcome::Done)
}

fn filter(args: &args::Filter, global: &args::Global, session: &Session, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    open::refuse_existing(&args.out)?;
    open::read(&args.reading, global, session, terminal)?;
    let pick = |event| if let Event::Filter(draft) = event { Some(draft) } else { None };
    let draft = session.ask(Command::Filter { incident: args.incident }, terminal, pick)?;
    words::filter(terminal, &draft);
    save(&args.out, draft.script.into_bytes(), session, terminal)?;
    let next = terminal.lang.t("cli-filter-next");
    terminal.say(&next);
    Ok(Outcome::Done)
}

fn report(args: &args::Report, global: &args::Global, session: &Session, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    open::refuse_existing(&args.out)?;
    open::read(&args.reading, global, session, terminal)?;
    let language = match args.lang {
        args::Language::De => Language::German,
        args::Language::En => Language::English,
    };
    let pick = |event| if let Event::Report(draft) = event { Some(draft) } else { None };
    let draft = session.ask(Command::Report { incident: args.incident, language }, terminal, pick)?;
    words::report(terminal, &draft);
    save(&args.out, draft.eml, session, terminal)?;
    let next = terminal.lang.t("cli-report-next");
    terminal.say(&next);
    Ok(Outcome::Done)
}

fn save(path: &Path, octets: Vec<u8>, session: &Session, terminal: &mut Terminal) -> Result<(), Failure> {
    let ask = Command::Save { path: path.to_owned(), octets, overwrite: false };
    let saved = session.ask(ask, terminal, |event| if let Event::Saved(path) = event { Some(path) } else { None })?;
    let line = terminal.lang.tf("cli-saved", &[("path", saved.to_string_lossy().into_owned().into())]);
    terminal.say(&line);
    Ok(())
}

/// A log on standard error, where `DEICH_LOG` asks for one. It holds no secrets, but addresses and subjects.
fn log() {
    let level = std::env::var("DEICH_LOG").ok().and_then(|level| level.parse::<tracing::Level>().ok());
    if let Some(level) = level {
        // Somebody else set up a log already: fine.
        let _ = tracing_subscriber::fmt().with_max_level(level).with_writer(std::io::stderr).with_ansi(false).try_init();
    }
}
