//! The ManageSieve client against a real Pigeonhole.

use super::floods;
use super::*;
use deich::rule::StormFilter;
use deich::sieve::{Endpoint, ManageSieve, Quota, Script, ScriptName, SieveConfig, SieveError};
use deich::source::CertificateProblem;
use deich::wire::WireError;
use std::collections::BTreeSet;

fn config(server: &Dovecot, security: Security) -> SieveConfig {
    let ca = Some(server.ca_pem.clone().into());
    SieveConfig {
        server: Endpoint {
            host: server.host.into(),
            port: server.sieve_port,
            security,
            ca,
            trusted: None,
            patience: Patience::default(),
        },
        user: server.user.to_owned(),
        secret: Secret::new(server.password),
    }
}

fn connect(config: &SieveConfig) -> Result<ManageSieve, SieveError> {
    ManageSieve::connect(config, &Cancel::default())
}

fn script_name(name: &str) -> ScriptName {
    ScriptName::new(name).unwrap()
}

fn script(name: &str, active: bool) -> Script {
    Script { name: script_name(name), active }
}

#[test]
fn every_storm_filter_is_stored_switched_on_read_back_and_removed() {
    let server = Dovecot::start(&Options::default());
    let mut sieve = connect(&config(&server, Security::StartTls)).unwrap_or_else(|e| panic!("{e}\n{}", server.log()));
    assert!(sieve.capabilities().implementation.contains("Pigeonhole"));
    assert!(sieve.capabilities().extensions.contains("fileinto") && sieve.capabilities().extensions.contains("mailbox"));
    assert_eq!(sieve.list().unwrap(), []);

    // What the member had before stays as it is, whatever octets it holds.
    let (own, before) = (script_name("Müllers \"eigener\" \\ Filter"), "# Grüße\r\nkeep;\n\n# {5}\r\n".as_bytes());
    assert_eq!(sieve.put(&own, before).unwrap(), None);
    sieve.activate(Some(&own)).unwrap();

    for (kind, flood) in floods::all() {
        let until = "2099-12-14T00:00:00Z".parse().unwrap();
        let mailbox = MailboxName::new("Mail-Sturm");
        let filter =
            StormFilter::for_incident(&flood.findings, &flood.messages, 1, &BTreeSet::new(), mailbox, until).unwrap().sieve();
        let name = script_name(kind);
        assert_eq!(sieve.check(filter.as_bytes()), Ok(None), "{kind}\n{filter}");
        sieve.have_space(&name, u32::try_from(filter.len()).unwrap()).unwrap();
        assert_eq!(sieve.put(&name, filter.as_bytes()), Ok(None), "{kind}");
        sieve.activate(Some(&name)).unwrap();
        assert_eq!(sieve.get(&name).unwrap(), filter.as_bytes(), "{kind}");
        let mut listed = sieve.list().unwrap();
        listed.sort_by_key(|s| s.active);
        assert_eq!(listed, [Script { name: own.clone(), active: false }, script(kind, true)]);
        sieve.activate(Some(&own)).unwrap();
        sieve.delete(&name).unwrap();
    }

    assert_eq!(sieve.list().unwrap(), [Script { name: own.clone(), active: true }]);
    assert_eq!(sieve.get(&own).unwrap(), before);
    sieve.log_out().unwrap();
}

#[test]
fn what_the_server_refuses_changes_nothing_and_says_why() {
    let server = Dovecot::start(&Options {
        more: "plugin {\n  sieve_max_script_size = 10k\n  sieve_quota_max_scripts = 2\n}\n".into(),
        ..Options::default()
    });
    let mut sieve = connect(&config(&server, Security::Plain)).unwrap_or_else(|e| panic!("{e}\n{}", server.log()));
    let (a, b, c) = (script_name("a"), script_name("b"), script_name("c"));
    sieve.put(&a, b"keep;\r\n").unwrap();

    for outcome in [sieve.check(b"keep;\r\nfish;\r\n"), sieve.put(&a, b"keep;\r\nfish;\r\n")] {
        assert!(matches!(&outcome, Err(SieveError::BadScript { said }) if said.contains("line 2")), "{outcome:?}");
    }
    let foreign = b"require \"vnd.example.nonsense\";\r\nkeep;\r\n";
    let outcome = sieve.check(foreign);
    assert!(matches!(&outcome, Err(SieveError::BadScript { said }) if said.contains("vnd.example.nonsense")), "{outcome:?}");
    assert_eq!(sieve.get(&a).unwrap(), b"keep;\r\n");

    let large = vec![b'\n'; 20_000];
    for outcome in [sieve.have_space(&b, 20_000), sieve.put(&b, &large).map(|_| ())] {
        assert!(matches!(outcome, Err(SieveError::NoRoom { what: Quota::Size | Quota::Unnamed, .. })), "{outcome:?}");
    }
    sieve.put(&b, b"stop;\r\n").unwrap();
    for outcome in [sieve.have_space(&c, 10), sieve.put(&c, b"keep;\r\n").map(|_| ())] {
        assert!(matches!(outcome, Err(SieveError::NoRoom { what: Quota::Scripts, .. })), "{outcome:?}");
    }

    sieve.activate(Some(&b)).unwrap();
    assert!(matches!(sieve.delete(&b), Err(SieveError::Active { .. })));
    assert!(matches!(sieve.rename(&a, &b), Err(SieveError::NameTaken { .. })));
    for outcome in [sieve.delete(&c), sieve.activate(Some(&c)), sieve.get(&c).map(|_| ()), sieve.rename(&c, &script_name("d"))] {
        assert!(matches!(outcome, Err(SieveError::NoSuchScript { .. })), "{outcome:?}");
    }
    sieve.rename(&b, &script_name("Küche")).unwrap();
    sieve.activate(None).unwrap();
    let mut listed = sieve.list().unwrap();
    listed.sort_by_key(|s| s.name.clone());
    assert_eq!(listed, [script("Küche", false), script("a", false)]);
}

#[test]
fn every_kind_of_line_and_what_goes_wrong_on_it() {
    let server = Dovecot::start(&Options::default());
    let start_tls = config(&server, Security::StartTls);
    let plain = config(&server, Security::Plain);
    let outcome = |change: &dyn Fn(&mut SieveConfig), base: &SieveConfig| {
        let mut config = base.clone();
        change(&mut config);
        connect(&config).map(|_| ())
    };
    for good in [&start_tls, &plain] {
        outcome(&|_| {}, good).unwrap_or_else(|e| panic!("{e}\n{}", server.log()));
        let wrong = outcome(&|c| c.secret = Secret::new("Möwe"), good);
        assert!(matches!(wrong, Err(SieveError::WrongPassword { .. })), "{wrong:?}");
    }
    let problem = |outcome: Result<(), SieveError>| match outcome {
        Err(SieveError::Line(WireError::Certificate { problem, .. })) => problem,
        other => panic!("{other:?}"),
    };
    assert_eq!(problem(outcome(&|c| c.server.ca = None, &start_tls)), CertificateProblem::UnknownIssuer);
    assert_eq!(problem(outcome(&|c| c.server.host = "127.0.0.1".into(), &start_tls)), CertificateProblem::WrongName);
    let tls = outcome(&|c| c.server.security = Security::Tls, &start_tls);
    assert!(matches!(tls, Err(SieveError::Line(WireError::NoEncryption { .. }))), "{tls:?}");
    let imap = outcome(&|c| c.server.port = server.imap_port, &start_tls);
    assert!(matches!(imap, Err(SieveError::Protocol { .. })), "{imap:?}");
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let nobody = outcome(&|c| c.server.port = closed, &start_tls);
    assert!(matches!(nobody, Err(SieveError::Line(WireError::Unreachable { .. }))), "{nobody:?}");
}

#[test]
fn a_server_that_knows_only_login_is_signed_in_to() {
    let server = Dovecot::start(&Options { more: "auth_mechanisms = login\n".into(), ..Options::default() });
    connect(&config(&server, Security::StartTls)).unwrap_or_else(|e| panic!("{e}\n{}", server.log()));
}
