use super::bins::Bins;
use super::{Pin, STACK, ticks, timeline};
use crate::gui::theme::{Contrast, Look, S4};
use crate::gui::widget::gallery::show;
use crate::lang::{Lang, Locale};
use crate::triage::{Kind, Timeline};
use iced::widget::column;
use jiff::Timestamp;
use jiff::tz::TimeZone;

fn lang(locale: Locale) -> Lang {
    Lang::with_zone(locale, TimeZone::get("Europe/Berlin").unwrap())
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A flood that swells fast and fades, one bucket a minute.
fn flood(minutes: usize, peak: f64) -> Timeline {
    let buckets = (0..minutes)
        .map(|i| {
            let x = i as f64 / minutes as f64;
            let wave = peak * (x * 12.0).min(1.0) * (-x * 5.0).exp() * (1.0 + 0.3 * (x * 40.0).sin());
            let share = [0.0, 0.38, 0.1, 0.14, 0.24, 0.06, 0.07, 0.0, 0.0, 0.01];
            share.map(|s| (wave * s) as u32)
        })
        .collect();
    Timeline { start: at("2017-11-30T21:30:00Z"), step: 60, buckets }
}

fn sum(data: &Timeline) -> u64 {
    data.buckets.iter().flatten().map(|n| u64::from(*n)).sum()
}

#[test]
fn every_message_is_in_one_bar_at_any_width() {
    for minutes in [1, 2, 59, 600, 10_000] {
        let data = flood(minutes, 61.0);
        for width in [1.0, 80.0, 300.0, 900.0, 4000.0] {
            let bins = Bins::new(&data, width, 3600);
            assert_eq!(bins.bars.iter().map(super::Bar::total).sum::<u64>(), sum(&data), "{minutes} in {width}");
            assert!(bins.bars.len() as f32 <= (width / 4.0).max(24.0) + 1.0, "{} bars in {width}", bins.bars.len());
            assert!(bins.bars.windows(2).all(|pair| pair[0].to == pair[1].from));
            assert!(bins.bars.iter().all(|bar| bar.total() <= bins.top));
        }
    }
}

#[test]
fn an_empty_timeline_has_bars_of_nothing() {
    let bins = Bins::new(&Timeline { start: at("2017-11-30T21:30:00Z"), step: 60, buckets: Vec::new() }, 500.0, 0);
    assert_eq!(bins.bars.len(), 24);
    assert_eq!(bins.top, 1);
}

#[test]
fn bars_begin_at_round_local_times() {
    let lang = lang(Locale::German);
    let bins = Bins::new(&flood(10_000, 61.0), 900.0, lang.offset(at("2017-11-30T21:30:00Z")));
    let first = lang.local(bins.start());
    assert_eq!((first.minute(), first.second()), (0, 0), "{first}");
}

#[test]
fn a_brush_takes_whole_bars() {
    let data = flood(600, 61.0);
    let bins = Bins::new(&data, 900.0, 0);
    let (from, to) = bins.snap(0.0, 1.0);
    assert_eq!((from, to), (bins.start(), bins.end()));
    assert_eq!(bins.count(from, to), sum(&data));
    let (from, to) = bins.snap(0.5, 0.5);
    assert!(from < to, "a span is never empty");
}

#[test]
fn counts_are_cut_into_even_parts() {
    for most in [0_u32, 1, 3, 5, 7, 61, 99, 100, 101, 4812, 1_000_000] {
        let mut data = flood(1, 0.0);
        data.buckets[0][1] = most;
        let bins = Bins::new(&data, 500.0, 0);
        assert!(bins.top >= u64::from(most) && bins.top <= u64::from(most).max(1) * 2, "{most}: {}", bins.top);
        assert_eq!(bins.top % u64::from(bins.steps), 0);
    }
}

#[test]
fn every_kind_is_drawn_once() {
    let mut stack = STACK.to_vec();
    stack.sort_unstable();
    assert_eq!(stack, Kind::ALL);
}

#[test]
fn labels_are_few_and_in_local_time() {
    let lang = lang(Locale::German);
    let from = at("2017-11-30T21:30:00Z");
    let labels: Vec<String> = ticks::ticks(&lang, from, at("2017-12-01T01:30:00Z"), 6).into_iter().map(|t| t.label).collect();
    assert_eq!(labels, ["23:00", "1.12.", "01:00", "02:00"]);
    for days in [1, 9, 200, 4000] {
        let to = from + jiff::SignedDuration::from_hours(days * 24);
        assert!(ticks::ticks(&lang, from, to, 8).len() <= 12, "{days}");
    }
    assert_eq!(ticks::span(&lang, from, at("2017-11-30T21:35:00Z")), "30.11., 22:30 – 22:35");
    assert_eq!(ticks::span(&lang, at("2017-11-30T23:00:00Z"), at("2017-12-01T23:00:00Z")), "1.12.");
}

/// The clocks go back on 29 October 2017: labels stay at whole hours.
#[test]
fn labels_survive_the_change_of_clocks() {
    let lang = lang(Locale::English);
    let labels = ticks::ticks(&lang, at("2017-10-28T20:00:00Z"), at("2017-10-29T08:00:00Z"), 14);
    assert!(labels.iter().all(|t| t.label.ends_with(":00") || t.label == "29 Oct"), "{labels:?}");
}

#[test]
fn timelines_draw_at_any_size() {
    let german = lang(Locale::German);
    let one = Timeline { start: at("2017-11-30T21:30:00Z"), step: 60, buckets: vec![[0, 1, 0, 0, 0, 0, 0, 0, 0, 0]] };
    let night = flood(240, 61.0);
    let long = flood(10_000, 61.0);
    let huge = flood(500, 9000.0);
    let pins = [
        Pin { at: at("2017-11-30T21:31:00Z"), kind: Kind::Trigger },
        Pin { at: at("2017-11-30T23:50:00Z"), kind: Kind::Announcement },
    ];
    for (name, look) in [
        ("light", Look::LIGHT),
        ("dark", Look::DARK),
        ("dark-high", Look { contrast: Contrast::High, ..Look::DARK }),
        ("light-200", Look { scale: 2.0, ..Look::LIGHT }),
    ] {
        let span = Some((at("2017-11-30T22:00:00Z"), at("2017-11-30T22:40:00Z")));
        let all = column![
            timeline(look, &german, &night).pins(pins.clone()).on_span(|_| ()),
            timeline(look, &german, &night).pins(pins.clone()).span(span).on_span(|_| ()),
            timeline(look, &german, &one),
            timeline(look, &german, &long),
            timeline(look, &german, &huge),
        ]
        .spacing(S4);
        show(&format!("timeline-{name}"), look, (852.0, 1400.0 + 200.0 * (look.scale - 1.0)), all.into());
    }
}

#[test]
fn a_span_is_picked_by_key_too() {
    use super::keys::{
        Picked::{Bars, Nothing},
        picked,
    };
    use iced::keyboard::{Key, key::Named};
    let press = |key, stretch, chosen| picked(&Key::Named(key), stretch, chosen, 10);
    assert_eq!(press(Named::ArrowRight, false, None), Some(Bars((0, 0))));
    assert_eq!(press(Named::ArrowRight, false, Some((0, 0))), Some(Bars((1, 1))));
    assert_eq!(press(Named::ArrowRight, true, Some((1, 1))), Some(Bars((1, 2))));
    assert_eq!(press(Named::ArrowLeft, true, Some((1, 1))), Some(Bars((1, 1))), "never less than a bar");
    assert_eq!(press(Named::ArrowRight, true, Some((1, 9))), Some(Bars((1, 9))));
    assert_eq!(press(Named::ArrowRight, false, Some((5, 9))), None, "at the end already");
    assert_eq!(press(Named::End, false, Some((1, 3))), Some(Bars((7, 9))));
    assert_eq!(press(Named::Home, true, Some((4, 6))), Some(Bars((0, 6))));
    assert_eq!(press(Named::Escape, false, Some((4, 6))), Some(Nothing));
    assert_eq!(press(Named::Escape, false, None), None, "Escape goes back then");
    assert_eq!(picked(&Key::Named(Named::ArrowRight), false, None, 0), None);
}
