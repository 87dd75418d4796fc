//! Invented people, places and firms. Every domain ends in .example, every telephone number is one of those the
//! Bundesnetzagentur sets aside for film and drama.

use super::rng::Rng;

const FIRST: [&str; 64] = [
    "Anna",
    "Bernd",
    "Birgit",
    "Christian",
    "Claudia",
    "Daniel",
    "Dieter",
    "Doris",
    "Elke",
    "Emil",
    "Erika",
    "Felix",
    "Florian",
    "Frank",
    "Franziska",
    "Gabriele",
    "Gerd",
    "Gisela",
    "Günter",
    "Hannah",
    "Hans-Peter",
    "Harald",
    "Heike",
    "Helga",
    "Holger",
    "Ingrid",
    "Jan",
    "Jochen",
    "Johanna",
    "Jörg",
    "Julia",
    "Jürgen",
    "Karin",
    "Katharina",
    "Klaus",
    "Lars",
    "Laura",
    "Lena",
    "Manfred",
    "Marion",
    "Markus",
    "Martin",
    "Matthias",
    "Michael",
    "Monika",
    "Nicole",
    "Norbert",
    "Petra",
    "Rainer",
    "Renate",
    "Rolf",
    "Sabine",
    "Sandra",
    "Silke",
    "Stefan",
    "Susanne",
    "Sven",
    "Thomas",
    "Tobias",
    "Ulrike",
    "Uwe",
    "Ute",
    "Volker",
    "Wolfgang",
];

const LAST: [&str; 80] = [
    "Albers",
    "Arnold",
    "Bachmann",
    "Bauer",
    "Beck",
    "Berger",
    "Böhm",
    "Brandt",
    "Braun",
    "Busch",
    "Dietrich",
    "Ebert",
    "Engel",
    "Ernst",
    "Fischer",
    "Frank",
    "Franke",
    "Friedrich",
    "Fuchs",
    "Geiger",
    "Graf",
    "Groß",
    "Günther",
    "Haas",
    "Hahn",
    "Hartmann",
    "Heinrich",
    "Herrmann",
    "Hoffmann",
    "Horn",
    "Huber",
    "Jäger",
    "Jung",
    "Kaiser",
    "Keller",
    "Klein",
    "Koch",
    "Köhler",
    "König",
    "Krämer",
    "Kraus",
    "Krüger",
    "Kuhn",
    "Lang",
    "Lehmann",
    "Lindner",
    "Lorenz",
    "Ludwig",
    "Maier",
    "Mayer",
    "Möller",
    "Müller",
    "Neumann",
    "Otto",
    "Peters",
    "Pfeiffer",
    "Pohl",
    "Richter",
    "Roth",
    "Sauer",
    "Schäfer",
    "Schmid",
    "Schneider",
    "Schreiber",
    "Schubert",
    "Schulte",
    "Schumacher",
    "Schuster",
    "Seidel",
    "Simon",
    "Sommer",
    "Stein",
    "Thomas",
    "Vogel",
    "Voigt",
    "Wagner",
    "Weber",
    "Weiß",
    "Winkler",
    "Ziegler",
];

const PROVIDERS: [&str; 7] = [
    "webpost.example",
    "mailfreund.example",
    "t-netz.example",
    "freipost.example",
    "postbote.example",
    "briefkasten.example",
    "kabelmail.example",
];

const STREETS: [&str; 20] = [
    "Lindenstraße",
    "Am Sportplatz",
    "Schillerstraße",
    "Bahnhofstraße",
    "Gartenweg",
    "Hauptstraße",
    "Mühlgasse",
    "Birkenweg",
    "Goethestraße",
    "Kirchgasse",
    "Rosenweg",
    "Bergstraße",
    "Wiesengrund",
    "Am Brunnen",
    "Ringstraße",
    "Talweg",
    "Dorfstraße",
    "Kastanienallee",
    "Weinbergstraße",
    "Feldweg",
];

const TOWNS: [&str; 10] = [
    "Altbrunn",
    "Neubrunn",
    "Lindhausen",
    "Oberwalden",
    "Niederwalden",
    "Weilersbach am Berg",
    "Steinfurth-Altbrunn",
    "Kirchlinden",
    "Waldmühlen",
    "Hohenbrunnau",
];

/// Area codes and the beginning of the numbers set aside for drama.
const DRAMA: [(&str, &str); 5] = [("030", "23125"), ("069", "90009"), ("040", "66969"), ("0221", "4710"), ("089", "99998")];

const SHOP_FIRST: [&str; 40] = [
    "Kaffeehaus",
    "Blumen",
    "Garten",
    "Wander",
    "Rad",
    "Buch",
    "Tee",
    "Wein",
    "Schuh",
    "Mode",
    "Möbel",
    "Technik",
    "Spiel",
    "Reise",
    "Tier",
    "Back",
    "Musik",
    "Küchen",
    "Sport",
    "Foto",
    "Schmuck",
    "Brillen",
    "Werkzeug",
    "Camping",
    "Angel",
    "Bastel",
    "Kinder",
    "Wolle",
    "Senf",
    "Honig",
    "Lampen",
    "Teppich",
    "Koffer",
    "Uhren",
    "Kerzen",
    "Papier",
    "Outdoor",
    "Yoga",
    "Gewürz",
    "Käse",
];

const SHOP_LAST: [&str; 25] = [
    "welt", "haus", "kontor", "laden", "scheune", "eck", "stube", "direkt", "markt", "profi", "garten", "werk", "lust", "freund",
    "depot", "box", "truhe", "express", "insel", "galerie", "hof", "fabrik", "paradies", "quelle", "zeit",
];

/// A person and their mailbox.
#[derive(Debug, Clone)]
pub struct Person {
    pub name: String,
    pub addr: String,
}

/// Umlauts as mail addresses spell them.
pub fn ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 4);
    for c in text.to_lowercase().chars() {
        match c {
            'ä' => out.push_str("ae"),
            'ö' => out.push_str("oe"),
            'ü' => out.push_str("ue"),
            'ß' => out.push_str("ss"),
            c if c.is_ascii_alphanumeric() || c == '-' => out.push(c),
            _ => {}
        }
    }
    out
}

/// A member of the club.
pub fn member(rng: &mut Rng) -> Person {
    let (first, last) = (rng.pick(&FIRST), rng.pick(&LAST));
    let provider = rng.pick(&PROVIDERS);
    let addr = match rng.below(4) {
        0 => format!("{}.{}@{provider}", ascii(first), ascii(last)),
        1 => format!("{}{}@{provider}", ascii(last), 1950 + rng.below(55)),
        2 => format!("{}.{}{}@{provider}", ascii(first).chars().take(1).collect::<String>(), ascii(last), rng.below(99)),
        _ => format!("{}-{}{}@{provider}", ascii(first), ascii(last), rng.below(99)),
    };
    Person { name: format!("{first} {last}"), addr }
}

/// A colleague somewhere: a member who gave the office address.
pub fn employee(rng: &mut Rng) -> (Person, String) {
    let (first, last) = (rng.pick(&FIRST), rng.pick(&LAST));
    let firm = rng.pick(&LAST);
    let trade =
        rng.pick(&["Bau", "Elektro", "Logistik", "Metallbau", "Steuerberatung", "Druck", "Sanitär", "Spedition", "Planung"]);
    let domain = format!("{}-{}.example", ascii(firm), ascii(trade));
    (
        Person { name: format!("{first} {last}"), addr: format!("{}.{}@{domain}", ascii(first), ascii(last)) },
        format!("{firm} {trade} GmbH"),
    )
}

/// A shop's name and domain.
pub fn shop(rng: &mut Rng) -> (String, String) {
    let (first, last) = (rng.pick(&SHOP_FIRST), rng.pick(&SHOP_LAST));
    (format!("{first}{last}"), format!("{}{last}.example", ascii(first)))
}

pub fn phone(rng: &mut Rng) -> String {
    let at = usize::try_from(rng.below(DRAMA.len() as u64)).unwrap_or(0);
    let (area, start) = DRAMA.get(at).copied().unwrap_or(("030", "23125"));
    format!("{area} {start}{:03}", rng.below(1000))
}

/// A postal address on two lines.
pub fn postal(rng: &mut Rng) -> String {
    format!("{} {}\n{} {}", rng.pick(&STREETS), 1 + rng.below(89), 66_000 + rng.below(900), rng.pick(&TOWNS))
}
