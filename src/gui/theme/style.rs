//! Styles of iced's widgets, to hand to their `.style(…)`.

use super::scale::RADIUS;
use super::tones::Tones;
use iced::border::{self, Border};
use iced::{Background, Color, Theme};

fn outlined(color: Color, width: f32) -> Border {
    border::rounded(RADIUS).color(color).width(width)
}

pub mod text {
    //! Colours of words.
    use super::{Theme, Tones};
    use iced::widget::text::Style;

    pub fn muted(theme: &Theme) -> Style {
        Style { color: Some(Tones::of(theme).muted) }
    }

    pub fn accent(theme: &Theme) -> Style {
        Style { color: Some(Tones::of(theme).accent) }
    }

    /// On page, card and safe ground.
    pub fn safe(theme: &Theme) -> Style {
        Style { color: Some(Tones::of(theme).on_safe_soft) }
    }

    pub fn error(theme: &Theme) -> Style {
        Style { color: Some(Tones::of(theme).on_error_soft) }
    }
}

pub mod button {
    //! Ranks of buttons: one primary a screen.
    use super::{Background, Border, Color, RADIUS, Theme, Tones, border, outlined};
    use iced::widget::button::{Status, Style};

    fn base(ground: Option<Color>, text_color: Color, border: Border) -> Style {
        Style { background: ground.map(Background::Color), text_color, border, ..Style::default() }
    }

    fn disabled(tones: &Tones) -> Style {
        base(Some(tones.sunken), tones.muted, border::rounded(RADIUS))
    }

    pub fn primary(theme: &Theme, status: Status) -> Style {
        let tones = Tones::of(theme);
        match status {
            Status::Active => base(Some(tones.accent), tones.on_accent, border::rounded(RADIUS)),
            Status::Hovered | Status::Pressed => base(Some(tones.accent_strong), tones.on_accent, border::rounded(RADIUS)),
            Status::Disabled => disabled(tones),
        }
    }

    pub fn secondary(theme: &Theme, status: Status) -> Style {
        let tones = Tones::of(theme);
        match status {
            Status::Active => base(Some(tones.card), tones.accent, outlined(tones.edge, 1.0)),
            Status::Hovered | Status::Pressed => base(Some(tones.accent_soft), tones.on_accent_soft, outlined(tones.accent, 1.0)),
            Status::Disabled => disabled(tones),
        }
    }

    /// Words that can be pressed.
    pub fn quiet(theme: &Theme, status: Status) -> Style {
        let tones = Tones::of(theme);
        match status {
            Status::Active => base(None, tones.accent, border::rounded(RADIUS)),
            Status::Hovered | Status::Pressed => base(Some(tones.accent_soft), tones.on_accent_soft, border::rounded(RADIUS)),
            Status::Disabled => base(None, tones.muted, border::rounded(RADIUS)),
        }
    }

    /// A card that can be pressed.
    pub fn tile(theme: &Theme, status: Status) -> Style {
        let tones = Tones::of(theme);
        match status {
            Status::Active | Status::Disabled => base(Some(tones.card), tones.text, outlined(tones.line, 1.0)),
            Status::Hovered | Status::Pressed => base(Some(tones.card), tones.text, outlined(tones.accent, 1.0)),
        }
    }

    /// A tile or chip that is switched on.
    pub fn chosen(theme: &Theme, _status: Status) -> Style {
        let tones = Tones::of(theme);
        base(Some(tones.accent_soft), tones.on_accent_soft, outlined(tones.accent, 2.0))
    }

    /// A line of its own, without ground or edge (a check box, a row).
    pub fn bare(theme: &Theme, status: Status) -> Style {
        let tones = Tones::of(theme);
        base(None, if status == Status::Disabled { tones.muted } else { tones.text }, border::rounded(RADIUS))
    }
}

pub mod container {
    //! Grounds things lie on.
    use super::{Background, Border, Color, RADIUS, Theme, Tones, border, outlined};
    use iced::widget::container::Style;

    fn ground(color: Color, words: Color, border: Border) -> Style {
        Style { background: Some(Background::Color(color)), text_color: Some(words), border, ..Style::default() }
    }

    pub fn page(theme: &Theme) -> Style {
        let tones = Tones::of(theme);
        ground(tones.page, tones.text, Border::default())
    }

    pub fn card(theme: &Theme) -> Style {
        let tones = Tones::of(theme);
        ground(tones.card, tones.text, outlined(tones.line, 1.0))
    }

    /// A bar that brings news.
    pub fn notice_bar(theme: &Theme) -> Style {
        let tones = Tones::of(theme);
        ground(tones.accent_soft, tones.on_accent_soft, Border::default())
    }

    /// A bar along an edge of the window.
    pub fn bar(theme: &Theme) -> Style {
        let tones = Tones::of(theme);
        ground(tones.card, tones.text, Border::default())
    }

    pub fn sunken(theme: &Theme) -> Style {
        let tones = Tones::of(theme);
        ground(tones.sunken, tones.text, border::rounded(RADIUS))
    }

    /// What is kept safe.
    pub fn safe(theme: &Theme) -> Style {
        let tones = Tones::of(theme);
        ground(tones.safe_soft, tones.on_safe_soft, soft_edge(tones, tones.on_safe_soft))
    }

    pub fn info(theme: &Theme) -> Style {
        let tones = Tones::of(theme);
        ground(tones.accent_soft, tones.on_accent_soft, soft_edge(tones, tones.on_accent_soft))
    }

    pub fn warning(theme: &Theme) -> Style {
        let tones = Tones::of(theme);
        ground(tones.warn_soft, tones.on_warn_soft, soft_edge(tones, tones.on_warn_soft))
    }

    pub fn error(theme: &Theme) -> Style {
        let tones = Tones::of(theme);
        ground(tones.error_soft, tones.on_error_soft, soft_edge(tones, tones.on_error_soft))
    }

    /// A word on a small ground of its own.
    pub fn chip(theme: &Theme) -> Style {
        let tones = Tones::of(theme);
        ground(tones.sunken, tones.text, border::rounded(RADIUS))
    }

    /// A row that is chosen.
    pub fn chosen(theme: &Theme) -> Style {
        let tones = Tones::of(theme);
        ground(tones.accent_soft, tones.on_accent_soft, Border::default())
    }

    /// Above everything else: a menu, a tooltip, a dialog. No shadows, so it has an edge.
    pub fn floating(theme: &Theme) -> Style {
        let tones = Tones::of(theme);
        ground(tones.card, tones.text, outlined(tones.edge, 1.0))
    }

    /// Dims the window below a dialog.
    pub fn veil(theme: &Theme) -> Style {
        let tones = Tones::of(theme);
        ground(Color { a: 0.6, ..tones.page }, tones.text, Border::default())
    }

    /// In normal contrast a ground is enough; in high contrast it needs an edge.
    fn soft_edge(tones: &Tones, edge: Color) -> Border {
        let high = tones.page == tones.card;
        if high { outlined(edge, 1.0) } else { outlined(Color { a: 0.25, ..edge }, 1.0) }
    }
}

/// Fields to type in.
pub fn field(theme: &Theme, status: iced::widget::text_input::Status) -> iced::widget::text_input::Style {
    use iced::widget::text_input::{Status, Style};
    let tones = Tones::of(theme);
    let edge = match status {
        Status::Focused { .. } => outlined(tones.focus, 2.0),
        Status::Hovered => outlined(tones.accent, 1.0),
        Status::Active => outlined(tones.edge, 1.0),
        Status::Disabled => outlined(tones.line, 1.0),
    };
    Style {
        background: Background::Color(if status == Status::Disabled { tones.sunken } else { tones.card }),
        border: edge,
        icon: tones.muted,
        placeholder: tones.muted,
        value: tones.text,
        selection: Color { a: 0.35, ..tones.accent },
    }
}

/// A field with something wrong in it.
pub fn field_error(theme: &Theme, status: iced::widget::text_input::Status) -> iced::widget::text_input::Style {
    let tones = Tones::of(theme);
    iced::widget::text_input::Style { border: outlined(tones.on_error_soft, 2.0), ..field(theme, status) }
}

/// The letter in a box, editable.
pub fn editor(theme: &Theme, status: iced::widget::text_editor::Status) -> iced::widget::text_editor::Style {
    use iced::widget::text_editor::{Status, Style};
    let tones = Tones::of(theme);
    let edge = match status {
        Status::Focused { .. } => outlined(tones.focus, 2.0),
        _ => outlined(tones.edge, 1.0),
    };
    Style {
        background: Background::Color(tones.card),
        border: edge,
        placeholder: tones.muted,
        value: tones.text,
        selection: Color { a: 0.35, ..tones.accent },
    }
}

pub fn scrollbar(theme: &Theme, status: iced::widget::scrollable::Status) -> iced::widget::scrollable::Style {
    use iced::widget::scrollable::{AutoScroll, Rail, Scroller, Status, Style};
    let tones = Tones::of(theme);
    let busy = matches!(status, Status::Dragged { .. })
        || matches!(status, Status::Hovered { is_vertical_scrollbar_hovered, is_horizontal_scrollbar_hovered, .. }
            if is_vertical_scrollbar_hovered || is_horizontal_scrollbar_hovered);
    let rail = Rail {
        background: Some(Background::Color(tones.sunken)),
        border: border::rounded(RADIUS),
        scroller: Scroller {
            background: Background::Color(if busy { tones.accent } else { tones.edge }),
            border: border::rounded(RADIUS),
        },
    };
    Style {
        container: iced::widget::container::Style::default(),
        vertical_rail: rail,
        horizontal_rail: rail,
        gap: None,
        auto_scroll: AutoScroll {
            background: Background::Color(tones.card),
            border: outlined(tones.edge, 1.0),
            shadow: iced::Shadow::default(),
            icon: tones.text,
        },
    }
}

pub fn progress(theme: &Theme) -> iced::widget::progress_bar::Style {
    let tones = Tones::of(theme);
    iced::widget::progress_bar::Style {
        background: Background::Color(tones.sunken),
        bar: Background::Color(tones.accent),
        border: border::rounded(RADIUS),
    }
}

/// A line between two things.
pub fn rule(theme: &Theme) -> iced::widget::rule::Style {
    iced::widget::rule::Style {
        color: Tones::of(theme).line,
        radius: 0.0.into(),
        fill_mode: iced::widget::rule::FillMode::Full,
        snap: true,
    }
}

pub fn pick_list(theme: &Theme, status: iced::widget::pick_list::Status) -> iced::widget::pick_list::Style {
    use iced::widget::pick_list::{Status, Style};
    let tones = Tones::of(theme);
    Style {
        text_color: tones.text,
        placeholder_color: tones.muted,
        handle_color: tones.muted,
        background: Background::Color(tones.card),
        border: outlined(if matches!(status, Status::Active) { tones.edge } else { tones.accent }, 1.0),
    }
}

pub fn menu(theme: &Theme) -> iced::overlay::menu::Style {
    let tones = Tones::of(theme);
    iced::overlay::menu::Style {
        background: Background::Color(tones.card),
        border: outlined(tones.edge, 1.0),
        text_color: tones.text,
        selected_text_color: tones.on_accent_soft,
        selected_background: Background::Color(tones.accent_soft),
        shadow: iced::Shadow::default(),
    }
}
