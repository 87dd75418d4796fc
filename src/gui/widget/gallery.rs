//! Every widget in every theme, laid out and drawn without a window. With `DEICH_GALLERY=DIR` the pictures are kept.

use super::{Field, Icon, Mood, button, check, chip, icon, notice, progress, tile};
use crate::gui::theme::{Contrast, FONTS, Look, REGULAR, S2, S4, S6, mark, style};
use crate::lang::Notice;
use crate::triage::Kind;
use iced::widget::{Column, Row, column, container, row};
use iced::{Element, Length, Settings, Theme};
use iced_test::simulator::Simulator;

const LOOKS: [(&str, Look); 6] = [
    ("light", Look::LIGHT),
    ("dark", Look::DARK),
    ("light-high", Look { contrast: Contrast::High, ..Look::LIGHT }),
    ("dark-high", Look { contrast: Contrast::High, ..Look::DARK }),
    ("light-200", Look { scale: 2.0, ..Look::LIGHT }),
    ("dark-150", Look { scale: 1.5, ..Look::DARK }),
];

pub fn show(name: &str, look: Look, size: (f32, f32), content: Element<'_, ()>) {
    let settings =
        Settings { default_font: REGULAR, fonts: FONTS.iter().map(|font| (*font).into()).collect(), ..Settings::default() };
    let page = container(content).padding(S6).width(Length::Fill).height(Length::Fill).style(style::container::page);
    let mut simulator: Simulator<'_, (), Theme> = Simulator::with_size(settings, iced::Size::new(size.0, size.1), page);
    let picture = simulator.snapshot(&look.theme()).unwrap();
    if let Some(dir) = std::env::var_os("DEICH_GALLERY") {
        let path = std::path::Path::new(&dir).join(name);
        let _ = std::fs::remove_file(path.with_file_name(format!("{name}-tiny-skia.png")));
        assert!(picture.matches_image(path).unwrap());
    }
}

fn words(happened: &str, means: &str, to_do: &str) -> Notice {
    Notice { happened: happened.into(), means: means.into(), to_do: to_do.into() }
}

fn everything<'a>(look: Look) -> Element<'a, ()> {
    let buttons = Row::new()
        .spacing(S2)
        .push(button(look, "Aufräumen …").primary().icon(Icon::Waves).on_press(()))
        .push(button(look, "Weitere Mails stoppen").icon(Icon::Funnel).on_press(()))
        .push(button(look, "Melden").icon(Icon::Flag).on_press(()))
        .push(button(look, "Zurück").quiet().icon(Icon::ArrowLeft).on_press(()))
        .push(button(look, "Geht nicht").icon(Icon::Ban))
        .wrap()
        .vertical_spacing(S2);
    let tiles = Kind::ALL.map(|kind| {
        Element::from(
            tile(look, "2.100", kind.as_str())
                .kind(mark(kind))
                .width(230.0 * look.scale)
                .chosen(kind == Kind::Welcome)
                .on_press(()),
        )
    });
    column![
        look.title("Ihr Postfach wird gerade überflutet"),
        look.lead("Seit Donnerstag, 22:30 Uhr, kamen 4.812 Mails über mitglieder@verein.example."),
        buttons,
        Row::with_children(tiles).spacing(S2).wrap().vertical_spacing(S2),
        row![
            check(look, "Auch im Ordner Spam suchen", true, Some(())),
            check(look, "Ungelesene behalten", false, Some(())),
            check(look, "Geht nicht", false, None),
        ]
        .spacing(S4),
        row![chip(look, "Alle", true, ()), chip(look, "Newsletter", false, ()), chip(look, "Antworten", false, ())].spacing(S2),
        row![
            Field::new(look, "Ihre E-Mail-Adresse", "petra@mail.example").hint("So, wie Sie sie anderen geben.").on_input(|_| ()),
            Field::new(look, "Passwort", "geheim").secure(true).error(Some("Das Passwort stimmt nicht.".into())).on_input(|_| ()),
        ]
        .spacing(S4),
        progress(look, Some(0.42), "2.021 von 4.812 Mails gelesen, noch etwa 20 Sekunden".into()),
        Column::with_children([Mood::Info, Mood::Safe, Mood::Warning, Mood::Error].map(|mood| {
            notice(
                look,
                mood,
                &words(
                    "Der Server hat das Passwort abgelehnt.",
                    "Deich kommt so nicht an Ihr Postfach. Es wurde nichts verändert.",
                    "Prüfen Sie das Passwort, oder legen Sie bei GMX ein App-Passwort an.",
                ),
            )
            .button(button(look, "Noch einmal").on_press(()))
            .into()
        }))
        .spacing(S2),
    ]
    .spacing(S4)
    .into()
}

#[test]
fn widgets_draw_in_every_look() {
    for (name, look) in LOOKS {
        show(&format!("widgets-{name}"), look, (1100.0, 1250.0 * look.scale), everything(look));
    }
}

#[test]
fn every_icon_is_a_picture() {
    let look = Look::LIGHT;
    let all = Icon::ALL.iter().map(|i| column![icon(*i).size(32.0), look.caption(format!("{i:?}"))].width(120.0).into());
    show("icons", look, (1100.0, 700.0), Row::with_children(all).wrap().vertical_spacing(S4).into());
    for icon in Icon::ALL {
        let svg = std::str::from_utf8(icon.svg()).unwrap();
        assert!(svg.starts_with("<svg") && svg.contains("currentColor"), "{icon:?}");
    }
}
