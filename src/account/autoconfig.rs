//! What a domain says of its own mail server: Mozilla's autoconfig file (https://wiki.mozilla.org/Thunderbird:Autoconfiguration),
//! read as little as is needed of it.

use super::{Security, SourceSpec};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Servers that are taken of one file.
const MOST_SERVERS: usize = 4;

/// The two places where the file of a domain (ASCII) may be, in this order. The address itself is not told: whoever answers there
/// learns that somebody with an address at this domain asked, and no more.
pub fn places(domain: &str) -> [String; 2] {
    [
        format!("https://autoconfig.{domain}/mail/config-v1.1.xml"),
        format!("https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml"),
    ]
}

/// The IMAP servers that a file names for an address, in its order, those behind TLS only. Empty for what is no such file. Reads
/// without recursion: the nesting of a file is its author's choice.
pub fn servers(xml: &str, address: &str) -> Vec<SourceSpec> {
    let mut reader = Reader::from_str(xml);
    let (mut found, mut depth, mut open) = (Vec::new(), 0_usize, None);
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                depth += 1;
                let name = tag.local_name();
                match &mut open {
                    None if name.as_ref() == b"incomingServer" && is_imap(&tag) => open = Some(Server::at(depth)),
                    Some(server) => server.enter(depth, name.as_ref()),
                    None => {}
                }
            }
            Ok(Event::End(_)) => {
                if let Some(server) = open.take_if(|server| server.depth == depth) {
                    found.extend(server.source(address));
                }
                if let Some(server) = &mut open {
                    server.field = None;
                }
                depth = depth.saturating_sub(1);
            }
            Ok(Event::Text(text)) => {
                if let (Some(server), Ok(text)) = (&mut open, text.decode()) {
                    server.hear(text.trim());
                }
            }
            // No name of a server or a user has one: it spoils the field.
            Ok(Event::GeneralRef(_)) => {
                if let Some(server) = &mut open {
                    server.hear("\u{0}");
                }
            }
            Ok(Event::Eof) if depth == 0 => break,
            // Entities of the author's own are none of ours.
            Ok(Event::DocType(_) | Event::Eof) | Err(_) => return Vec::new(),
            Ok(_) => {}
        }
    }
    found.truncate(MOST_SERVERS);
    found
}

fn is_imap(tag: &BytesStart<'_>) -> bool {
    matches!(tag.try_get_attribute("type"), Ok(Some(kind)) if kind.value.eq_ignore_ascii_case(b"imap"))
}

/// A server while its element is read.
struct Server {
    /// Of its element.
    depth: usize,
    /// The field whose text is being read.
    field: Option<usize>,
    fields: [String; FIELDS.len()],
}

const FIELDS: [&str; 4] = ["hostname", "port", "socketType", "username"];

impl Server {
    fn at(depth: usize) -> Self {
        Self { depth, field: None, fields: Default::default() }
    }

    fn enter(&mut self, depth: usize, name: &[u8]) {
        let child = depth == self.depth + 1;
        self.field = child.then(|| FIELDS.iter().position(|field| field.as_bytes() == name)).flatten();
    }

    fn hear(&mut self, text: &str) {
        if let Some(field) = self.field.and_then(|field| self.fields.get_mut(field)) {
            field.push_str(text);
        }
    }

    fn source(self, address: &str) -> Option<SourceSpec> {
        let [host, port, socket, user] = self.fields;
        let security = match socket.to_ascii_uppercase().as_str() {
            "SSL" => Security::Tls,
            "STARTTLS" => Security::StartTls,
            // Over an open line no password goes.
            _ => return None,
        };
        let port = if port.is_empty() { security.default_port() } else { port.parse().ok()? };
        let user = filled_in(if user.is_empty() { "%EMAILADDRESS%" } else { &user }, address)?;
        SourceSpec::imap(&user, &filled_in(&host, address)?, port, security).ok()
    }
}

/// The variables of a file filled in; None where it names one that we don't know.
fn filled_in(text: &str, address: &str) -> Option<String> {
    let (local, domain) = address.rsplit_once('@')?;
    let filled = [("%EMAILADDRESS%", address), ("%EMAILLOCALPART%", local), ("%EMAILDOMAIN%", domain)];
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let variable = filled.iter().find_map(|(name, value)| {
            let after = after.strip_prefix(name.trim_start_matches('%'))?;
            Some((after, value))
        });
        let (after, value) = variable?;
        out.push_str(value);
        rest = after;
    }
    out.push_str(rest);
    Some(out)
}

#[cfg(test)]
mod tests;
