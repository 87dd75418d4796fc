//! Numbers as each language writes them.

use super::{Lang, Locale};

/// Digits in groups of three.
pub fn grouped(n: u64, separator: char) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

impl Lang {
    /// `4.812` in German, `4,812` in English.
    pub fn number(&self, n: u64) -> String {
        grouped(
            n,
            match self.locale() {
                Locale::German => '.',
                Locale::English => ',',
            },
        )
    }

    /// A size in decimal units with at most one decimal: `812 B`, `4,8 kB`, `1.2 GB`.
    pub fn bytes(&self, n: u64) -> String {
        const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
        if n < 1000 {
            return format!("{n} B");
        }
        let point = match self.locale() {
            Locale::German => ',',
            Locale::English => '.',
        };
        let mut scale: u64 = 1000;
        let mut units = UNITS.iter();
        let mut unit = units.next().unwrap_or(&"");
        // 999.95 kB would round to 1000.0: go on to the next unit half a tenth early.
        while n.saturating_add(scale / 20) / scale >= 1000 {
            let Some(next) = units.next() else { break };
            unit = next;
            scale = scale.saturating_mul(1000);
        }
        let tenths = n.saturating_add(scale / 20) / (scale / 10);
        if tenths >= 1000 {
            format!("{} {unit}", self.number(n.saturating_add(scale / 2) / scale))
        } else {
            format!("{}{point}{} {unit}", tenths / 10, tenths % 10)
        }
    }
}
