use super::*;
use std::collections::BTreeSet;

/// Keys of a file of texts.
fn keys(text: &str, prefix: &str) -> BTreeSet<String> {
    let names = text.lines().filter_map(|line| line.split_once(" = ")).map(|(name, _)| name);
    names.filter(|name| name.starts_with(prefix)).map(str::to_owned).collect()
}

#[test]
fn every_command_and_argument_has_words_in_both_languages_and_no_words_are_left_over() {
    for locale in Locale::ALL {
        let lang = Lang::new(locale);
        let mut command = command(&lang);
        command.clone().debug_assert();
        command.build();
        let mut used: BTreeSet<String> = ["usage", "options", "command", "after"].map(|key| format!("help-{key}")).into();
        used.extend(["commands", "arguments", "options", "global"].map(|key| format!("help-heading-{key}")));
        let subs = command.get_subcommands().filter(|sub| !sub.is_hide_set());
        for sub in std::iter::once(&command).chain(subs) {
            let about = sub.get_about().map(ToString::to_string).unwrap_or_default();
            assert!(!about.is_empty() && !about.contains('⟦'), "{}: {about}", sub.get_name());
            used.insert(format!("help-{}", sub.get_name()));
            for arg in sub.get_arguments() {
                let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
                assert!(!help.is_empty() && !help.contains('⟦'), "{} {}: {help}", sub.get_name(), arg.get_id());
                let own = format!("help-{}-{}", sub.get_name(), arg.get_id());
                used.insert(if lang.has(&own) { own } else { format!("help-argument-{}", arg.get_id()) });
            }
        }
        let file = match locale {
            Locale::German => include_str!("../../../assets/lang/de/help.ftl"),
            Locale::English => include_str!("../../../assets/lang/en/help.ftl"),
        };
        assert_eq!(keys(file, "help-"), used);
    }
}

#[test]
fn the_language_is_known_before_the_rest() {
    let asked = |line: &str| locale(&line.split(' ').map(OsString::from).collect::<Vec<_>>());
    for line in [
        "deich --lang de",
        "deich --lang=de --help",
        "deich scan box --lang de",
        "deich --lang de report box --lang en",
        "deich --data report scan --lang de",
        "deich scan report --lang de",
        "deich --lang en scan --lang de",
    ] {
        assert_eq!(asked(line), Some(Locale::German), "{line}");
    }
    for line in ["deich", "deich report box --lang de", "deich stage start --lang de", "deich scan -- --lang de", "deich --lang"]
    {
        assert_eq!(asked(line), None, "{line}");
    }
}
