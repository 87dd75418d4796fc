use super::{Act, Selection, list, list_head};
use crate::gui::theme::{Look, S2, S3, S4, mark};
use crate::gui::widget::{badge, gallery::show, line};
use crate::triage::Kind;
use iced::keyboard::{self, Modifiers, key::Named};
use iced::mouse::{self, ScrollDelta};
use iced::widget::{column, row, text};
use iced::{Alignment, Element, Event, Point, Theme};
use iced_test::simulator::{Simulator, press_key};
use proptest::prelude::*;
use std::cell::Cell;
use std::collections::BTreeSet;

const ROW: f32 = 40.0;

/// A list of `total` rows in a window 600 pixels high that counts the rows it builds.
fn counted(total: usize, built: &Cell<usize>) -> Simulator<'_, Act, Theme> {
    let rows = list(total, ROW, move |i| {
        built.set(built.get() + 1);
        text(format!("row {i}")).into()
    })
    .on_act(|act| act);
    Simulator::with_size(iced::Settings::default(), iced::Size::new(400.0, 600.0), rows)
}

fn wheel(lines: f32) -> Event {
    Event::Mouse(mouse::Event::WheelScrolled { delta: ScrollDelta::Lines { x: 0.0, y: lines } })
}

#[test]
fn only_rows_in_view_are_built() {
    for total in [0, 1, 10, 100_000, 10_000_000] {
        let built = Cell::new(0);
        let mut window = counted(total, &built);
        assert!(built.get() <= 16 && built.get() >= total.min(15), "{} of {total}", built.get());
        built.set(0);
        window.point_at(Point::new(100.0, 100.0));
        let _ = window.simulate([wheel(-3.0)]);
        assert!(built.get() <= 17, "{} of {total} after scrolling", built.get());
    }
}

#[test]
fn the_wheel_shows_other_rows() {
    let built = Cell::new(0);
    let mut window = counted(100_000, &built);
    assert!(window.find("row 0").is_ok());
    window.point_at(Point::new(100.0, 100.0));
    let _ = window.simulate([wheel(-100.0)]);
    assert!(window.find("row 0").is_err());
    assert!(window.find("row 150").is_ok());
    // Beyond the end it stays at the end.
    let _ = window.simulate([wheel(-1e9)]);
    assert!(window.find("row 99999").is_ok());
}

#[test]
fn the_scrollbar_reaches_the_last_of_a_million() {
    let built = Cell::new(0);
    let mut window = counted(1_000_000, &built);
    window.point_at(Point::new(394.0, 599.0));
    let _ = window.simulate([Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left))]);
    assert!(window.find("row 999999").is_ok());
}

#[test]
fn a_click_and_keys_say_what_was_meant() {
    let built = Cell::new(0);
    let mut window = counted(1000, &built);
    window.point_at(Point::new(100.0, 2.5 * ROW));
    let _ = window.simulate([Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left))]);
    let _ = window.simulate([Event::Keyboard(keyboard::Event::ModifiersChanged(Modifiers::SHIFT))]);
    window.point_at(Point::new(100.0, 9.5 * ROW));
    let _ = window.simulate([Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left))]);
    for key in [Named::ArrowDown, Named::End, Named::Home, Named::PageDown] {
        assert_eq!(window.simulate([press_key(key, None)]), [iced::event::Status::Captured]);
    }
    let acts: Vec<Act> = window.into_messages().collect();
    assert_eq!(
        acts,
        [
            Act::Click { row: 2, shift: false, ctrl: false },
            Act::Click { row: 9, shift: true, ctrl: false },
            Act::Move { to: 0, shift: false },
            Act::Move { to: 999, shift: false },
            Act::Move { to: 0, shift: false },
            Act::Move { to: 14, shift: false },
        ]
    );
}

#[test]
fn keys_are_left_alone_while_something_else_has_them() {
    let built = Cell::new(0);
    let mut window = counted(1000, &built);
    assert_eq!(window.simulate([press_key(Named::ArrowDown, None)]), [iced::event::Status::Ignored]);
    assert_eq!(window.into_messages().count(), 0);
}

#[test]
fn the_row_of_the_keyboard_is_in_view() {
    let selection = Selection::one(5000);
    let rows = list::<Act>(100_000, ROW, |i| text(format!("row {i}")).into()).selection(&selection);
    let mut window: Simulator<'_, Act, Theme> =
        Simulator::with_size(iced::Settings::default(), iced::Size::new(400.0, 600.0), rows);
    assert!(window.find("row 5000").is_ok());
    assert!(window.find("row 5001").is_err(), "only as far as needed");
}

#[test]
fn shift_and_ctrl_choose_as_everywhere() {
    let mut s = Selection::default();
    let click = |row, shift, ctrl| Act::Click { row, shift, ctrl };
    assert!(s.apply(click(5, false, false), 100));
    s.apply(click(9, true, false), 100);
    assert_eq!(s.iter().collect::<Vec<_>>(), [5, 6, 7, 8, 9]);
    s.apply(click(3, true, false), 100);
    assert_eq!(s.iter().collect::<Vec<_>>(), [3, 4, 5], "the anchor stays");
    s.apply(click(4, false, true), 100);
    assert_eq!(s.iter().collect::<Vec<_>>(), [3, 5]);
    s.apply(click(8, true, true), 100);
    assert_eq!(s.iter().collect::<Vec<_>>(), [3, 4, 5, 6, 7, 8]);
    s.apply(Act::Move { to: 10, shift: false }, 100);
    s.apply(Act::Move { to: 12, shift: true }, 100);
    assert_eq!((s.len(), s.cursor()), (3, Some(12)));
    s.apply(Act::All, 1_000_000);
    assert_eq!((s.len(), s.contains(999_999), s.contains(1_000_000)), (1_000_000, true, false));
    assert!(!s.apply(Act::All, 1_000_000), "nothing changed");
    s.apply(Act::Toggle(0), 0);
    assert!(s.is_empty(), "nothing can be chosen in an empty list");
}

#[test]
fn a_choice_follows_its_rows() {
    let mut s = Selection::one(1);
    s.apply(Act::Click { row: 3, shift: true, ctrl: false }, 5);
    // Two rows came above, row 2 went away.
    let moved = s.remap(|row| match row {
        0 | 1 => Some(row + 2),
        2 => None,
        _ => Some(row + 1),
    });
    assert_eq!(moved.iter().collect::<Vec<_>>(), [3, 4]);
    assert_eq!(moved.cursor(), Some(4));
}

fn acts() -> impl Strategy<Value = Act> {
    prop_oneof![
        (0_usize..60, any::<bool>(), any::<bool>()).prop_map(|(row, shift, ctrl)| Act::Click { row, shift, ctrl }),
        (0_usize..60, any::<bool>()).prop_map(|(to, shift)| Act::Move { to, shift }),
        (0_usize..60).prop_map(Act::Toggle),
        Just(Act::All),
        (0_usize..60).prop_map(Act::Open),
    ]
}

proptest! {
    /// The ranges say the same as a plain set would.
    #[test]
    fn ranges_are_a_set(acts in prop::collection::vec(acts(), 0..40), total in 1_usize..50) {
        let mut selection = Selection::default();
        let (mut set, mut anchor) = (BTreeSet::new(), None::<usize>);
        for act in acts {
            selection.apply(act, total);
            match act {
                Act::Click { row, .. } | Act::Toggle(row) | Act::Open(row) if row >= total => {}
                Act::Click { row, shift: false, ctrl: true } | Act::Toggle(row) => {
                    if !set.remove(&row) { set.insert(row); }
                    anchor = Some(row);
                }
                Act::Click { row, shift: false, .. } | Act::Open(row) => { set = BTreeSet::from([row]); anchor = Some(row); }
                Act::Click { row, shift: true, ctrl } => {
                    let from = *anchor.get_or_insert(row);
                    if !ctrl { set.clear(); }
                    set.extend(from.min(row)..=from.max(row));
                }
                Act::Move { to, shift } => {
                    let to = to.min(total - 1);
                    if !shift { anchor = Some(to); }
                    let from = *anchor.get_or_insert(to);
                    set = (from.min(to)..=from.max(to)).collect();
                }
                Act::All => set = (0..total).collect(),
            }
            prop_assert_eq!(selection.iter().collect::<Vec<_>>(), set.iter().copied().collect::<Vec<_>>());
            prop_assert_eq!(selection.len(), set.len());
            for row in 0..total { prop_assert_eq!(selection.contains(row), set.contains(&row)); }
        }
    }
}

#[test]
fn lists_draw_with_everything_mail_can_hold() {
    let subjects = [
        "Bitte bestätigen Sie Ihre Anmeldung zum Newsletter",
        "AW: AW: AW: Stop bitte den Spam!!! Ich möchte von diesem Verteiler gestrichen werden, und zwar sofort, vielen Dank",
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
        "שלום לכולם, בבקשה להסיר אותי מהרשימה הזאת",
        "",
        "确认您的订阅 — 请点击以下链接完成注册 Bitte bestätigen",
        "Добро пожаловать в нашу рассылку",
    ];
    let names = ["FC Bayern Newsletter", "Petra Müller-Lüdenscheidt", "مجلة الأخبار", "no-reply@newsletter.shop.example"];
    for (name, look) in [("light", Look::LIGHT), ("dark", Look::DARK), ("light-200", Look { scale: 2.0, ..Look::LIGHT })] {
        let mut selection = Selection::one(2);
        selection.apply(Act::Click { row: 3, shift: true, ctrl: false }, 4812);
        let rows = list::<()>(4812, look.grow(64.0), move |i| {
            let kind = Kind::ALL[i % 10];
            let subject = subjects[i % subjects.len()];
            Element::from(
                row![
                    badge(look, mark(kind).color, mark(kind).icon),
                    column![
                        line(look, names[i % 4]).strong(),
                        line(look, if subject.is_empty() { "(ohne Betreff)" } else { subject }),
                    ]
                    .width(iced::Length::Fill),
                    look.caption("30.11., 22:31"),
                ]
                .padding([0.0, S3])
                .height(look.grow(64.0))
                .spacing(S3)
                .align_y(Alignment::Center),
            )
        })
        .selection(&selection);
        let page = column![
            list_head(look, "4.812 Nachrichten, 2 ausgewählt".into(), Some(("37 neue, anzeigen".into(), ()))),
            iced::widget::container(rows).style(crate::gui::theme::style::container::card).padding(1),
        ]
        .spacing(S2)
        .padding(S4);
        show(&format!("list-{name}"), look, (900.0, 600.0), page.into());
    }
}
