//! A real Dovecot for tests: IMAP, IMAPS, ManageSieve and LMTP on free loopback ports, an own CA, everything in one temporary
//! directory. Touches no system configuration; runs as root and as an ordinary user; stops when dropped.
//!
//! Other test binaries take it in with `#[path = "dovecot/support.rs"] mod support;`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]
#![allow(dead_code, reason = "every test binary uses another part of it")]

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use std::fmt::Write as _;
use std::fs::{self, File, Permissions};
use std::io::{BufRead, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};
use tempfile::TempDir;

const PACKAGES: &str = "dovecot-imapd dovecot-lmtpd dovecot-managesieved dovecot-sieve";
/// Whom the mail belongs to when root starts the server, which refuses to read root's mail: nobody and nogroup.
const MAIL_UID: u32 = 65534;

/// What is not as usual in this server.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The namespace `Tight/` may hold this many messages in all.
    pub quota_messages: Option<u32>,
    /// `dovecot-acl` files in a mailbox's directory are obeyed.
    pub acl: bool,
    /// Capabilities that IMAP shall not offer, such as `MOVE`. (They still work: for clients that look first.)
    pub without: Vec<&'static str>,
    /// Anybody may sign in with any password, each to a mailbox of their own: see [`Dovecot::maildir_of`].
    pub many: bool,
    /// The mail lies in memory where that can be had: for measuring without the disk.
    pub in_memory: bool,
    /// Further lines for the end of the configuration.
    pub more: String,
}

/// One message for [`Dovecot::deliver`].
#[derive(Debug, Clone)]
pub struct Message {
    pub octets: Vec<u8>,
    /// INTERNALDATE, seconds since 1970.
    pub received: u64,
    /// Maildir flags in order of letters: `S` seen, `R` answered, `F` flagged, `T` deleted, `D` draft.
    pub flags: &'static str,
}

pub struct Dovecot {
    /// The certificate's name. (`127.0.0.1` reaches the server too, but is not in the certificate.)
    pub host: &'static str,
    pub imap_port: u16,
    pub imaps_port: u16,
    pub sieve_port: u16,
    pub lmtp_port: u16,
    pub ca_pem: PathBuf,
    pub user: &'static str,
    pub password: &'static str,
    dir: TempDir,
    child: Child,
    root: bool,
    delivered: AtomicU64,
}

impl Dovecot {
    /// Starts a server with one user; `INBOX`, `Trash`, `Sent` and `Junk` are there.
    ///
    /// Panics with the list of Debian packages where Dovecot is missing, and with its log where it does not start.
    pub fn start(options: &Options) -> Self {
        let binary = program("dovecot");
        let mut last = String::new();
        // Ports are free when they are looked for, and may be taken a moment later: hence more than one try.
        for _ in 0..4 {
            match Self::try_start(&binary, options) {
                Ok(server) => return server,
                Err(problem) => last = problem,
            }
        }
        panic!("Dovecot does not start: {last}");
    }

    fn try_start(binary: &Path, options: &Options) -> Result<Self, String> {
        // Paths of sockets must stay below 108 octets.
        // Many small mailboxes are a matter of the disk, so they are kept in memory where that can be had.
        let memory = (options.many || options.in_memory) && Path::new("/dev/shm").is_dir();
        let place = if memory { "/dev/shm" } else { "/tmp" };
        let dir = tempfile::Builder::new().prefix("deich-dovecot-").tempdir_in(place).unwrap();
        fs::set_permissions(dir.path(), Permissions::from_mode(0o755)).unwrap();
        let root = fs::metadata(dir.path()).unwrap().uid() == 0;
        let ca_pem = certificates(dir.path());
        for name in ["run", "state", "home", "mail", "tight", "many"] {
            fs::create_dir(dir.path().join(name)).unwrap();
        }
        if root {
            for name in ["home", "mail", "tight", "many"] {
                chown(dir.path().join(name), Some(MAIL_UID), Some(MAIL_UID)).unwrap();
            }
        }
        let [imap_port, imaps_port, sieve_port, lmtp_port] = free_ports();
        let (user, password) = ("member@example.org", "Deich & \"Watt\" \\ 7");
        fs::write(dir.path().join("users"), format!("{user}:{{PLAIN}}{password}\n")).unwrap();
        let ports = [imap_port, imaps_port, sieve_port, lmtp_port];
        fs::write(dir.path().join("dovecot.conf"), configuration(dir.path(), root, ports, options)).unwrap();
        let child = Command::new(binary)
            .arg("-F")
            .arg("-c")
            .arg(dir.path().join("dovecot.conf"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(dir.path().join("stderr")).unwrap())
            .spawn()
            .map_err(|e| e.to_string())?;
        let delivered = AtomicU64::new(0);
        let mut server = Self {
            host: "localhost",
            imap_port,
            imaps_port,
            sieve_port,
            lmtp_port,
            ca_pem,
            user,
            password,
            dir,
            child,
            root,
            delivered,
        };
        server.await_greeting().map_err(|problem| format!("{problem}\n{}", server.log()))?;
        Ok(server)
    }

    /// Waits until the server greets on its IMAP port, and the other ports take connections.
    fn await_greeting(&mut self) -> Result<(), String> {
        let until = Instant::now() + Duration::from_secs(20);
        let mut problem = String::new();
        while Instant::now() < until {
            if let Some(status) = self.child.try_wait().map_err(|e| e.to_string())? {
                return Err(format!("it ended with {status}"));
            }
            match self.greeting() {
                Ok(()) => return Ok(()),
                Err(e) => problem = e.to_string(),
            }
            sleep(Duration::from_millis(20));
        }
        Err(format!("no greeting within 20 s: {problem}"))
    }

    fn greeting(&self) -> std::io::Result<()> {
        for port in [self.imaps_port, self.sieve_port, self.lmtp_port] {
            TcpStream::connect(("127.0.0.1", port))?;
        }
        let stream = TcpStream::connect(("127.0.0.1", self.imap_port))?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        let mut line = String::new();
        BufReader::new(stream).read_line(&mut line)?;
        if line.starts_with("* OK") { Ok(()) } else { Err(std::io::Error::other(line)) }
    }

    /// What the server wrote to its log and to stderr.
    pub fn log(&self) -> String {
        ["stderr", "dovecot.log"].map(|name| fs::read_to_string(self.dir.path().join(name)).unwrap_or_default()).concat()
    }

    /// The temporary directory everything is in.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// The user's Maildir; mailboxes are `.NAME` in it (modified UTF-7, `.` between levels).
    pub fn maildir(&self) -> PathBuf {
        self.dir.path().join("mail")
    }

    /// The Maildir of one of [`Options::many`].
    pub fn maildir_of(&self, user: &str) -> PathBuf {
        self.dir.path().join("many").join(user)
    }

    /// A mailbox's directory: `INBOX`, or a name as it stands on the disk (modified UTF-7, `.` between levels).
    pub fn mailbox_dir(&self, mailbox: &str) -> PathBuf {
        if mailbox == "INBOX" { self.maildir() } else { self.maildir().join(format!(".{mailbox}")) }
    }

    /// Writes messages straight into a mailbox, which is made where missing. Much faster than IMAP or LMTP.
    pub fn deliver(&self, mailbox: &str, messages: impl IntoIterator<Item = Message>) {
        self.deliver_to(&self.mailbox_dir(mailbox), messages);
    }

    /// The same, into any directory of a Maildir. A message is there whole or not at all: the server may be looking.
    pub fn deliver_to(&self, folder: &Path, messages: impl IntoIterator<Item = Message>) {
        for dir in [folder.to_owned(), folder.join("cur"), folder.join("new"), folder.join("tmp")] {
            if !dir.is_dir() {
                fs::create_dir(&dir).unwrap();
                self.give_away(&dir);
            }
        }
        for message in messages {
            let serial = self.delivered.fetch_add(1, Ordering::Relaxed);
            let name = format!("{}.M{serial:06}P1.example,S={}:2,{}", message.received, message.octets.len(), message.flags);
            let path = folder.join("tmp").join(&name);
            let mut file = File::create_new(&path).unwrap();
            file.write_all(&message.octets).unwrap();
            // Dovecot takes INTERNALDATE from here.
            file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(message.received)).unwrap();
            self.give_away(&path);
            fs::rename(&path, folder.join("cur").join(&name)).unwrap();
        }
    }

    /// Every message of a mailbox, octet for octet, in order of octets: for comparing before and after.
    pub fn contents(&self, mailbox: &str) -> Vec<Vec<u8>> {
        let folder = self.mailbox_dir(mailbox);
        let mut all: Vec<Vec<u8>> = ["cur", "new"]
            .iter()
            .filter_map(|sub| fs::read_dir(folder.join(sub)).ok())
            .flatten()
            .map(|entry| fs::read(entry.unwrap().path()).unwrap())
            .collect();
        all.sort_unstable();
        all
    }

    /// Runs `doveadm ARGS` on this server, for the things another mail program would do; answers what it printed.
    pub fn doveadm(&self, args: &[&str]) -> String {
        let out =
            Command::new(program("doveadm")).arg("-c").arg(self.dir.path().join("dovecot.conf")).args(args).output().unwrap();
        assert!(out.status.success(), "doveadm {args:?}: {}\n{}", String::from_utf8_lossy(&out.stderr), self.log());
        String::from_utf8_lossy(&out.stdout).into_owned()
    }

    /// Files that root makes must be the mail user's, as the server works under that one's name.
    pub fn give_away(&self, path: &Path) {
        if self.root {
            chown(path, Some(MAIL_UID), Some(MAIL_UID)).unwrap();
        }
    }
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        // TERM, so that the master takes its children along; KILL only for one that does not listen.
        let pid = self.child.id().to_string();
        let _ = Command::new("kill").args(["-TERM", &pid]).status();
        for _ in 0..250 {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
            sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Where a program of Dovecot is: in PATH or in one of the directories that an ordinary user's PATH lacks.
fn program(name: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain(["/usr/sbin", "/usr/local/sbin", "/sbin", "/usr/bin"].map(PathBuf::from))
        .map(|dir| dir.join(name))
        .find(|file| file.is_file())
        .unwrap_or_else(|| panic!("{name} is missing. These tests need Dovecot 2.3: apt-get install {PACKAGES}"))
}

fn free_ports<const N: usize>() -> [u16; N] {
    // All at once, so that they differ.
    let listeners: [TcpListener; N] = std::array::from_fn(|_| TcpListener::bind("127.0.0.1:0").unwrap());
    listeners.map(|l| l.local_addr().unwrap().port())
}

/// Makes a CA and a certificate for `localhost`; answers where the CA's PEM file is.
fn certificates(dir: &Path) -> PathBuf {
    let ca_key = KeyPair::generate().unwrap();
    let mut ca = CertificateParams::default();
    ca.distinguished_name.push(DnType::CommonName, "Deich test CA");
    ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let ca_pem = ca.self_signed(&ca_key).unwrap().pem();
    let key = KeyPair::generate().unwrap();
    let mut leaf = CertificateParams::new(["localhost".to_owned()]).unwrap();
    leaf.distinguished_name.push(DnType::CommonName, "localhost");
    let leaf_pem = leaf.signed_by(&key, &Issuer::new(ca, ca_key)).unwrap().pem();
    fs::write(dir.join("ca.pem"), ca_pem).unwrap();
    fs::write(dir.join("cert.pem"), leaf_pem).unwrap();
    fs::write(dir.join("key.pem"), key.serialize_pem()).unwrap();
    dir.join("ca.pem")
}

fn configuration(dir: &Path, root: bool, [imap, imaps, sieve, lmtp]: [u16; 4], options: &Options) -> String {
    let dir = dir.display();
    let (uid, gid, who) = if root {
        (MAIL_UID.to_string(), MAIL_UID.to_string(), String::new())
    } else {
        // Without root nothing can change its user or its root directory.
        let [user, group, uid, gid] = ["-un", "-gn", "-u", "-g"].map(id);
        let who = format!(
            "default_internal_user = {user}\ndefault_internal_group = {group}\ndefault_login_user = {user}\n\
             service anvil {{\n chroot =\n}}\nservice imap-login {{\n chroot =\n}}\nservice managesieve-login {{\n chroot =\n}}\n"
        );
        (uid, gid, who)
    };
    let acl = if options.acl { "acl" } else { "" };
    let imap_acl = if options.acl { "imap_acl" } else { "" };
    let quota = if options.quota_messages.is_some() { "quota" } else { "" };
    let mut text = format!(
        "\
protocols = imap lmtp sieve
listen = 127.0.0.1
base_dir = {dir}/run
state_dir = {dir}/state
log_path = {dir}/dovecot.log
ssl = yes
ssl_cert = <{dir}/cert.pem
ssl_key = <{dir}/key.pem
ssl_min_protocol = TLSv1.2
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
mail_max_userip_connections = 100
mail_location = maildir:{dir}/mail
mail_home = {dir}/home
mail_fsync = never
first_valid_uid = 1
first_valid_gid = 1
postmaster_address = postmaster@example.org
mail_plugins = {acl} {quota}
{who}passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {dir}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={dir}/home
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Trash {{
    auto = create
    special_use = \\Trash
  }}
  mailbox Sent {{
    auto = create
    special_use = \\Sent
  }}
  mailbox Junk {{
    auto = create
    special_use = \\Junk
  }}
}}
service imap-login {{
  service_count = 0
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service managesieve-login {{
  service_count = 0
  inet_listener sieve {{
    port = {sieve}
  }}
  inet_listener sieve_deprecated {{
    port = 0
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp}
  }}
}}
protocol lmtp {{
  mail_plugins = $mail_plugins sieve
}}
protocol imap {{
  mail_plugins = $mail_plugins {imap_acl}
}}
plugin {{
  sieve = file:{dir}/home/sieve;active={dir}/home/.dovecot.sieve
  acl = vfile
}}
"
    );
    if let Some(messages) = options.quota_messages {
        let _ = write!(
            text,
            "namespace tight {{\n  prefix = Tight/\n  separator = /\n  location = maildir:{dir}/tight\n}}\n\
             plugin {{\n  quota = count:Tight:ns=Tight/\n  quota_rule = *:messages={messages}\n  quota_vsizes = yes\n}}\n"
        );
    }
    if options.many {
        // Processes that stay make the many short sessions cheap.
        let _ = write!(
            text,
            "mail_location = maildir:{dir}/many/%u\npassdb {{\n  driver = static\n  args = nopassword=y\n}}\n\
             service imap {{\n  service_count = 500\n  process_min_avail = 4\n}}\n"
        );
    }
    if !options.without.is_empty() {
        let offered: Vec<&str> = OFFERED.iter().copied().filter(|c| !options.without.contains(c)).collect();
        let _ = writeln!(text, "imap_capability = {}", offered.join(" "));
    }
    text + &options.more
}

/// What Dovecot 2.3 offers after sign-in, as far as a client of ours looks at it.
const OFFERED: &[&str] = &[
    "IMAP4rev1",
    "LITERAL+",
    "SASL-IR",
    "ID",
    "ENABLE",
    "IDLE",
    "NAMESPACE",
    "UIDPLUS",
    "LIST-EXTENDED",
    "CONDSTORE",
    "QRESYNC",
    "ESEARCH",
    "MOVE",
    "SPECIAL-USE",
    "UNSELECT",
    "CHILDREN",
];

pub fn id(flag: &str) -> String {
    let out = Command::new("id").arg(flag).output().unwrap();
    String::from_utf8_lossy(&out.stdout).trim().to_owned()
}
