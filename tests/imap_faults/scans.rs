//! Whole scans, by the engine, of servers that leave something out.

use super::*;
use deich::engine::{CleanUp, Command, Event, Picture, Remark, Scan, SourceSpec, Target};
use deich::plan::ProblemKind;
use desk::Desk;
use std::sync::Arc;

pub fn order(fake: &Fake) -> Command {
    let source = SourceSpec::Imap { user: "anna".into(), host: "127.0.0.1".into(), port: fake.port, security: Security::Plain };
    let (secret, me) = (Some(Secret::new("geheim")), vec!["anna@example.org".to_owned()]);
    Command::Scan(Scan { source, secret, remember: false, me, folders: Vec::new(), ca: None })
}

pub fn scan(desk: &mut Desk, fake: &Fake) -> Arc<Picture> {
    match desk.ask(order(fake)) {
        Event::Scanned(picture) => picture,
        other => panic!("{other:?}"),
    }
}

const INBOX: &str = "* LIST () \"/\" INBOX\r\n";
const SENT: &str = "* LIST (\\Sent) \"/\" Gesendet\r\n";

/// Whom the member wrote to is not known: the member is told, and why.
#[test]
fn sent_mail_that_cannot_be_read_is_no_secret() {
    let without = Fake::start(|command| command.starts_with("LIST").then(|| say(format!("{INBOX}TAG OK done\r\n"))));
    assert_eq!(scan(&mut Desk::new(), &without).remarks, [Remark::NoSent]);

    let with = |refusal: &'static str| {
        Fake::start(move |command| match command {
            _ if command.starts_with("LIST") => Some(say(format!("{INBOX}{SENT}TAG OK done\r\n"))),
            _ if command.starts_with("EXAMINE") && command.contains("Gesendet") => (!refusal.is_empty()).then(|| say(refusal)),
            _ => None,
        })
    };
    assert_eq!(scan(&mut Desk::new(), &with("")).remarks, []);
    for (refusal, kind) in [
        ("TAG NO [SERVERBUG] not now\r\n", ProblemKind::Refused),
        ("TAG NO [NONEXISTENT] no such mailbox\r\n", ProblemKind::NoSuchMailbox),
        ("TAG NO [NOPERM] not yours\r\n", ProblemKind::ReadOnly),
    ] {
        let picture = scan(&mut Desk::new(), &with(refusal));
        assert_eq!(picture.messages.len(), 3, "the rest is read");
        let [Remark::SentUnread { mailbox, problem }] = picture.remarks.as_slice() else { panic!("{:?}", picture.remarks) };
        assert_eq!((mailbox.as_str(), problem.kind), ("Gesendet", kind));
    }
}

/// What was never read is opened and searched in one go with the list, and once; a refused list leaves no answer unheard.
#[test]
fn a_first_mailbox_is_opened_along_with_the_list() {
    let opening = |fake: &Fake| {
        let heard = fake.heard().into_iter().filter(|c| ["LIST", "EXAM", "UID SEA"].iter().any(|word| c.starts_with(word)));
        heard.take(3).map(|command| command.split(' ').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let fake = Fake::start(|command| command.starts_with("LIST").then(|| say(format!("{INBOX}TAG OK done\r\n"))));
    let mut desk = Desk::new();
    assert_eq!(scan(&mut desk, &fake).messages.len(), 3);
    assert_eq!(opening(&fake), ["LIST", "EXAMINE", "UID"]);
    assert_eq!(fake.heard().iter().filter(|command| command.starts_with("EXAMINE")).count(), 1);

    let refuses = Fake::start(|command| command.starts_with("LIST").then(|| say("TAG NO [SERVERBUG] not now\r\n")));
    assert!(matches!(Desk::new().ask(order(&refuses)), Event::Failed { .. }));
    assert_eq!(opening(&refuses), ["LIST", "EXAMINE", "UID"]);
}

/// Wanted mail among the junk is looked for; where that cannot be, the member is told.
#[test]
fn junk_that_cannot_be_read_is_no_secret() {
    let junk = "* LIST (\\Junk) \"/\" Spam\r\n";
    for (refusal, unread) in [("", false), ("TAG NO [SERVERBUG] not now\r\n", true)] {
        let fake = Fake::start(move |command| match command {
            _ if command.starts_with("LIST") => Some(say(format!("{INBOX}{SENT}{junk}TAG OK done\r\n"))),
            _ if command.starts_with("EXAMINE") && command.contains("Spam") => (!refusal.is_empty()).then(|| say(refusal)),
            _ => None,
        });
        let picture = scan(&mut Desk::new(), &fake);
        assert_eq!(picture.messages.len(), 3, "the rest is read");
        let said = |remark: &Remark| matches!(remark, Remark::JunkUnread { mailbox, problem } if mailbox.as_str() == "Spam" && problem.kind == ProblemKind::Refused);
        assert_eq!(
            (picture.remarks.len(), picture.remarks.iter().all(said)),
            (usize::from(unread), true),
            "{:?}",
            picture.remarks
        );
    }
}

/// Headers of a message from a stranger. Of many strangers within the same minute, the texts are worth asking for.
pub fn stranger(uid: u32) -> String {
    let header = format!(
        "From: s{uid}@shop{uid}.example\r\nTo: anna@example.org\r\nSubject: {uid}\r\nMessage-ID: <{uid}@shop{uid}.example>\r\n\r\n"
    );
    format!(
        "* {uid} FETCH (UID {uid} FLAGS () INTERNALDATE \"30-Nov-2017 22:30:00 +0100\" RFC822.SIZE 99 BODY[HEADER.FIELDS (SUBJECT)] {{{}}}\r\n{header})\r\n",
        header.len()
    )
}

/// A message without a text is asked for it once, not at every scan.
#[test]
fn a_text_that_is_not_there_is_asked_for_once() {
    let headers: String = (1..=30).map(stranger).collect();
    let nil =
        |uid: u32| format!("* {uid} FETCH (UID {uid} BODY[HEADER.FIELDS (MIME-VERSION)] {{2}}\r\n\r\n BODY[TEXT]<0> NIL)\r\n");
    let nils: String = (1..=30).map(nil).collect();
    let uids = (1..=30).map(|uid| uid.to_string()).collect::<Vec<_>>().join(" ");
    let fake = Fake::start(move |command| match command {
        _ if command.starts_with("LIST") => Some(say(format!("{INBOX}TAG OK done\r\n"))),
        _ if command.starts_with("EXAMINE") => {
            Some(say(EXAMINED.replace("* 3 EX", "* 30 EX").replace("UIDNEXT 4", "UIDNEXT 31")))
        }
        _ if command.starts_with("UID SEARCH") => Some(say(format!("* SEARCH {uids}\r\nTAG OK done\r\n"))),
        _ if command.contains("BODY.PEEK[TEXT]") => Some(say(format!("{nils}TAG OK done\r\n"))),
        _ if command.starts_with("UID FETCH") => Some(say(format!("{headers}TAG OK done\r\n"))),
        _ => None,
    });
    let asked = |fake: &Fake| fake.heard().iter().filter(|command| command.contains("BODY.PEEK[TEXT]")).count();
    let mut desk = Desk::new();
    assert_eq!(scan(&mut desk, &fake).messages.len(), 30);
    let once = asked(&fake);
    assert!(once > 0, "{:?}", fake.heard());
    desk.restart();
    scan(&mut desk, &fake);
    assert_eq!(asked(&fake), once, "{:?}", fake.heard());
}

/// INBOX is INBOX, however a server writes it, as a target too; and what lies below it shows where a new mailbox belongs.
#[test]
fn an_inbox_in_another_case_is_the_inbox() {
    let listed = "* LIST () \".\" Inbox\r\n* LIST (\\Junk) \".\" Inbox.Spam\r\nTAG OK done\r\n";
    let fake = Fake::start(move |command| match command {
        _ if command.starts_with("LIST") => Some(say(listed)),
        _ if command.starts_with("UID MOVE") => Some(say("* OK [COPYUID 7 1:3 11:13] x\r\nTAG OK done\r\n")),
        _ => None,
    });
    let mut desk = Desk::new();
    let Command::Scan(scan) = order(&fake) else { panic!() };
    let folders = vec![MailboxName::new("Inbox.Spam")];
    let Event::Scanned(picture) = desk.ask(Command::Scan(Scan { folders, ..scan })) else { panic!() };
    let mut plan = |to: &str| {
        let selection = picture.messages.iter().map(|message| message.key()).collect();
        desk.preview(Command::Preview(CleanUp { incident: None, selection, to: Target::Mailbox(MailboxName::new(to)) }))
    };
    for (named, target, create) in [
        ("INBOX", "INBOX", false),
        ("inBox", "INBOX", false),
        ("Mail-Sturm", "Inbox.Mail-Sturm", true),
        ("INBOX.Mail-Sturm", "INBOX.Mail-Sturm", true),
    ] {
        let preview = plan(named);
        let steps: Vec<_> = preview.plan().steps.iter().map(|step| (step.from.as_str(), step.to.as_str())).collect();
        assert_eq!((steps, preview.plan().create.is_empty()), (vec![("Inbox.Spam", target)], !create), "{named}");
    }
    let back = plan("INBOX");
    let (action, _) = desk.act(Command::Execute(Arc::unwrap_or_clone(back).approve()));
    assert_eq!(action.moved, 3);
    assert!(fake.heard_any("UID MOVE 1:3 \"INBOX\"") && !fake.heard_any("CREATE"), "{:?}", fake.heard());
}

/// EXAMINE does not hang on LIST: a server whose list is long may answer it first (RFC 3501 section 5.5).
#[test]
fn a_mailbox_may_be_opened_before_the_list_is_told() {
    let mut lists = 0;
    let fake = Fake::start(move |command| {
        if command.starts_with("LIST") {
            lists += 1;
            return Some(say(if lists == 1 { "" } else { "* LIST () \"/\" INBOX\r\nTAG OK done\r\n" }));
        }
        None
    });
    assert_eq!(scan(&mut Desk::new(), &fake).messages.len(), 3);
    assert_eq!(fake.heard().iter().filter(|command| command.starts_with("LIST")).count(), 2, "{:?}", fake.heard());
}
