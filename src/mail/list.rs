//! What a message says of the list it came through (RFC 2369, RFC 2919, RFC 8058 and the older kin).

/// The list headers of one message. Empty fields were absent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListHeaders {
    /// The list-id between the angle brackets, in lower case (RFC 2919).
    pub id: Option<Box<str>>,
    /// Address of List-Post, or of the older Mailing-List / X-Mailing-List / X-BeenThere; lower case.
    pub post: Option<Box<str>>,
    /// Address of List-Owner (mailto), lower case.
    pub owner: Option<Box<str>>,
    /// List-Unsubscribe as it stands, one line, shortened to 1,000 characters. Shown, never followed.
    pub unsubscribe: Option<Box<str>>,
    /// List-Unsubscribe-Post is there: a bulk sender that offers one-click (RFC 8058).
    pub one_click: bool,
    /// X-Mailman-Version and kin: a list manager's mark without any of the above.
    pub manager: bool,
}

impl ListHeaders {
    /// Does anything here say that the message came through a discussion or announcement list?
    pub fn is_list(&self) -> bool {
        self.id.is_some() || self.post.is_some() || self.manager
    }
}
