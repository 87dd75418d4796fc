//! The Fluent bundles: which files make a language, and how a text is looked up.

use super::{Locale, numbers};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::memoizer::MemoizerKind;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

pub type Bundle = FluentBundle<FluentResource>;

/// The files of one language, by name.
macro_rules! files {
    ($language:literal) => {
        [
            ("common", include_str!(concat!("../../assets/lang/", $language, "/common.ftl"))),
            ("errors", include_str!(concat!("../../assets/lang/", $language, "/errors.ftl"))),
            ("triage", include_str!(concat!("../../assets/lang/", $language, "/triage.ftl"))),
            ("cli", include_str!(concat!("../../assets/lang/", $language, "/cli.ftl"))),
            ("help", include_str!(concat!("../../assets/lang/", $language, "/help.ftl"))),
            ("gui", include_str!(concat!("../../assets/lang/", $language, "/gui.ftl"))),
        ]
    };
}

/// Name and text of each file of a language.
pub const fn files(locale: Locale) -> [(&'static str, &'static str); 6] {
    match locale {
        Locale::German => files!("de"),
        Locale::English => files!("en"),
    }
}

/// Builds a language's bundle. Entries that Fluent cannot read are left out here and fail a test.
pub fn load(locale: Locale) -> Bundle {
    let language = locale.tag().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match locale {
        Locale::German => grouped::<'.', _>,
        Locale::English => grouped::<',', _>,
    }));
    for (_, text) in files(locale) {
        let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(readable, _)| readable);
        // A key that an earlier file defined already stays as it is; a test finds such keys.
        let _ = bundle.add_resource(resource);
    }
    bundle
}

/// Whole numbers get the language's digit groups wherever a text shows them.
fn grouped<const SEPARATOR: char, M: MemoizerKind>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    match value {
        FluentValue::Number(n) if n.value.fract() == 0.0 && n.value.abs() < 9e15 => {
            let digits = numbers::grouped((n.value.abs()) as u64, SEPARATOR);
            Some(if n.value < 0.0 { format!("-{digits}") } else { digits })
        }
        _ => None,
    }
}

/// The text of `key` or `key.attribute`; None where there is none.
pub fn text(bundle: &Bundle, key: &str, args: &FluentArgs<'_>) -> Option<String> {
    let (id, attribute) = key.split_once('.').map_or((key, None), |(id, attribute)| (id, Some(attribute)));
    let message = bundle.get_message(id)?;
    let pattern = match attribute {
        Some(name) => message.get_attribute(name)?.value(),
        None => message.value()?,
    };
    // A variable that was not handed over shows as {$name}; a test proves that there is none.
    let mut problems = Vec::new();
    Some(bundle.format_pattern(pattern, Some(args), &mut problems).into_owned())
}

pub fn has(bundle: &Bundle, key: &str) -> bool {
    let (id, attribute) = key.split_once('.').map_or((key, None), |(id, attribute)| (id, Some(attribute)));
    bundle.get_message(id).is_some_and(|message| match attribute {
        Some(name) => message.get_attribute(name).is_some(),
        None => message.value().is_some(),
    })
}
