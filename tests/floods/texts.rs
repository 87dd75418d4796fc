//! Fills in what stands in braces in a word bank's line.

use super::rng::Rng;

/// What fills the braces. Empty ones are made up.
#[derive(Debug, Clone, Default)]
pub struct Fill<'a> {
    pub site: &'a str,
    pub name: &'a str,
    pub first: &'a str,
    pub last: &'a str,
    pub link: &'a str,
    pub subject: &'a str,
    pub lang: &'a str,
}

pub fn fill(rng: &mut Rng, text: &str, with: &Fill<'_>) -> String {
    let mut out = String::with_capacity(text.len() + 60);
    let mut rest = text;
    while let Some((before, tail)) = rest.split_once('{') {
        let (name, after) = tail.split_once('}').unwrap_or((tail, ""));
        out.push_str(before);
        match name {
            "site" => out.push_str(with.site),
            "name" => out.push_str(with.name),
            "first" => out.push_str(with.first),
            "last" => out.push_str(with.last),
            "subject" => out.push_str(with.subject),
            "link" => out.push_str(with.link),
            "date" => out.push_str(&day(rng, with.lang)),
            "month" => out.push_str(&format!("{}/{}", 1 + rng.below(12), 2020 + rng.below(6))),
            "amount" => out.push_str(&amount(rng, with.lang)),
            "number" => out.push_str(&format!("{}-{}", rng.digits(4), rng.digits(4))),
            "code" => out.push_str(&rng.digits(6)),
            other => panic!("no such word: {other}"),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

fn day(rng: &mut Rng, lang: &str) -> String {
    let (day, month, year) = (1 + rng.below(28), 1 + rng.below(12), 2020 + rng.below(6));
    match lang {
        "en" => format!("{day}/{month:02}/{year}"),
        "ja" | "zh" | "ko" | "hu" | "sv" => format!("{year}-{month:02}-{day:02}"),
        "fr" | "es" | "it" | "pt" | "el" => format!("{day:02}/{month:02}/{year}"),
        _ => format!("{day:02}.{month:02}.{year}"),
    }
}

fn amount(rng: &mut Rng, lang: &str) -> String {
    let (whole, cents) = (3 + rng.below(400), rng.below(100));
    match lang {
        "en" => format!("£{whole}.{cents:02}"),
        "ja" => format!("{whole}00 円"),
        "pl" => format!("{whole},{cents:02} zł"),
        "tr" => format!("{whole},{cents:02} TL"),
        _ => format!("{whole},{cents:02} €"),
    }
}
