//! Icons of Lucide (ISC, see assets/icons/LICENSE), embedded; only those in use.

macro_rules! icons {
    ($($name:ident => $file:literal),+ $(,)?) => {
        /// A picture for a thing or an action. Drawn by [`icon`](crate::gui::widget::icon) in the colour of the words around it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Icon { $($name),+ }

        impl Icon {
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            pub(crate) const fn svg(self) -> &'static [u8] {
                match self { $(Self::$name => include_bytes!(concat!("../../../assets/icons/", $file, ".svg"))),+ }
            }
        }
    };
}

icons! {
    ArrowLeft => "arrow-left",
    ArrowRight => "arrow-right",
    Ban => "ban",
    Bell => "bell",
    Bot => "bot",
    Calendar => "calendar",
    Check => "check",
    ChevronDown => "chevron-down",
    ChevronLeft => "chevron-left",
    ChevronRight => "chevron-right",
    ChevronUp => "chevron-up",
    CircleCheck => "circle-check",
    CircleQuestion => "circle-question-mark",
    CircleX => "circle-x",
    Clock => "clock",
    Contrast => "contrast",
    Copy => "copy",
    CreditCard => "credit-card",
    Download => "download",
    ExternalLink => "external-link",
    Eye => "eye",
    FileText => "file-text",
    Flag => "flag",
    Folder => "folder",
    FolderOpen => "folder-open",
    Funnel => "funnel",
    Handshake => "handshake",
    History => "history",
    Hourglass => "hourglass",
    Inbox => "inbox",
    Info => "info",
    KeyRound => "key-round",
    Keyboard => "keyboard",
    Languages => "languages",
    List => "list",
    ListFilter => "list-filter",
    Lock => "lock",
    Mail => "mail",
    MailCheck => "mail-check",
    MailOpen => "mail-open",
    MailX => "mail-x",
    Mails => "mails",
    Megaphone => "megaphone",
    Menu => "menu",
    Minus => "minus",
    Moon => "moon",
    Newspaper => "newspaper",
    Package => "package",
    Paperclip => "paperclip",
    Pause => "pause",
    Play => "play",
    Plus => "plus",
    RefreshCw => "refresh-cw",
    Reply => "reply",
    ReplyAll => "reply-all",
    Save => "save",
    Search => "search",
    Send => "send",
    Server => "server",
    Settings => "settings",
    ShieldCheck => "shield-check",
    Square => "square",
    SquareCheck => "square-check",
    Sun => "sun",
    Trash => "trash-2",
    TriangleAlert => "triangle-alert",
    Type => "type",
    Undo => "undo-2",
    User => "user",
    UserCheck => "user-check",
    Users => "users",
    Waves => "waves",
    WifiOff => "wifi-off",
    X => "x",
    Zap => "zap",
}

/// Deich's own icon for the window: 64 by 64, RGBA. Made from assets/icons/deich.svg.
pub fn window_icon() -> Option<iced::window::Icon> {
    iced::window::icon::from_rgba(include_bytes!("../../../assets/icons/deich-64.rgba").to_vec(), 64, 64).ok()
}
