//! The command line's definition with its words in a language.
//!
//! A command's text is `help-<command>`, an argument's `help-<command>-<argument>` or else `help-argument-<argument>`, by
//! the ids of `args`. The toolkit's own words (headings, "Usage") are replaced as well.

use super::args::{Cli, Language};
use crate::lang::{Lang, Locale};
use clap::builder::EnumValueParser;
use clap::{Arg, ArgAction, Command, CommandFactory};
use std::ffi::OsString;

/// Commands whose own `--lang` means something else: the language of the letter, or of the window.
const OWN_LANG: [&str; 2] = ["report", "stage"];

/// The definition, ready to parse.
pub fn command(lang: &Lang) -> Command {
    let global = |id: &'static str, action: ArgAction| Arg::new(id).long(id).action(action);
    let mut command = Cli::command()
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .subcommand_value_name(lang.t("help-command"))
        .subcommand_help_heading(lang.t("help-heading-commands"))
        .after_help(lang.t("help-after"))
        .arg(global("help", ArgAction::Help).short('h').global(true))
        .arg(global("version", ArgAction::Version).short('V'))
        .arg(words());
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        command = command.mut_subcommand(&name, |sub| {
            let sub = if OWN_LANG.contains(&&*name) { sub } else { sub.arg(words()) };
            worded(sub, &name, lang)
        });
    }
    worded(command, "deich", lang)
}

/// The language of every word. It is known before the rest is understood: see [`locale`].
fn words() -> Arg {
    Arg::new("words").long("lang").value_name("LANG").value_parser(EnumValueParser::<Language>::new())
}

fn worded(command: Command, name: &str, lang: &Lang) -> Command {
    let ids: Vec<_> = command.get_arguments().map(|arg| arg.get_id().clone()).collect();
    let template = format!("{{about-with-newline}}\n{} {{usage}}\n\n{{all-args}}{{after-help}}", lang.t("help-usage"));
    let mut command = command.about(lang.t(&format!("help-{name}"))).help_template(template);
    for id in ids {
        let own = format!("help-{name}-{id}");
        let text = if lang.has(&own) { lang.t(&own) } else { lang.t(&format!("help-argument-{id}")) };
        command = command.mut_arg(id, |arg| {
            let heading = match (arg.is_positional(), arg.is_global_set() || arg.get_id() == "words") {
                (true, _) => "help-heading-arguments",
                (_, true) => "help-heading-global",
                _ => "help-heading-options",
            };
            let arg = arg.help(text).help_heading(lang.t(heading));
            // The text says what can be given.
            if arg.get_action().takes_values() { arg.hide_possible_values(true).hide_default_value(true) } else { arg }
        });
    }
    command
}

/// What the toolkit rendered, in the words of the language.
pub fn translated(rendered: &str, lang: &Lang) -> String {
    rendered.replace("[OPTIONS]", &lang.t("help-options"))
}

/// `deich help scan` is `deich scan --help`.
pub fn without_help_command(mut args: Vec<OsString>) -> Vec<OsString> {
    if args.get(1).is_some_and(|arg| arg == "help") {
        args.remove(1);
        args.push("--help".into());
    }
    args
}

/// The language that `--lang` asks for, as far as that shows before the command line is understood.
pub fn locale(args: &[OsString]) -> Option<Locale> {
    let mut found = None;
    let mut in_command = false;
    let mut args = args.iter().skip(1);
    while let Some(arg) = args.next() {
        let Some(arg) = arg.to_str() else { continue };
        let named = match arg.split_once('=') {
            Some(("--lang", value)) => Some(value),
            _ if arg == "--lang" => args.next().and_then(|value| value.to_str()),
            _ => None,
        };
        match arg {
            "--" => break,
            "--data" | "--ca" | "--trust-certificate" => _ = args.next(),
            _ if arg.starts_with('-') => {}
            _ if in_command => {}
            _ if OWN_LANG.contains(&arg) => break,
            _ => in_command = true,
        }
        if let Some(locale) = Locale::ALL.into_iter().find(|locale| named == Some(locale.tag())) {
            found = Some(locale);
        }
    }
    found
}

#[cfg(test)]
mod tests;
