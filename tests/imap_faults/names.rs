//! Names of mailboxes: where new ones belong, and what servers write that should not.

use super::*;
use deich::engine::{ActionState, CleanUp, Command, Target};
use desk::Desk;
use scans::scan;

/// A server with these mailboxes, as it writes them; INBOX holds three messages, which go wherever there is a mailbox.
struct Post {
    /// Behind `* LIST `.
    listed: Vec<String>,
    namespaces: &'static str,
    open: String,
    /// Where each of the three is.
    places: [String; 3],
}

impl Post {
    fn new(namespaces: &'static str, listed: &[&str]) -> Self {
        let inbox = || "INBOX".to_owned();
        Self {
            listed: listed.iter().map(|l| (*l).to_owned()).collect(),
            namespaces,
            open: inbox(),
            places: [inbox(), inbox(), inbox()],
        }
    }

    /// The name in a command, as it stands there.
    fn named(command: &str) -> String {
        command.split_once('"').and_then(|(_, rest)| rest.rsplit_once('"')).map(|(name, _)| name.to_owned()).unwrap_or_default()
    }

    fn has(&self, name: &str) -> bool {
        name == "INBOX" || self.listed.iter().any(|line| line.ends_with(&format!(" \"{name}\"")) && !line.contains("Noselect"))
    }

    fn here(&self) -> Vec<usize> {
        (1..=3).filter(|uid| self.places[uid - 1] == self.open).collect()
    }

    fn answer(&mut self, command: &str) -> Option<Act> {
        let words: Vec<&str> = command.split(' ').collect();
        let no = || Some(say("TAG NO [NONEXISTENT] no such mailbox\r\n"));
        match words[0] {
            "NAMESPACE" => Some(say(self.namespaces)),
            "LIST" => {
                let lines = self.listed.iter().map(|line| format!("* LIST {line}\r\n")).collect::<Vec<_>>().concat();
                Some(say(format!("{lines}* LIST () \"/\" INBOX\r\nTAG OK done\r\n")))
            }
            "EXAMINE" | "SELECT" => {
                let name = Self::named(command);
                if !self.has(&name) {
                    return no();
                }
                self.open = name;
                let exists = self.here().len();
                Some(say(format!("* {exists} EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 4] x\r\nTAG OK done\r\n")))
            }
            "CREATE" => {
                self.listed.push(format!("() \"/\" \"{}\"", Self::named(command)));
                Some(say("TAG OK done\r\n"))
            }
            "UID" if words[1] == "SEARCH" => {
                let uids = self.here().iter().map(|uid| format!(" {uid}")).collect::<Vec<_>>().concat();
                Some(say(format!("* SEARCH{uids}\r\nTAG OK done\r\n")))
            }
            "UID" if words[1] == "FETCH" => {
                let all: String = self.here().iter().map(|uid| fetched(u32::try_from(*uid).unwrap())).collect();
                Some(say(all + "TAG OK done\r\n"))
            }
            "UID" if words[1] == "MOVE" => {
                let to = Self::named(command);
                if !self.has(&to) {
                    return no();
                }
                let here = self.here();
                for uid in &here {
                    self.places[uid - 1].clone_from(&to);
                }
                let uids = here.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
                Some(say(format!("* OK [COPYUID 7 {uids} {uids}] moved\r\nTAG OK done\r\n")))
            }
            _ => None,
        }
    }
}

fn serve(offered: &str, mut post: Post) -> Fake {
    let greeting = format!("* OK [CAPABILITY IMAP4rev1 UIDPLUS MOVE {offered} AUTH=PLAIN SASL-IR] hello\r\n");
    Fake::greeting(&greeting, move |command| post.answer(command))
}

/// All of the inbox is moved there, and the undo takes it back.
fn there_and_back(desk: &mut Desk, fake: &Fake, to: &str) -> String {
    let picture = scan(desk, fake);
    assert_eq!(picture.messages.len(), 3, "{to}");
    let selection = picture.messages.iter().map(|message| message.key()).collect();
    let to = Target::Mailbox(MailboxName::new(to));
    let preview = desk.preview(Command::Preview(CleanUp { incident: None, selection, to }));
    let lies = preview.plan().steps.first().unwrap().to.as_str().to_owned();
    let (done, _) = desk.act(Command::Execute((*preview).clone().approve()));
    assert_eq!((done.state, done.moved, &done.problem), (ActionState::Done, 3, &None), "{lies}");
    let (undone, _) = desk.act(Command::Undo(None));
    assert_eq!((undone.state, undone.moved), (ActionState::Done, 3), "{lies}");
    lies
}

/// RFC 2342: the server says where the member's own mailboxes lie. It is asked once on a connection.
#[test]
fn a_new_mailbox_is_made_where_the_server_says() {
    let namespaces = "* NAMESPACE ((\"Post/\" \"/\")) NIL ((\"Club/\" \"/\"))\r\nTAG OK done\r\n";
    let listed = ["() \"/\" \"Post/Papierkorb\"", "() \"/\" \"Post/Alt/Papierkorb\"", "() \"/\" \"Club/Termine\""];
    let fake = serve("NAMESPACE", Post::new(namespaces, &listed));
    let mut desk = Desk::new();
    // What is called a bin below the member's own is theirs.
    let trash = deich::mail::MailboxInfo::with_use(&scan(&mut desk, &fake).mailboxes, deich::mail::SpecialUse::Trash)
        .map(|info| info.name.to_string());
    assert_eq!(trash.as_deref(), Some("Post/Papierkorb"));
    for (named, lies) in [
        ("Mail-Sturm", "Post/Mail-Sturm"),
        ("Post/Mail-Sturm", "Post/Mail-Sturm"),
        ("Club/Sturm", "Club/Sturm"),
        ("Club/Termine", "Club/Termine"),
        ("Ünter", "Post/Ünter"),
    ] {
        assert_eq!(there_and_back(&mut desk, &fake, named), lies);
    }
    let heard = fake.heard();
    let count = |word: &str| heard.iter().filter(|command| command.starts_with(word)).count();
    assert_eq!(count("NAMESPACE"), count("AUTHENTICATE"), "{heard:?}");
    let made: Vec<&String> = heard.iter().filter(|command| command.starts_with("CREATE")).collect();
    assert_eq!(made, ["CREATE \"Post/Mail-Sturm\"", "CREATE \"Club/Sturm\"", "CREATE \"Post/&ANw-nter\""]);
}

/// Where it does not say, or what it says helps nobody, the list of mailboxes has to tell.
#[test]
fn without_an_answer_the_list_tells_where_mailboxes_lie() {
    for (offered, answer) in [
        ("X", "TAG BAD what?\r\n"),
        ("NAMESPACE", "TAG NO not here\r\n"),
        ("NAMESPACE", "TAG BAD what?\r\n"),
        ("NAMESPACE", "TAG OK done\r\n"),
        ("NAMESPACE", "* NAMESPACE NIL NIL NIL\r\nTAG OK done\r\n"),
    ] {
        let fake = serve(offered, Post::new(answer, &["() \".\" \"INBOX.Trash\"", "() \".\" \"INBOX.Sent\""]));
        let mut desk = Desk::new();
        assert_eq!(there_and_back(&mut desk, &fake, "Mail-Sturm"), "INBOX.Mail-Sturm", "{answer}");
        assert_eq!(fake.heard_any("NAMESPACE"), offered == "NAMESPACE");
    }
    // The top is theirs, whatever lies where.
    let top = "* NAMESPACE ((\"\" \".\")) NIL NIL\r\nTAG OK done\r\n";
    let fake = serve("NAMESPACE", Post::new(top, &["() \".\" \"INBOX.Trash\""]));
    assert_eq!(there_and_back(&mut Desk::new(), &fake, "Mail-Sturm"), "Mail-Sturm");
    // What makes no sense ends the connection, as everywhere.
    let fake = serve("NAMESPACE", Post::new("* NAMESPACE ((\r\nTAG OK done\r\n", &[]));
    assert!(matches!(connect(&fake).mailboxes(), Err(SourceError::Protocol { .. })));
}

/// Names in UTF-8 that nobody agreed to (RFC 6855 section 3 asks for modified UTF-7 then): listed, opened and moved to as they came.
#[test]
fn names_in_raw_utf_8_go_back_as_they_came() {
    let listed = [
        "() \"/\" \"Möwen & Co\"",
        "() \"/\" \"Entw&APw-rfe\"",
        "(\\Trash) \"/\" \"Gelöscht\"",
        "() \"/\" \"R&D\"",
        "() \"/\" \"日本語\"",
    ];
    for offered in ["X", "UTF8=ACCEPT ENABLE"] {
        let fake = serve(offered, Post::new("", &listed));
        let mut desk = Desk::new();
        let picture = scan(&mut desk, &fake);
        let names: Vec<&str> = picture.mailboxes.iter().map(|info| info.name.as_str()).collect();
        assert_eq!(names, ["INBOX", "Entwürfe", "Gelöscht", "Möwen & Co", "R&D", "日本語"]);
        for name in &names[1..] {
            assert_eq!(there_and_back(&mut desk, &fake, name), *name);
        }
        for sent in ["\"Möwen & Co\"", "\"Entw&APw-rfe\"", "\"Gelöscht\"", "\"R&D\"", "\"日本語\""] {
            assert!(fake.heard().iter().any(|c| c.starts_with("UID MOVE") && c.ends_with(sent)), "{sent}");
        }
        // It is not asked for what would only change the names of other programs' sessions.
        assert!(!fake.heard_any("ENABLE") && !fake.heard_any("CREATE"), "{:?}", fake.heard());

        // Another Deich, which has not seen the list, undoes what this one did.
        let selection = picture.messages.iter().map(|message| message.key()).collect();
        let to = Target::Mailbox(MailboxName::new("Möwen & Co"));
        let preview = desk.preview(Command::Preview(CleanUp { incident: None, selection, to }));
        let (done, _) = desk.act(Command::Execute((*preview).clone().approve()));
        assert_eq!(done.moved, 3);
        desk.restart();
        let Command::Scan(order) = scans::order(&fake) else { panic!() };
        let access = deich::engine::Access { source: order.source, secret: order.secret, remember: false, ca: None };
        desk.handle().send(Command::Access(access));
        let undone = desk.act_elsewhere(Command::Undo(Some(done.id)));
        assert_eq!((undone.state, undone.moved), (ActionState::Done, 3));
    }
}

/// Octets that are no UTF-8 either: shown as they were most likely meant, and sent back as they came. What cannot be shown is left out,
/// and of two names that would look the same, the one that is written as it should be is kept.
#[test]
fn names_in_no_encoding_go_back_as_they_came() {
    let list = b"* LIST () \"/\" \"M\xf6wen\"\r\n* LIST () \"/\" {4}\r\nK\xfchn\r\n* LIST () \"/\" \"a\x9bb\"\r\n* LIST () \"/\" \"T\xe4ter\"\r\n\
        * LIST () \"/\" \"T&AOQ-ter\"\r\n* LIST () \"/\" INBOX\r\n";
    let fake = Fake::start(move |command| (command.starts_with("LIST")).then(|| Act::Octets(list.to_vec())));
    let mut source = connect(&fake);
    let names: Vec<String> = source.mailboxes().unwrap().iter().map(|info| info.name.to_string()).collect();
    assert_eq!(names, ["INBOX", "Kühn", "Möwen", "Täter"]);
    for name in &names {
        source.open(&MailboxName::new(name)).unwrap();
    }
    let heard: Vec<String> = fake.heard().into_iter().filter(|command| command.starts_with("EXAMINE")).collect();
    // The test's server writes down as Latin-1 what is no UTF-8: nothing was encoded.
    assert_eq!(heard, ["EXAMINE \"INBOX\"", "EXAMINE \"Kühn\"", "EXAMINE \"Möwen\"", "EXAMINE \"T&AOQ-ter\""]);
    // Also on another connection.
    source.look_anew();
    source.open(&MailboxName::new("Möwen")).unwrap();
    assert_eq!(fake.heard().last().unwrap(), "EXAMINE \"Möwen\"");
}

/// Headers in UTF-8, or in nothing at all, which RFC 5322 does not know.
#[test]
fn headers_in_raw_utf_8_are_read() {
    let fetch = |uid: u32, header: &[u8]| {
        let head = format!(
            "* {uid} FETCH (UID {uid} FLAGS () RFC822.SIZE 9 BODY[HEADER.FIELDS (SUBJECT FROM)] {{{}}}\r\n",
            header.len()
        );
        [head.as_bytes(), header, b")\r\n"].concat()
    };
    let answer = [
        fetch(1, "From: Jörg <joerg@example.org>\r\nSubject: Grüße 日本\r\n\r\n".as_bytes()),
        fetch(2, b"From: J\xf6rg <joerg@example.org>\r\nSubject: Gr\xfc\xdfe\r\n\r\n"),
        fetch(3, b"Subject: plain\r\n\r\n"),
    ];
    let answer = answer.concat();
    let fake = Fake::start(move |command| {
        (command.starts_with("UID FETCH") && command.contains("SUBJECT")).then(|| Act::Octets(answer.clone()))
    });
    let mut subjects = Vec::new();
    let mut source = connect(&fake);
    let mut take = |batch: Batch| {
        for change in batch.changes {
            if let Change::New(envelope) = change {
                subjects.push(envelope.subject.to_string());
            }
        }
        ControlFlow::Continue(())
    };
    source.sync(&inbox(), &Known::default(), &mut take).unwrap();
    assert_eq!((subjects.len(), &*subjects[0], &*subjects[2]), (3, "Grüße 日本", "plain"));
    assert!(subjects[1].starts_with("Gr") && subjects[1].ends_with('e'), "{subjects:?}");
}

/// A server that takes UTF-8 only (RFC 6855 section 6), and one that knows no other IMAP than that of RFC 9051: there names are what
/// they look like, and `&` is an ampersand.
#[test]
fn where_names_are_in_utf_8_by_agreement_nothing_is_encoded() {
    let listed = ["() \"/\" \"Möwen\"", "() \"/\" \"R&-D\"", "(\\Trash) \"/\" \"Gelöscht\""];
    let only = "* OK [CAPABILITY IMAP4rev1 UIDPLUS MOVE ENABLE UTF8=ONLY AUTH=PLAIN SASL-IR] hello\r\n";
    let rev2 = "* OK [CAPABILITY IMAP4rev2 AUTH=PLAIN SASL-IR] hello\r\n";
    for (greeting, enables) in [(only, true), (rev2, false)] {
        let mut post = Post::new("* NAMESPACE ((\"\" \"/\")) NIL NIL\r\nTAG OK done\r\n", &listed);
        let fake = Fake::greeting(greeting, move |command| {
            let enable = command.starts_with("ENABLE").then(|| say("* ENABLED UTF8=ACCEPT\r\nTAG OK done\r\n"));
            let searched =
                command.strip_prefix("UID SEARCH RETURN (ALL) ").map(|rest| post.answer(&format!("UID SEARCH {rest}")));
            enable.or_else(|| searched.flatten()).or_else(|| post.answer(command))
        });
        let mut desk = Desk::new();
        let names: Vec<String> = scan(&mut desk, &fake).mailboxes.iter().map(|info| info.name.to_string()).collect();
        assert_eq!(names, ["INBOX", "Gelöscht", "Möwen", "R&-D"]);
        for name in ["Möwen", "R&-D", "Neu & schön"] {
            assert_eq!(there_and_back(&mut desk, &fake, name), name);
        }
        let heard = fake.heard();
        assert!(
            heard.iter().any(|c| c == "CREATE \"Neu & schön\"") && heard.iter().any(|c| c.ends_with(" \"R&-D\"")),
            "{heard:?}"
        );
        assert_eq!(heard.iter().any(|c| c == "ENABLE UTF8=ACCEPT"), enables);
        // Without being told, it can move, and say where to.
        assert!(heard.iter().any(|c| c.starts_with("UID MOVE")) && fake.heard_any("NAMESPACE") != enables);
    }
}
