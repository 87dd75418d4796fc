//! Persons, providers and sites, each half with its own.

use super::rng::Rng;
use super::{Half, bank};

/// How a person's mail program threads its answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Threading {
    Full,
    OnlyInReplyTo,
    /// Old webmail and some phones.
    Nothing,
}

#[derive(Debug, Clone)]
pub struct Person {
    pub first: String,
    pub last: String,
    pub addr: String,
    pub lang: &'static str,
    pub threading: Threading,
    pub mailer: &'static str,
    /// Writes the answer above the quotation.
    pub tops: bool,
    pub signature: String,
    pub hours: i8,
}

impl Person {
    pub fn name(&self) -> String {
        format!("{} {}", self.first, self.last)
    }

    pub fn domain(&self) -> &str {
        self.addr.split_once('@').unwrap().1
    }

    pub fn message_id(&self, rng: &mut Rng) -> String {
        let domain = self.domain();
        match rng.below(4) {
            0 => format!("{}.{}@{domain}", rng.hex(8), rng.hex(8)),
            1 => format!("CA{}={}@mail.{domain}", rng.word(20), rng.word(12)),
            2 => format!("trinity-{}-{}@3c-app-{}", rng.hex(8), rng.digits(13), domain),
            _ => format!("{}-{}-{}@{domain}", rng.hex(8), rng.hex(4), rng.hex(12)),
        }
    }
}

const PROVIDERS: [&str; 16] = [
    "freepost.example",
    "postwelle.example",
    "mailkorb.example",
    "netzbrief.example",
    "webbox.example",
    "inboxx.example",
    "briefnetz.example",
    "correo.example",
    "g-mail.example",
    "quickmail.example",
    "t-net.example",
    "laposta.example",
    "arcor-post.example",
    "hotbox.example",
    "wanaboo.example",
    "o2post.example",
];
const MAILERS: [&str; 10] = [
    "Mozilla Thunderbird",
    "Apple Mail (2.3774.500)",
    "Microsoft Outlook 16.0",
    "iPhone Mail (21D61)",
    "",
    "",
    "Roundcube Webmail/1.6.5",
    "eM Client/9.2.2157.0",
    "K-9 Mail for Android",
    "Open-Xchange Mailer v8.20",
];
const HEADS: [&str; 40] = [
    "nord", "alt", "sonnen", "klee", "blue", "river", "birken", "stein", "silver", "maple", "grand", "petit", "casa", "sol",
    "luna", "verde", "monte", "bella", "zilver", "groen", "dom", "las", "gunes", "mavi", "fjord", "lys", "star", "book", "velo",
    "tea", "wool", "pixel", "garden", "kino", "yoga", "wein", "foto", "radio", "toys", "opti",
];
const TAILS: [&str; 30] = [
    "haus", "hof", "laden", "markt", "werk", "club", "shop", "world", "plus", "point", "lab", "line", "store", "media", "reisen",
    "tours", "press", "letter", "daily", "kiosk", "kontor", "garten", "studio", "boutique", "forum", "guide", "portal", "kids",
    "sport", "depot",
];

/// The odd or the even ones.
pub fn mine<T>(half: Half, all: &[T]) -> Vec<&T> {
    all.iter().skip(usize::from(half == Half::Measured)).step_by(2).collect()
}

pub fn provider(rng: &mut Rng, half: Half) -> &'static str {
    let all: Vec<&'static str> = mine(half, &PROVIDERS).into_iter().copied().collect();
    rng.pick::<&'static str>(&all)
}

/// Plain letters for an address.
pub fn plain(name: &str) -> String {
    let mut out = String::new();
    for c in name.to_lowercase().chars() {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            'ä' | 'á' | 'à' | 'â' | 'ã' | 'å' | 'ą' | 'ă' => out.push('a'),
            'ö' | 'ó' | 'ø' | 'ô' | 'õ' | 'ő' => out.push('o'),
            'ü' | 'ú' | 'ů' | 'ű' => out.push('u'),
            'ß' => out.push_str("ss"),
            'é' | 'è' | 'ê' | 'ë' | 'ę' | 'ě' => out.push('e'),
            'í' | 'ï' | 'ı' | 'î' => out.push('i'),
            'ç' | 'č' | 'ć' => out.push('c'),
            'ş' | 'š' | 'ś' | 'ș' => out.push('s'),
            'ğ' => out.push('g'),
            'ñ' | 'ň' | 'ń' => out.push('n'),
            'ł' => out.push('l'),
            'ž' | 'ż' | 'ź' => out.push('z'),
            'ý' => out.push('y'),
            'ř' => out.push('r'),
            'ț' | 'ť' => out.push('t'),
            _ => {}
        }
    }
    out
}

pub fn person(rng: &mut Rng, half: Half, lang: &'static str, domain: Option<&str>) -> Person {
    let (first, last) = bank::name(rng, half, lang);
    let domain = domain.unwrap_or_else(|| provider(rng, half)).to_owned();
    let (a, b) = (plain(first), plain(last));
    let number = rng.digits(3);
    let local = match rng.below(4) {
        _ if a.is_empty() || b.is_empty() => format!("user{}{number}", rng.word(4).to_lowercase()),
        0 => format!("{a}.{b}{number}"),
        1 => format!("{}{b}{number}", &a[..1]),
        2 => format!("{b}-{a}{}", &number[..2]),
        _ => format!("{a}_{b}{number}"),
    };
    let phone = format!("{} {}", rng.digits(4), rng.digits(6));
    let signature = match rng.below(6) {
        0 => format!("--\n{first} {last}\nTel. 0{phone}"),
        1 => format!("--\n{first} {last}\nMobil: +49 1{phone}"),
        2 => first.to_string(),
        3 => format!("-- \n{first} {last}"),
        _ => String::new(),
    };
    Person {
        first: first.to_owned(),
        last: last.to_owned(),
        addr: format!("{local}@{domain}"),
        lang,
        threading: rng.weighted(&[(Threading::Full, 70), (Threading::OnlyInReplyTo, 12), (Threading::Nothing, 18)]),
        mailer: rng.pick::<&'static str>(&MAILERS),
        tops: rng.percent(80),
        signature,
        hours: i8::from(lang != "en"),
    }
}

/// A company, a shop, a magazine: its name and its domain.
#[derive(Debug, Clone)]
pub struct Site {
    pub name: String,
    pub domain: String,
    pub lang: &'static str,
    /// The local part it writes from.
    pub local: &'static str,
}

impl Site {
    pub fn addr(&self) -> String {
        format!("{}@{}", self.local, self.domain)
    }
}

const LOCALS: [&str; 12] = [
    "newsletter",
    "info",
    "noreply",
    "no-reply",
    "hello",
    "news",
    "service",
    "kontakt",
    "team",
    "mail",
    "contact",
    "do-not-reply",
];

pub fn site(rng: &mut Rng, half: Half, lang: &'static str) -> Site {
    let (head, tail) = (*rng.pick(&mine(half, &HEADS)), *rng.pick(&TAILS));
    let number = if rng.percent(70) { rng.digits(3) } else { rng.digits(2) };
    let name = match rng.below(3) {
        0 => format!("{}{} {}{tail}", head[..1].to_uppercase(), &head[1..], ""),
        1 => format!("{}{}-{}{}", head[..1].to_uppercase(), &head[1..], tail[..1].to_uppercase(), &tail[1..]),
        _ => format!("{head}{tail}.example"),
    };
    Site { name, domain: format!("{head}{tail}{number}.example"), lang, local: rng.pick::<&'static str>(&LOCALS) }
}
