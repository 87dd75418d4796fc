//! An https server and a name server on loopback, which answer as a test says.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What was asked: method, host, path with query, body.
#[derive(Debug, Clone)]
pub struct Asked {
    pub method: String,
    pub host: String,
    pub path: String,
    pub body: String,
}

/// Status, further headers (each with its line end), body.
pub type Answer = (u16, String, String);

pub struct Site {
    pub at: SocketAddr,
    /// PEM.
    pub ca: Vec<u8>,
    pub asked: Arc<Mutex<Vec<Asked>>>,
}

impl Site {
    pub fn start(names: &[&str], answer: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Self {
        let ca_key = KeyPair::generate().unwrap();
        let mut ca = CertificateParams::default();
        ca.distinguished_name.push(DnType::CommonName, "Deich test CA of the web");
        ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let ca_pem = ca.self_signed(&ca_key).unwrap().pem();
        let key = KeyPair::generate().unwrap();
        let leaf = CertificateParams::new(names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>()).unwrap();
        let leaf = leaf.signed_by(&key, &Issuer::new(ca, ca_key)).unwrap();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![leaf.der().clone()], key)
            .unwrap();
        let config = Arc::new(config);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (log, answer) = (asked.clone(), Arc::new(answer));
        std::thread::spawn(move || {
            for visitor in listener.incoming() {
                let (config, log, answer) = (config.clone(), log.clone(), answer.clone());
                std::thread::spawn(move || serve(visitor.unwrap(), config, &log, answer.as_ref()));
            }
        });
        Self { at, ca: ca_pem.into_bytes(), asked }
    }
}

fn serve(socket: TcpStream, config: Arc<ServerConfig>, log: &Mutex<Vec<Asked>>, answer: &dyn Fn(&Asked) -> Answer) {
    socket.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let mut line = StreamOwned::new(ServerConnection::new(config).unwrap(), socket);
    let (mut octets, mut chunk) = (Vec::new(), [0; 4096]);
    let asked = loop {
        // A visitor who does not believe us goes away.
        let Ok(n @ 1..) = line.read(&mut chunk) else { return };
        octets.extend_from_slice(&chunk[..n]);
        let text = String::from_utf8_lossy(&octets).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let header =
            |name: &str| head.lines().find_map(|l| l.to_lowercase().starts_with(name).then(|| l[name.len()..].trim().to_owned()));
        let length = header("content-length:").map_or(0, |n| n.parse::<usize>().unwrap());
        if body.len() >= length {
            let mut words = head.split(' ');
            let (method, path) = (words.next().unwrap().to_owned(), words.next().unwrap().to_owned());
            break Asked { method, path, host: header("host:").unwrap_or_default(), body: body.to_owned() };
        }
    };
    log.lock().unwrap().push(asked.clone());
    let (status, headers, body) = answer(&asked);
    let head = format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\n{headers}Connection: close\r\n\r\n", body.len());
    let _ = line.write_all(head.as_bytes()).and_then(|()| line.write_all(body.as_bytes()));
    line.conn.send_close_notify();
    let _ = line.flush();
}

/// A record that is there: name, type (33 SRV, 15 MX), data.
pub type Record = (&'static str, u16, Vec<u8>);

pub fn srv(name: &'static str, port: u16, target: &str) -> Record {
    (name, 33, [&[0, 1, 0, 1][..], &port.to_be_bytes(), &labels(target)].concat())
}

pub fn mx(name: &'static str, target: &str) -> Record {
    (name, 15, [&[0, 10][..], &labels(target)].concat())
}

fn labels(name: &str) -> Vec<u8> {
    let labels = name.split('.').filter(|l| !l.is_empty());
    labels.flat_map(|l| std::iter::once(l.len() as u8).chain(l.bytes())).chain([0]).collect()
}

/// Starts a name server (RFC 1035 section 4) that knows these records and denies all others.
pub fn name_server(records: Vec<Record>) -> SocketAddr {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let at = socket.local_addr().unwrap();
    std::thread::spawn(move || {
        let mut packet = [0; 4096];
        while let Ok((n, from)) = socket.recv_from(&mut packet) {
            let packet = &packet[..n];
            let end = 12 + packet[12..].iter().position(|b| *b == 0).unwrap() + 1;
            let (name, kind) = (packet[12..end].to_ascii_lowercase(), u16::from_be_bytes([packet[end], packet[end + 1]]));
            let found: Vec<&Record> = records.iter().filter(|(n, k, _)| labels(n) == name && *k == kind).collect();
            let code = if found.is_empty() { 0x83 } else { 0x80 };
            let mut out = vec![packet[0], packet[1], 0x81, code, 0, 1, 0, found.len() as u8, 0, 0, 0, 0];
            out.extend_from_slice(&packet[12..end + 4]);
            for (_, kind, data) in found {
                out.extend_from_slice(&[0xc0, 12]);
                out.extend_from_slice(&kind.to_be_bytes());
                out.extend_from_slice(&[0, 1, 0, 0, 0, 60]);
                out.extend_from_slice(&(data.len() as u16).to_be_bytes());
                out.extend_from_slice(data);
            }
            socket.send_to(&out, from).unwrap();
        }
    });
    at
}
