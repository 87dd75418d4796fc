use super::*;

#[test]
fn a_new_mailbox_belongs_where_the_members_own_begin() {
    let home = |personal: &[&str], foreign: &[&str], name: &str| {
        let owned = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect();
        let namespaces = Namespaces { personal: owned(personal), foreign: owned(foreign) };
        namespaces.home(&MailboxName::new(name)).as_str().to_owned()
    };
    assert_eq!(home(&["INBOX."], &[], "Mail-Sturm"), "INBOX.Mail-Sturm");
    assert_eq!(home(&["INBOX."], &[], "Inbox.Mail-Sturm"), "Inbox.Mail-Sturm");
    assert_eq!(home(&["INBOX."], &["shared."], "shared.Club"), "shared.Club");
    assert_eq!(home(&["Post/", "Archiv/"], &[], "Mail-Sturm"), "Post/Mail-Sturm");
    assert_eq!(home(&["Post/", "Archiv/"], &[], "Archiv/2017"), "Archiv/2017");
    // Only INBOX is written in any case.
    assert_eq!(home(&["Post/"], &[], "post/2017"), "Post/post/2017");
    // The top is theirs, too.
    assert_eq!(home(&["Post/", ""], &[], "Mail-Sturm"), "Mail-Sturm");
    assert_eq!(home(&[], &["shared."], "Mail-Sturm"), "Mail-Sturm");
    // Cut where a character goes on.
    assert_eq!(home(&["Postä/"], &[], "Postö"), "Postä/Postö");
}
