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
