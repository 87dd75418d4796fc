//! A command line that makes no sense, in words: what is wrong, how the command is called, where more is said.

use super::exit::{Trouble, USAGE};
use super::{help, terminal::shortened};
use crate::lang::{Lang, Notice};
use clap::Command;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use std::ffi::OsString;

/// Characters of what was typed that are repeated.
const REPEATED: usize = 100;

/// What is wrong with `args`, which `command` did not understand.
pub fn trouble(error: &Error, command: Command, args: &[OsString], lang: &Lang) -> Trouble {
    let happened = match said(error, ContextKind::SuggestedArg).or_else(|| said(error, ContextKind::SuggestedSubcommand)) {
        Some(meant) => format!("{} {}", happened(error, lang), lang.tf("usage-meant", &[("what", meant.into())])),
        None => happened(error, lang),
    };
    // A wrong command is wrong whatever stands behind it.
    let args = if error.kind() == ErrorKind::InvalidSubcommand { &[] } else { args };
    let (usage, name) = called(command, args);
    let means = lang.tf("usage-more", &[("usage", help::translated(&usage, lang).into())]);
    let to_do = lang.tf("usage-help", &[("command", format!("{name} --help").into())]);
    Trouble { code: USAGE, kind: "usage".to_owned(), notice: Notice { happened, means, to_do } }
}

fn happened(error: &Error, lang: &Lang) -> String {
    let what = |kind| said(error, kind).unwrap_or_default();
    let argument = what(ContextKind::InvalidArg);
    let value = what(ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::MissingRequiredArgument => lang.tf("usage-missing", &[("what", argument.into())]),
        ErrorKind::UnknownArgument => lang.tf("usage-unknown-argument", &[("what", argument.into())]),
        ErrorKind::InvalidSubcommand => {
            lang.tf("usage-unknown-command", &[("what", what(ContextKind::InvalidSubcommand).into())])
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() => {
            lang.tf("usage-no-value", &[("argument", argument.into())])
        }
        ErrorKind::InvalidValue => {
            let choices = what(ContextKind::ValidValue);
            let args = [("what", value.into()), ("argument", argument.into()), ("choices", choices.into())];
            lang.tf("usage-bad-choice", &args)
        }
        // All that is looked at more closely is numbers.
        ErrorKind::ValueValidation => lang.tf("usage-bad-number", &[("what", value.into()), ("argument", argument.into())]),
        ErrorKind::TooManyValues => lang.tf("usage-bad-value", &[("what", value.into()), ("argument", argument.into())]),
        ErrorKind::ArgumentConflict => lang.tf("usage-twice", &[("argument", argument.into())]),
        ErrorKind::InvalidUtf8 => lang.t("usage-not-text"),
        _ => lang.t("usage-other"),
    }
}

/// What the toolkit knows of an error, shortened.
fn said(error: &Error, kind: ContextKind) -> Option<String> {
    let text = match error.get(kind)? {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        ContextValue::StyledStr(text) => text.to_string(),
        _ => return None,
    };
    Some(shortened(&text, REPEATED))
}

/// How the command that was meant is called, and its name.
fn called(mut command: Command, args: &[OsString]) -> (String, String) {
    command.build();
    let name = args.iter().skip(1).filter_map(|arg| arg.to_str()).find(|arg| command.find_subcommand(arg).is_some());
    let meant = match name {
        Some(name) => command.find_subcommand_mut(name),
        None => Some(&mut command),
    };
    let Some(meant) = meant else { return (String::new(), "deich".to_owned()) };
    let usage = meant.render_usage().to_string();
    let usage = usage.split_once(": ").map_or(usage.as_str(), |(_, usage)| usage).to_owned();
    (usage, meant.get_bin_name().unwrap_or("deich").to_owned())
}
