//! A report handed to a real submission server (aiosmtpd, over STARTTLS with an own CA), octet for octet.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(feature = "engine")]

use deich::account::{Secret, Security};
use deich::send::{SendError, Submission, send};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// Prints its port, then keeps each message it takes in a file: the envelope in the first line, then the octets.
const SERVER: &str = r#"
import asyncio, ssl, sys
from aiosmtpd.smtp import SMTP, AuthResult
where = sys.argv[1]
class Keep:
    count = 0
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"
    async def handle_DATA(self, server, session, envelope):
        with open(f"{where}/{Keep.count}", "wb") as file:
            file.write((envelope.mail_from + " " + " ".join(envelope.rcpt_tos) + "\n").encode())
            file.write(envelope.original_content)
        Keep.count += 1
        return "250 OK"
def authenticate(server, session, envelope, mechanism, data):
    return AuthResult(success=data.login == b"me" and data.password == b"levee", handled=False)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(f"{where}/server.pem", f"{where}/server.key")
async def main():
    loop = asyncio.get_running_loop()
    make = lambda: SMTP(Keep(), tls_context=context, require_starttls=True, authenticator=authenticate, auth_required=True, hostname="localhost")
    server = await loop.create_server(make, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(main())
"#;

struct Server {
    child: Child,
    dir: TempDir,
    port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    fn start() -> Self {
        let dir = tempfile::tempdir().unwrap();
        certificates(dir.path());
        let mut child = Command::new("/usr/bin/python3")
            .args(["-c", SERVER])
            .arg(dir.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("python3 is missing: apt-get install python3 python3-aiosmtpd");
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let Ok(port) = line.trim().parse() else {
            let said = child.wait_with_output().unwrap().stderr;
            panic!("no SMTP server; apt-get install python3-aiosmtpd? {}", String::from_utf8_lossy(&said));
        };
        Self { child, dir, port }
    }

    fn submission(&self) -> Submission {
        Submission {
            host: "localhost".into(),
            port: self.port,
            security: Security::StartTls,
            user: "me".into(),
            ca: Some(self.dir.path().join("ca.pem")),
        }
    }
}

fn certificates(dir: &Path) {
    let key = KeyPair::generate().unwrap();
    let mut ca = CertificateParams::new(Vec::new()).unwrap();
    ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    fs::write(dir.join("ca.pem"), ca.self_signed(&key).unwrap().pem()).unwrap();
    let issuer = Issuer::new(ca, key);
    let key = KeyPair::generate().unwrap();
    let server = CertificateParams::new(vec!["localhost".to_owned()]).unwrap().signed_by(&key, &issuer).unwrap();
    fs::write(dir.join("server.pem"), server.pem()).unwrap();
    fs::write(dir.join("server.key"), key.serialize_pem()).unwrap();
}

const FROM: &str = "me@postfach.example";
/// With lines that SMTP must stuff, and 8-bit octets.
const MESSAGE: &[u8] = "From: me@postfach.example\r\nSubject: Bericht\r\n\r\nGrüße\r\n.\r\n..\r\n. end\r\n".as_bytes();

fn to() -> Vec<String> {
    vec!["postmaster@verein.example".into(), "abuse@verein.example".into()]
}

#[test]
fn a_report_arrives_octet_for_octet_and_refusals_are_told_apart() {
    let server = Server::start();
    send(&server.submission(), &Secret::new("levee"), FROM, &to(), MESSAGE).unwrap();
    let mut want = b"me@postfach.example postmaster@verein.example abuse@verein.example\n".to_vec();
    want.extend_from_slice(MESSAGE);
    assert_eq!(fs::read(server.dir.path().join("0")).unwrap(), want);

    let wrong = send(&server.submission(), &Secret::new("wrong"), FROM, &to(), MESSAGE);
    assert!(matches!(wrong, Err(SendError::SignIn { .. })), "{wrong:?}");

    let unknown = send(&server.submission(), &Secret::new("levee"), FROM, &["nobody@verein.example".into()], MESSAGE);
    assert!(matches!(&unknown, Err(SendError::Refused { said }) if said.contains("no such user")), "{unknown:?}");

    let stranger = Submission { ca: None, ..server.submission() };
    let stranger = send(&stranger, &Secret::new("levee"), FROM, &to(), MESSAGE);
    assert!(matches!(stranger, Err(SendError::Tls { .. })), "{stranger:?}");

    assert!(!server.dir.path().join("1").exists(), "a refused message was taken");
    let closed = Submission { port: 1, ..server.submission() };
    let closed = send(&closed, &Secret::new("levee"), FROM, &to(), MESSAGE);
    assert!(matches!(closed, Err(SendError::Unreachable { .. })), "{closed:?}");
}
