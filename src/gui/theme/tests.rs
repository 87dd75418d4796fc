use super::{Look, Mark, Step, Tones, mark};
use crate::triage::Kind;
use iced::Color;

fn linear(v: f32) -> f64 {
    let v = f64::from(v);
    if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
}

fn luminance(c: Color) -> f64 {
    0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b)
}

/// WCAG 2.2, "contrast ratio".
fn contrast(a: Color, b: Color) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Every pair of ground and words that the styles make.
fn pairs(t: &Tones) -> Vec<(&'static str, Color, Color)> {
    vec![
        ("text on page", t.page, t.text),
        ("text on card", t.card, t.text),
        ("text on sunken", t.sunken, t.text),
        ("muted on page", t.page, t.muted),
        ("muted on card", t.card, t.muted),
        ("muted on sunken", t.sunken, t.muted),
        ("muted on accent soft", t.accent_soft, t.muted),
        ("accent on page", t.page, t.accent),
        ("accent on card", t.card, t.accent),
        ("on accent", t.accent, t.on_accent),
        ("on accent, hovered", t.accent_strong, t.on_accent),
        ("on accent soft", t.accent_soft, t.on_accent_soft),
        ("text on accent soft", t.accent_soft, t.text),
        ("on safe", t.safe_soft, t.on_safe_soft),
        ("muted on safe", t.safe_soft, t.muted),
        ("safe on card", t.card, t.on_safe_soft),
        ("safe on page", t.page, t.on_safe_soft),
        ("on warning", t.warn_soft, t.on_warn_soft),
        ("on error", t.error_soft, t.on_error_soft),
        ("error on card", t.card, t.on_error_soft),
        ("error on page", t.page, t.on_error_soft),
    ]
}

#[test]
fn words_stand_out_from_their_ground() {
    for tones in Tones::ALL {
        let least = if tones.name.contains("high") { 7.0 } else { 4.5 };
        for (what, ground, words) in pairs(tones) {
            let ratio = contrast(ground, words);
            assert!(ratio >= least, "{}: {what} is {ratio:.2}, wants {least}", tones.name);
        }
    }
}

#[test]
fn edges_and_the_focus_ring_can_be_seen() {
    for tones in Tones::ALL {
        for ground in [tones.page, tones.card] {
            assert!(contrast(ground, tones.edge) >= 3.0, "{}: edge {:.2}", tones.name, contrast(ground, tones.edge));
            assert!(contrast(ground, tones.focus) >= 4.5, "{}: focus {:.2}", tones.name, contrast(ground, tones.focus));
        }
    }
}

#[test]
fn themes_lead_back_to_their_tones() {
    for dark in [false, true] {
        for contrast in [super::Contrast::Normal, super::Contrast::High] {
            let look = Look { dark, contrast, scale: 1.0 };
            assert_eq!(Tones::of(&look.theme()).name, look.tones().name);
            assert_eq!(look.theme().extended_palette().is_dark, dark);
        }
    }
}

/// How a colour looks to someone with normal sight, without red, green or blue cones (Machado, Oliveira, Fernandes 2009, severity
/// 1.0), as a point of OKLab.
#[allow(clippy::many_single_char_names, reason = "the letters of the formula")]
fn seen(c: Color) -> [[f64; 3]; 4] {
    const EYES: [[[f64; 3]; 3]; 4] = [
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        [[0.152_286, 1.052_583, -0.204_868], [0.114_503, 0.786_281, 0.099_216], [-0.003_882, -0.048_116, 1.051_998]],
        [[0.367_322, 0.860_646, -0.227_968], [0.280_085, 0.672_501, 0.047_413], [-0.011_820, 0.042_940, 0.968_881]],
        [[1.255_528, -0.076_749, -0.178_779], [-0.078_411, 0.930_809, 0.147_602], [0.004_733, 0.691_367, 0.303_900]],
    ];
    let rgb = [linear(c.r), linear(c.g), linear(c.b)];
    EYES.map(|eye| {
        let [r, g, b] = eye.map(|row| row.iter().zip(rgb).map(|(m, v)| m * v).sum::<f64>().clamp(0.0, 1.0));
        let l = (0.412_221 * r + 0.536_333 * g + 0.051_446 * b).cbrt();
        let m = (0.211_903 * r + 0.680_700 * g + 0.107_397 * b).cbrt();
        let s = (0.088_302 * r + 0.281_719 * g + 0.629_979 * b).cbrt();
        [
            0.210_454 * l + 0.793_618 * m - 0.004_072 * s,
            1.977_998 * l - 2.428_592 * m + 0.450_594 * s,
            0.025_904 * l + 0.782_772 * m - 0.808_676 * s,
        ]
    })
}

#[test]
fn kinds_differ_for_every_eye() {
    let marks: Vec<(Kind, Mark)> = Kind::ALL.into_iter().map(|kind| (kind, mark(kind))).collect();
    for (i, (a, ma)) in marks.iter().enumerate() {
        for (b, mb) in &marks[..i] {
            for (x, y) in seen(ma.color).iter().zip(seen(mb.color)) {
                let distance = x.iter().zip(y).map(|(p, q)| (p - q).powi(2)).sum::<f64>().sqrt();
                assert!(distance > 0.06, "{a:?} and {b:?} look alike: {distance:.3}");
            }
            assert_ne!(ma.icon, mb.icon, "{a:?} and {b:?} have one icon");
        }
    }
}

#[test]
fn kinds_stand_out_from_every_card() {
    for kind in Kind::ALL {
        for tones in Tones::ALL {
            let ratio = contrast(mark(kind).color, tones.card);
            assert!(ratio >= 2.5, "{kind:?} on {}: {ratio:.2}", tones.name);
        }
        for look in [Look::LIGHT, Look::DARK] {
            let ratio = contrast(look.ink(mark(kind)), look.tones().card);
            assert!(ratio >= 4.5, "ink of {kind:?} on {}: {ratio:.2}", look.tones().name);
        }
    }
}

#[test]
fn type_grows_in_order_and_body_doubles() {
    for scale in [1.0, 1.5, 2.0] {
        let sizes = Step::ALL.map(|step| step.size(scale));
        assert!(sizes.windows(2).all(|pair| pair[0] < pair[1]), "{sizes:?}");
    }
    assert!((Step::Body.size(2.0) - 32.0).abs() < f32::EPSILON);
    assert!((Step::Body.size(f32::NAN) - 16.0).abs() < f32::EPSILON);
}

#[test]
fn the_window_has_its_icon() {
    assert!(super::window_icon().is_some());
}
