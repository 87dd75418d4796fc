//! From the address alone to a connected mailbox: the domain's file, DNS, certificates, the browser.

use super::web::{Answer, Asked, Site, mx, name_server, srv};
use super::*;
use crate::end_to_end::desk::Desk;
use deich::account::discover::{How, Means};
use deich::account::dns::Dns;
use deich::account::oauth::{self, Client, Issuer, OAuthError};
use deich::account::web::Web;
use deich::engine::{
    Access, CertificatePrint, CleanUp, Command, Discovery, Error, Event, Handle, OnServer, Scan, SourceSpec, Target,
};
use deich::source::CertificateProblem;
use std::net::SocketAddr;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(5);
const ADDRESS: &str = "max@club.example";

fn nothing(_: &Asked) -> Answer {
    (404, String::new(), String::new())
}

fn file(port: u16) -> String {
    format!(
        "<clientConfig version=\"1.1\"><emailProvider id=\"club.example\"><incomingServer type=\"imap\"><hostname>localhost</hostname>\
         <port>{port}</port><socketType>SSL</socketType><username>member@example.org</username></incomingServer></emailProvider></clientConfig>"
    )
}

struct Engine {
    handle: Handle,
    events: Receiver<Event>,
    _data: tempfile::TempDir,
}

impl Engine {
    fn start(site: &Site, names: SocketAddr) -> Self {
        let web = Web::closed(PATIENCE, &site.ca, site.at).unwrap();
        let means = Means { web, dns: Dns::at(names, PATIENCE), patience: PATIENCE };
        let data = tempfile::tempdir().unwrap();
        let (sender, events) = channel();
        let options = deich::engine::Options { data: Some(data.path().join("data")), ..Default::default() };
        let handle = Handle::asking(options, means, move |event| drop(sender.send(event)));
        Self { handle, events, _data: data }
    }

    fn ask<T>(&self, command: Command, pick: impl Fn(Event) -> Option<T>) -> Result<T, Arc<Error>> {
        self.handle.send(command);
        loop {
            match self.events.recv_timeout(Duration::from_mins(1)).unwrap() {
                Event::Failed { error, .. } => return Err(error),
                event => {
                    if let Some(answer) = pick(event) {
                        return Ok(answer);
                    }
                }
            }
        }
    }

    fn discover(&self, server: &Dovecot, known_ca: bool) -> Arc<Discovery> {
        let ca = known_ca.then(|| server.ca_pem.clone());
        let command = Command::Discover { address: ADDRESS.into(), ca };
        self.ask(command, |event| if let Event::Discovered(found) = event { Some(found) } else { None }).unwrap()
    }

    fn scan(&self, source: &SourceSpec, secret: &str) -> Result<usize, Arc<Error>> {
        let scan = Scan {
            source: source.clone(),
            secret: Some(Secret::new(secret)),
            remember: false,
            me: vec![ADDRESS.into()],
            folders: Vec::new(),
            ca: None,
        };
        self.ask(Command::Scan(scan), |e| if let Event::Scanned(picture) = e { Some(picture.messages.len()) } else { None })
    }
}

#[test]
fn the_domains_own_file() {
    let server = Dovecot::start(&Options::default());
    let port = server.imaps_port;
    let site = Site::start(&["autoconfig.club.example", "club.example"], move |asked| match asked.host.as_str() {
        "autoconfig.club.example" => (200, "Content-Type: text/xml\r\n".into(), file(port)),
        _ => nothing(asked),
    });
    let engine = Engine::start(&site, name_server(Vec::new()));
    let found = engine.discover(&server, true);
    let first = found.found.first().unwrap_or_else(|| panic!("{found:?}\n{:?}", site.asked.lock().unwrap()));
    assert_eq!((first.how, first.outside, &first.problem), (Some(How::Autoconfig), false, &None));
    assert_eq!(first.source.to_string(), format!("imaps://member%40example.org@localhost:{port}"));
    assert!(first.offers.iter().any(|offer| offer == "AUTH=PLAIN"), "{found:?}");
    // Nobody was told who asks.
    let asked = site.asked.lock().unwrap();
    assert!(asked.iter().all(|a| !a.path.contains("max") && !a.path.contains('?') && a.body.is_empty()), "{asked:?}");
    assert_eq!(asked.iter().filter(|a| a.path == "/mail/config-v1.1.xml").count(), 1);
}

#[test]
fn redirects_stay_inside_https() {
    let server = Dovecot::start(&Options::default());
    let port = server.imaps_port;
    let plain = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let plain_at = plain.local_addr().unwrap();
    plain.set_nonblocking(true).unwrap();
    let site =
        Site::start(&["autoconfig.club.example", "club.example", "files.example"], move |asked| match asked.host.as_str() {
            "autoconfig.club.example" => (302, format!("Location: http://{plain_at}/config.xml\r\n"), String::new()),
            "club.example" => (302, "Location: https://files.example/config.xml\r\n".into(), String::new()),
            "files.example" => (200, String::new(), file(port)),
            _ => nothing(asked),
        });
    let engine = Engine::start(&site, name_server(Vec::new()));
    let found = engine.discover(&server, true);
    assert_eq!(found.found.first().and_then(|f| f.how), Some(How::Autoconfig), "{found:?}");
    assert!(plain.accept().is_err(), "somebody came without TLS");
}

#[test]
fn what_dns_says() {
    let server = Dovecot::start(&Options::default());
    let site = Site::start(&["club.example"], nothing);
    let port = server.imaps_port;
    let names = name_server(vec![
        srv("_imaps._tcp.club.example", port, "localhost"),
        srv("_imap._tcp.club.example", 143, "."),
        mx("club.example", "mx.club.example"),
    ]);
    let engine = Engine::start(&site, names);
    let found = engine.discover(&server, true);
    let first = found.found.first().unwrap_or_else(|| panic!("{found:?}"));
    // DNS may be forged, and the server is another domain's: the member is to look at its name.
    assert_eq!((first.how, first.outside), (Some(How::Srv), true));
    assert_eq!(first.source.to_string(), format!("imaps://max%40club.example@localhost:{port}"));
}

#[test]
fn nothing_found_is_soon_said_and_a_cancel_sooner() {
    let server = Dovecot::start(&Options::default());
    let site = Site::start(&["club.example"], nothing);
    let engine = Engine::start(&site, name_server(Vec::new()));
    assert!(engine.discover(&server, true).found.is_empty());
    // A name server that never answers.
    let silent = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
    let engine = Engine::start(&site, silent.local_addr().unwrap());
    engine.handle.send(Command::Discover { address: ADDRESS.into(), ca: None });
    engine.handle.cancel();
    let said = engine.events.recv_timeout(Duration::from_secs(20)).unwrap();
    assert!(matches!(said, Event::Cancelled(_)), "{said:?}");
}

#[test]
fn a_certificate_nobody_vouches_for_can_be_trusted_for_one_account() {
    let server = Dovecot::start(&Options::default());
    server.deliver("INBOX", (1..=3).map(message));
    let port = server.imaps_port;
    let site = Site::start(&["club.example"], nothing);
    let engine = Engine::start(&site, name_server(vec![srv("_imaps._tcp.club.example", port, "localhost")]));
    let found = engine.discover(&server, false);
    let problem = found.found.first().and_then(|f| f.problem.clone());
    let Some(SourceError::Certificate { problem: CertificateProblem::UnknownIssuer, print: Some(print), .. }) = problem else {
        panic!("{found:?}");
    };
    // What the server's owner would read out.
    let der = rustls_der(&server);
    let digest = ring::digest::digest(&ring::digest::SHA256, &der);
    assert_eq!(print, CertificatePrint(digest.as_ref().try_into().unwrap()));
    let account: SourceSpec = format!("imaps://{}@localhost:{port}", server.user.replace('@', "%40")).parse().unwrap();
    let certificate = |outcome: Result<usize, Arc<Error>>| match outcome.map_err(|e| (*e).clone()) {
        Err(Error::Source(SourceError::Certificate { problem, print, .. })) => (problem, print),
        other => panic!("{other:?}"),
    };
    assert_eq!(certificate(engine.scan(&account, server.password)), (CertificateProblem::UnknownIssuer, Some(print)));
    // Another one is trusted: this one has changed, and stops again.
    let trust = |certificate| engine.handle.send(Command::TrustCertificate { source: account.clone(), certificate });
    trust(Some(CertificatePrint([7; 32])));
    assert_eq!(certificate(engine.scan(&account, server.password)), (CertificateProblem::Changed, Some(print)));
    trust(Some(print));
    assert_eq!(engine.scan(&account, server.password).unwrap(), 3);
    // For this account alone.
    let other: SourceSpec = format!("imaps://other@localhost:{port}").parse().unwrap();
    assert_eq!(certificate(engine.scan(&other, server.password)).0, CertificateProblem::UnknownIssuer);
    // Until the account is forgotten.
    let left =
        engine.ask(Command::ForgetAccount(account.clone()), |e| if let Event::Accounts(a) = e { Some(a.len()) } else { None });
    assert_eq!(left.unwrap(), 0);
    assert_eq!(certificate(engine.scan(&account, server.password)).0, CertificateProblem::UnknownIssuer);
}

/// After a restart too: the password is all that an undo needs.
#[test]
fn an_undo_trusts_the_certificate_that_the_account_trusts() {
    let server = Dovecot::start(&Options::default());
    server.deliver("INBOX", (1..=3).map(message));
    let digest = ring::digest::digest(&ring::digest::SHA256, &rustls_der(&server));
    let print = CertificatePrint(digest.as_ref().try_into().unwrap());
    let user = server.user.replace('@', "%40");
    let source: SourceSpec = format!("imaps://{user}@localhost:{}", server.imaps_port).parse().unwrap();
    let secret = || Some(Secret::new(server.password));
    let mut desk = Desk::new();
    desk.handle().send(Command::TrustCertificate { source: source.clone(), certificate: Some(print) });
    let (me, folders) = (vec![ADDRESS.into()], Vec::new());
    let scan = Scan { source: source.clone(), secret: secret(), remember: false, me, folders, ca: None };
    let Event::Scanned(picture) = desk.ask(Command::Scan(scan)) else { panic!() };
    let selection = picture.messages.iter().map(|message| message.key()).collect();
    let order = CleanUp { incident: None, selection, to: Target::Mailbox(name("Mail-Sturm")) };
    let preview = desk.preview(Command::Preview(order));
    let (moved, _) = desk.act(Command::Execute(Arc::unwrap_or_clone(preview).approve()));
    assert_eq!(moved.moved, 3);

    desk.restart();
    let access = || Command::Access(Access { source: source.clone(), secret: secret(), remember: false, ca: None });
    // The certificate is not the account's any more: nothing is said to that server.
    desk.handle().send(Command::TrustCertificate { source: source.clone(), certificate: None });
    desk.handle().send(access());
    let refused = desk.fails(Command::Undo(Some(moved.id)));
    assert!(matches!(refused, Error::Source(SourceError::Certificate { .. })), "{refused:?}");
    desk.handle().send(Command::TrustCertificate { source: source.clone(), certificate: Some(print) });
    desk.handle().send(access());
    let undone = desk.act_elsewhere(Command::Undo(Some(moved.id)));
    assert_eq!((undone.moved, server.contents("INBOX").len()), (3, 3));
}

/// A CA that was named for an account holds for it until another is: an undo in a later run is not asked for it again.
#[test]
fn the_authority_of_an_account_outlives_the_run() {
    let server = Dovecot::start(&Options::default());
    server.deliver("INBOX", (1..=3).map(message));
    let user = server.user.replace('@', "%40");
    let source: SourceSpec = format!("imaps://{user}@localhost:{}", server.imaps_port).parse().unwrap();
    let secret = || Some(Secret::new(server.password));
    let mut desk = Desk::new();
    // The file may be gone later.
    let ca = desk.dir().join("ca.pem");
    std::fs::copy(&server.ca_pem, &ca).unwrap();
    let (me, folders) = (vec![ADDRESS.into()], Vec::new());
    let scan = |ca| Scan {
        source: source.clone(),
        secret: secret(),
        remember: false,
        me: me.clone(),
        folders: Vec::clone(&folders),
        ca,
    };
    let refused = desk.fails(Command::Scan(scan(None)));
    assert!(matches!(refused, Error::Source(SourceError::Certificate { .. })), "{refused:?}");
    let Event::Scanned(picture) = desk.ask(Command::Scan(scan(Some(ca.clone())))) else { panic!() };
    std::fs::remove_file(&ca).unwrap();
    let selection = picture.messages.iter().map(|message| message.key()).collect();
    let order = CleanUp { incident: None, selection, to: Target::Mailbox(name("Mail-Sturm")) };
    let preview = desk.preview(Command::Preview(order));
    let (moved, _) = desk.act(Command::Execute(Arc::unwrap_or_clone(preview).approve()));
    assert_eq!(moved.moved, 3);

    desk.restart();
    desk.handle().send(Command::Access(Access { source: source.clone(), secret: secret(), remember: false, ca: None }));
    let undone = desk.act_elsewhere(Command::Undo(Some(moved.id)));
    assert_eq!((undone.moved, server.contents("INBOX").len()), (3, 3));
    // Forgotten with the account.
    let Event::Accounts(accounts) = desk.ask(Command::ForgetAccount(source.clone())) else { panic!() };
    assert_eq!(accounts, []);
    let refused = desk.fails(Command::Scan(scan(None)));
    assert!(matches!(refused, Error::Source(SourceError::Certificate { .. })), "{refused:?}");
}

/// The server for filters is where the domain says (RFC 5804 section 1.8), if that is the mail server's own house; else on its host.
#[test]
fn the_server_for_filters_is_found() {
    let server = Dovecot::start(&Options::default());
    server.deliver("INBOX", (1..=3).map(message));
    let site = Site::start(&["club.example"], nothing);
    let source =
        SourceSpec::Imap { user: server.user.into(), host: "localhost".into(), port: server.imaps_port, security: Security::Tls };
    let (at, script) = ("_sieve._tcp.example.org", "keep;\r\n".to_owned());
    let set = |records| {
        let engine = Engine::start(&site, name_server(records));
        let ca = Some(server.ca_pem.clone());
        let secret = Some(Secret::new(server.password));
        let scan = Scan { source: source.clone(), secret, remember: false, me: Vec::new(), folders: Vec::new(), ca };
        engine.ask(Command::Scan(scan), |e| matches!(e, Event::Scanned(_)).then_some(())).unwrap();
        let done = |e| if let Event::OnServer(stands) = e { Some(stands) } else { None };
        let set = engine.ask(Command::SetFilter { script: script.clone() }, done);
        set.and_then(|_| engine.ask(Command::RemoveFilter, done))
    };
    let found = set(vec![srv(at, server.sieve_port, "localhost")]);
    assert!(matches!(found, Ok(OnServer::Removed { .. })), "{found:?}");
    // The first leads nowhere, the second does.
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let found = set(vec![srv(at, closed, "localhost"), srv(at, server.sieve_port, "localhost")]);
    assert!(matches!(found, Ok(OnServer::Removed { .. })), "{found:?}");
    // Somebody else's is not told the password: who listens there is not even called.
    let thief = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    thief.set_nonblocking(true).unwrap();
    let other = vec![srv(at, thief.local_addr().unwrap().port(), "127.0.0.1.thief.example")];
    for records in [other, vec![srv(at, 4190, ".")], Vec::new()] {
        let nobody = set(records).unwrap_err();
        assert!(matches!(&*nobody, Error::NoFilterServer { host } if host == "localhost"), "{nobody:?}");
    }
    assert!(thief.accept().is_err());
}

fn rustls_der(server: &Dovecot) -> Vec<u8> {
    use rustls::pki_types::pem::PemObject;
    rustls::pki_types::CertificateDer::from_pem_file(server.dir().join("cert.pem")).unwrap().to_vec()
}

/// An authorisation server: what it gave out, and what it makes of what it is asked.
#[derive(Default)]
struct Granted {
    challenge: String,
    revoked: bool,
    lasts: u64,
}

fn parameters(text: &str) -> BTreeMap<String, String> {
    form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}

#[test]
fn the_way_through_the_browser() {
    let granted = Arc::new(Mutex::new(Granted { lasts: 3600, ..Granted::default() }));
    let book = granted.clone();
    let site = Site::start(&["login.example"], move |asked| {
        let form = parameters(&asked.body);
        let book = book.lock().unwrap();
        let get = |key: &str| form.get(key).map_or("", String::as_str);
        let json = "Content-Type: application/json\r\n".to_owned();
        let tokens = |access: &str| {
            format!(
                "{{\"access_token\":\"{access}\",\"token_type\":\"Bearer\",\"expires_in\":{},\"refresh_token\":\"again\"}}",
                book.lasts
            )
        };
        let digest = ring::digest::digest(&ring::digest::SHA256, get("code_verifier").as_bytes());
        let challenge = deich::mail::base64::padded(digest.as_ref());
        let challenge = challenge.trim_end_matches('=').replace('+', "-").replace('/', "_");
        match get("grant_type") {
            "authorization_code" if get("code") == "the code" && challenge == book.challenge && get("client_id") == "deich" => {
                (200, json, tokens("first"))
            }
            "refresh_token" if get("refresh_token") == "again" && !book.revoked => (200, json, tokens("second")),
            _ => (400, json, "{\"error\":\"invalid_grant\"}".into()),
        }
    });
    let web = Web::closed(PATIENCE, &site.ca, site.at).unwrap();
    let issuer = Issuer {
        id: "test",
        authorize: "https://login.example/authorize".into(),
        token: "https://login.example/token".into(),
        scope: "mail offline",
        more: &[("prompt", "consent")],
        here: "127.0.0.1",
    };
    let client = Client { id: "deich".into(), secret: None };
    // The browser: signs in, and comes back with the code.
    let book = granted.clone();
    let (pages, page) = channel();
    let browse = move |url: &str, code: &'static str| {
        let query = parameters(url.strip_prefix("https://login.example/authorize?").unwrap());
        assert_eq!((query["response_type"].as_str(), query["code_challenge_method"].as_str()), ("code", "S256"));
        assert_eq!((query["login_hint"].as_str(), query["scope"].as_str()), (ADDRESS, "mail offline"));
        assert!(!url.contains("code_verifier") && query["state"].len() == 43);
        book.lock().unwrap().challenge = query["code_challenge"].clone();
        let back = query["redirect_uri"].trim_start_matches("http://").trim_end_matches('/').to_owned();
        let (state, pages) = (query["state"].clone(), pages.clone());
        std::thread::spawn(move || {
            use std::io::{Read, Write};
            let mut line = std::net::TcpStream::connect(&back).unwrap();
            write!(line, "GET /?code={code}&state={state} HTTP/1.1\r\nHost: {back}\r\n\r\n").unwrap();
            let mut shown = String::new();
            let _ = line.read_to_string(&mut shown);
            pages.send(shown).unwrap();
        });
    };
    let sign_in = |code| {
        let open = |url: &str| browse(url, code);
        oauth::sign_in(issuer.clone(), client.clone(), ADDRESS, &web, "Fertig.", &|| false, &open)
    };
    let shown = || assert!(page.recv_timeout(PATIENCE).unwrap().contains("Fertig."));
    // A code that somebody else slipped in is not the one that was given out for our challenge.
    assert_eq!(sign_in("another").unwrap_err(), OAuthError::Expired);
    shown();
    let mut grant = sign_in("the+code").unwrap();
    shown();
    assert_eq!(grant.token(&web).unwrap(), Secret::token("first"));
    grant.distrust();
    assert_eq!(grant.token(&web).unwrap(), Secret::token("second"));
    // One that lasts no time at all is renewed each time, until the member takes the grant back.
    granted.lock().unwrap().lasts = 0;
    grant.distrust();
    let asked = site.asked.lock().unwrap().len();
    grant.token(&web).unwrap();
    grant.token(&web).unwrap();
    assert_eq!(site.asked.lock().unwrap().len(), asked + 2);
    granted.lock().unwrap().revoked = true;
    assert_eq!(grant.token(&web).unwrap_err(), OAuthError::Expired);
    assert!(!format!("{grant:?}").contains("again"));
    let all = site.asked.lock().unwrap();
    assert!(all.iter().all(|a| a.method == "POST" && a.path == "/token"), "{all:?}");
}
