//! The real thing: `sievec` says whether a script is one, `sieve-test` what it does with a message.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub struct Pigeonhole {
    dir: tempfile::TempDir,
    conf: PathBuf,
}

/// Where Debian puts them; /usr/sbin is not on everybody's PATH.
fn command(name: &str) -> Command {
    let path = std::env::var("PATH").unwrap_or_default();
    let mut command = Command::new("env");
    command.arg(format!("PATH={path}:/usr/sbin:/usr/local/bin")).arg(name);
    command
}

fn run(command: &mut Command) -> Output {
    let output = command.output().expect("env runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() != Some(127), "sievec and sieve-test are needed: sudo apt-get install dovecot-sieve ({said})");
    output
}

impl Pigeonhole {
    pub fn new() -> Self {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let at = dir.path();
        let owner = fs::metadata(at).expect("its owner");
        // Pigeonhole refuses to run for root: then it runs as nobody, who must be able to read along.
        let (uid, gid) = if owner.uid() == 0 { (65534, 65534) } else { (owner.uid(), owner.gid()) };
        open_up(at, 0o755);
        for place in ["home", "home/Maildir"] {
            fs::create_dir(at.join(place)).expect("a home");
            open_up(&at.join(place), 0o777);
        }
        let conf = at.join("dovecot.conf");
        let home = at.join("home");
        let home = home.display();
        fs::write(
            &conf,
            format!(
                "mail_uid = {uid}\nmail_gid = {gid}\nfirst_valid_uid = 1\nssl = no\nmail_home = {home}\n\
                 mail_location = maildir:{home}/Maildir\nlog_path = /dev/stderr\n"
            ),
        )
        .expect("a configuration");
        open_up(&conf, 0o644);
        Self { dir, conf }
    }

    /// Compiles; the script's place, ready for [`Self::files`], or what sievec said.
    pub fn compile(&self, name: &str, script: &str) -> Result<PathBuf, String> {
        let (source, binary) = (self.dir.path().join(format!("{name}.sieve")), self.dir.path().join(format!("{name}.svbin")));
        fs::write(&source, script).expect("room for a script");
        open_up(&source, 0o644);
        let output = run(command("sievec").arg("-c").arg(&self.conf).arg(&source).arg(&binary));
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        // A warning counts: other servers may be stricter.
        if !output.status.success() || said.contains("error:") || said.contains("warning:") {
            return Err(format!("{said}\n{script}"));
        }
        open_up(&binary, 0o644);
        Ok(source)
    }

    /// The mailbox the script files this message into; None where it stays in INBOX.
    pub fn files(&self, script: &Path, octets: &[u8]) -> Option<String> {
        let mail = self.dir.path().join("mail.eml");
        fs::write(&mail, octets).expect("room for a message");
        open_up(&mail, 0o644);
        let output = run(command("sieve-test").arg("-c").arg(&self.conf).arg(script).arg(&mail));
        let (said, log) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(log.contains("final result: success"), "sieve-test: {log}");
        let folders: Vec<&str> =
            said.lines().filter_map(|line| line.trim().strip_prefix("* store message in folder: ")).collect();
        match folders.as_slice() {
            ["INBOX"] => None,
            [one] => Some((*one).to_owned()),
            other => panic!("one action a message, not {other:?}: {said}"),
        }
    }
}

fn open_up(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("permissions");
}
