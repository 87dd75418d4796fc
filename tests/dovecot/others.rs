//! Cyrus and Courier, as Debian builds them, for tests: unpacked into a temporary directory and run from there on a loopback port,
//! without root and without a service. `tests/servers` fetches the packages.
//!
//! - Cyrus' `imapd` is given its listening socket as its master would give it; some of them share it, as each serves one
//!   connection at a time.
//! - Courier's `imapd` is given a connection that has signed in. The greeting and the sign-in before it are spoken here, with the
//!   capabilities of the package's own configuration: Courier's `imaplogin` asks a daemon whose socket has a fixed place that only
//!   root can make.

use std::fs::{self, File, Permissions};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use tempfile::TempDir;

pub const USER: &str = "member";
pub const PASSWORD: &str = "Deich und Watt";

/// Whom the servers work as when root starts them.
const NOBODY: u32 = 65534;

pub struct Other {
    pub name: &'static str,
    pub port: u16,
    /// What stands before the name of a mailbox beside INBOX.
    pub prefix: &'static str,
    dir: TempDir,
    children: Arc<Mutex<Vec<Child>>>,
}

impl Drop for Other {
    fn drop(&mut self) {
        for child in self.children.lock().unwrap().iter_mut() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// The packages of one server, unpacked.
fn unpacked(server: &str) -> TempDir {
    static FETCHING: Mutex<()> = Mutex::new(());
    let store = Path::new(env!("CARGO_TARGET_TMPDIR")).join("servers");
    {
        let _one = FETCHING.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/servers");
        let out = Command::new("bash").arg(script).arg(&store).output().unwrap();
        let said = String::from_utf8_lossy(&out.stderr);
        assert!(out.status.success(), "these tests need Cyrus and Courier, and tests/servers cannot fetch them: {said}");
    }
    let dir = tempfile::Builder::new().prefix("deich-other-").tempdir_in("/tmp").unwrap();
    fs::set_permissions(dir.path(), Permissions::from_mode(0o755)).unwrap();
    for file in fs::read_dir(store.join(server)).unwrap().map(|entry| entry.unwrap().path()) {
        if file.extension().is_some_and(|extension| extension == "deb") {
            assert!(Command::new("dpkg-deb").arg("-x").arg(&file).arg(dir.path().join("root")).status().unwrap().success());
        }
    }
    dir
}

/// A program of the package, under the name it may work as, with its own libraries.
fn program(dir: &Path, path: &str) -> Command {
    let root = dir.join("root");
    let mut command = if is_root(dir) {
        let mut command = Command::new("setpriv");
        command.args(["--reuid", &NOBODY.to_string(), "--regid", &NOBODY.to_string(), "--clear-groups"]).arg(root.join(path));
        command
    } else {
        Command::new(root.join(path))
    };
    let triple = format!("{}-linux-gnu", std::env::consts::ARCH);
    let libraries = [format!("usr/lib/{triple}"), format!("lib/{triple}"), "usr/lib".into(), "usr/lib/courier-authlib".into()];
    let libraries: Vec<String> = libraries.iter().map(|place| root.join(place).display().to_string()).collect();
    command.env("LD_LIBRARY_PATH", libraries.join(":")).env("SASL_PATH", root.join(format!("usr/lib/{triple}/sasl2")));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).current_dir(dir);
    command
}

fn is_root(dir: &Path) -> bool {
    fs::metadata(dir).unwrap().uid() == 0
}

fn make_dirs(dir: &Path, names: &[&str]) {
    for name in names {
        let path = dir.join(name);
        fs::create_dir_all(&path).unwrap();
        if is_root(dir) {
            chown(&path, Some(NOBODY), Some(NOBODY)).unwrap();
        }
    }
}

pub fn cyrus() -> Other {
    let dir = unpacked("cyrus");
    let at = dir.path();
    let conf = ["", "/proc", "/lock", "/socket", "/db", "/log", "/msg", "/user", "/quota", "/sieve", "/ptclient"];
    make_dirs(at, &conf.map(|part| format!("conf{part}")).each_ref().map(String::as_str));
    make_dirs(at, &["spool", "sasl"]);
    let who = if is_root(at) { "nobody".to_owned() } else { super::support::id("-un") };
    let place = at.display();
    let text = format!(
        "configdirectory: {place}/conf\npartition-default: {place}/spool\ndefaultpartition: default\ncyrus_user: {who}\n\
         servername: localhost\nadmins: admin\nallowplaintext: yes\nsasl_pwcheck_method: auxprop\nsasl_auxprop_plugin: sasldb\n\
         sasl_sasldb_path: {place}/sasl/db\nsasl_mech_list: PLAIN\nunixhierarchysep: yes\naltnamespace: yes\n\
         autocreate_quota: 0\nautocreate_inbox_folders: Sent|Trash\n"
    );
    fs::write(at.join("imapd.conf"), text).unwrap();
    let mut save = program(at, "usr/sbin/saslpasswd2");
    let mut save =
        save.args(["-p", "-c", "-u", "localhost", "-f"]).arg(at.join("sasl/db")).arg(USER).stdin(Stdio::piped()).spawn();
    save.as_mut().unwrap().stdin.take().unwrap().write_all(PASSWORD.as_bytes()).unwrap();
    assert!(save.unwrap().wait().unwrap().success());
    let made = program(at, "usr/lib/cyrus/bin/ctl_cyrusdb").arg("-C").arg(at.join("imapd.conf")).arg("-r").status();
    assert!(made.unwrap().success());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let serve = || {
        // The place of the listening socket is 4, that of the line to the master 3.
        let ready = program(at, "usr/lib/cyrus/bin/imapd");
        let mut shell = Command::new("sh");
        shell.args(["-c", "exec \"$0\" \"$@\" 4<&0 3>/dev/null </dev/null"]).arg(ready.get_program()).args(ready.get_args());
        shell.arg("-C").arg(at.join("imapd.conf")).env("CYRUS_SERVICE", "imap").env("CYRUS_ID", "1").env("CYRUS_USER", &who);
        shell.envs(ready.get_envs().filter_map(|(name, value)| Some((name, value?)))).current_dir(at);
        shell.stdin(Stdio::from(OwnedFd::from(listener.try_clone().unwrap()))).stdout(Stdio::null()).stderr(Stdio::null());
        shell.spawn().unwrap()
    };
    let children = Arc::new(Mutex::new((0..3).map(|_| serve()).collect()));
    Other { name: "Cyrus", port, prefix: "", dir, children }
}

pub fn courier() -> Other {
    let dir = unpacked("courier");
    let at = dir.path().to_owned();
    make_dirs(&at, &["home"]);
    assert!(program(&at, "usr/bin/maildirmake.courier").arg(at.join("home/Maildir")).status().unwrap().success());
    let settings = fs::read_to_string(at.join("root/etc/courier/imapd")).unwrap();
    let offered =
        settings.lines().find_map(|line| line.strip_prefix("IMAP_CAPABILITY=\"")?.strip_suffix('"')).unwrap().to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let children = Arc::new(Mutex::new(Vec::new()));
    let theirs = Arc::clone(&children);
    // Ends with the test's process.
    std::thread::spawn(move || {
        for client in listener.incoming() {
            let (client, at, offered, theirs) = (client.unwrap(), at.clone(), offered.clone(), Arc::clone(&theirs));
            std::thread::spawn(move || {
                if let Ok(Some(tag)) = sign_in(&client, &offered) {
                    theirs.lock().unwrap().push(imapd(&at, &offered, &tag, client));
                }
            });
        }
    });
    Other { name: "Courier", port, prefix: "INBOX.", dir, children }
}

/// Speaks as `imaplogin` does, up to a sign-in that is right. Answers with its tag.
fn sign_in(mut client: &TcpStream, offered: &str) -> std::io::Result<Option<String>> {
    write!(client, "* OK [CAPABILITY {offered}] Courier-IMAP ready. Copyright 1998-2021 Double Precision, Inc.\r\n")?;
    loop {
        // Octet by octet, as what follows is another program's.
        let mut line = Vec::new();
        while line.last() != Some(&b'\n') {
            let mut octet = [0];
            if client.read(&mut octet)? == 0 {
                return Ok(None);
            }
            line.push(octet[0]);
        }
        let line = String::from_utf8_lossy(&line).trim_end().to_owned();
        let (tag, command) = line.split_once(' ').unwrap_or((&line, ""));
        match command {
            "CAPABILITY" => write!(client, "* CAPABILITY {offered}\r\n{tag} OK CAPABILITY completed\r\n")?,
            _ if command == format!("LOGIN \"{USER}\" \"{PASSWORD}\"") => return Ok(Some(tag.to_owned())),
            _ if command.starts_with("LOGIN") => write!(client, "{tag} NO Login failed.\r\n")?,
            _ => write!(client, "{tag} NO Error in IMAP command received by server.\r\n")?,
        }
    }
}

fn imapd(at: &Path, offered: &str, tag: &str, client: TcpStream) -> Child {
    program(at, "usr/bin/imapd")
        .arg(at.join("home/Maildir"))
        .env("TCPREMOTEIP", "127.0.0.1")
        .env("TCPREMOTEPORT", "1")
        .env("AUTHENTICATED", USER)
        .env("IMAPLOGINTAG", tag)
        .env("HOME", at.join("home"))
        .env("IMAP_CAPABILITY", offered)
        .env("IMAP_KEYWORDS", "1")
        .env("IMAP_ACL", "1")
        .env("IMAP_TRASHFOLDERNAME", "Trash")
        // It watches folders by this server, which ends by itself.
        .env("GAMIN_DEBUG_SERVER", at.join("root/usr/libexec/gam_server"))
        .stdin(Stdio::from(OwnedFd::from(client.try_clone().unwrap())))
        .stdout(Stdio::from(OwnedFd::from(client)))
        .stderr(Stdio::from(File::create(at.join("stderr")).unwrap()))
        .spawn()
        .unwrap()
}

impl Other {
    pub fn stderr(&self) -> String {
        fs::read_to_string(self.dir.path().join("stderr")).unwrap_or_default()
    }
}

/// One message, as another mail program sees it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seen {
    /// In order, without `\Recent`.
    pub flags: Vec<String>,
    pub arrived: String,
    pub octets: Vec<u8>,
}

/// Another mail program, which says what the mailboxes hold.
pub struct Eyes {
    stream: std::io::BufReader<TcpStream>,
    tag: u32,
}

impl Eyes {
    pub fn open(port: u16) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_read_timeout(Some(std::time::Duration::from_secs(30))).unwrap();
        let mut eyes = Self { stream: std::io::BufReader::new(stream), tag: 0 };
        eyes.response();
        eyes.command(&format!("LOGIN \"{USER}\" \"{PASSWORD}\""));
        eyes
    }

    fn response(&mut self) -> Vec<u8> {
        crate::proxy::response(&mut self.stream).unwrap().expect("the server closed the line")
    }

    /// The untagged responses to a command that must go well.
    pub fn command(&mut self, text: &str) -> Vec<Vec<u8>> {
        self.tag += 1;
        let tag = format!("e{}", self.tag);
        write!(self.stream.get_mut(), "{tag} {text}\r\n").unwrap();
        self.rest(&tag)
    }

    fn rest(&mut self, tag: &str) -> Vec<Vec<u8>> {
        let mut untagged = Vec::new();
        loop {
            let response = self.response();
            if response.starts_with(tag.as_bytes()) {
                let text = String::from_utf8_lossy(&response).into_owned();
                assert!(text.split(' ').nth(1) == Some("OK"), "{text}");
                return untagged;
            }
            untagged.push(response);
        }
    }

    pub fn append(&mut self, mailbox: &str, seen: &Seen) {
        self.tag += 1;
        let tag = format!("e{}", self.tag);
        let (flags, size) = (seen.flags.join(" "), seen.octets.len());
        write!(self.stream.get_mut(), "{tag} APPEND \"{mailbox}\" ({flags}) \"{}\" {{{size}}}\r\n", seen.arrived).unwrap();
        loop {
            match self.response() {
                response if response.starts_with(b"+") => break,
                response => assert!(response.starts_with(b"*"), "{}", String::from_utf8_lossy(&response)),
            }
        }
        self.stream.get_mut().write_all(&seen.octets).unwrap();
        self.stream.get_mut().write_all(b"\r\n").unwrap();
        self.rest(&tag);
    }

    /// What a mailbox shows, in order of octets.
    pub fn look(&mut self, mailbox: &str) -> Vec<Seen> {
        self.command(&format!("EXAMINE \"{mailbox}\""));
        let mut all = Vec::new();
        for response in self.command("UID FETCH 1:* (UID FLAGS INTERNALDATE BODY.PEEK[])") {
            let text = String::from_utf8_lossy(&response).into_owned();
            let Some((_, list)) = text.split_once("FLAGS (").filter(|_| text.contains(" FETCH (") && text.contains("BODY[]"))
            else {
                continue;
            };
            let flags = list.split_once(')').unwrap().0.split(' ').filter(|flag| !flag.is_empty() && *flag != "\\Recent");
            let mut flags: Vec<String> = flags.map(str::to_owned).collect();
            flags.sort();
            let arrived = text.split_once("INTERNALDATE \"").unwrap().1.split_once('"').unwrap().0.to_owned();
            let head = text.find("BODY[] {").unwrap();
            let size: usize = text[head + 8..].split_once('}').unwrap().0.parse().unwrap();
            let from = head + text[head..].find('\n').unwrap() + 1;
            if !flags.iter().any(|flag| flag == "\\Deleted") {
                all.push(Seen { flags, arrived, octets: response[from..from + size].to_vec() });
            }
        }
        all.sort();
        all
    }
}
