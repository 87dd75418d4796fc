//! The program as a member starts it: the real binary, its own data directory, no keyring, no terminal.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A place to work in, gone at the end of the test.
pub struct Place {
    dir: tempfile::TempDir,
}

/// What the program answered.
pub struct Answer {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Answer {
    fn of(output: Output) -> Self {
        let code = output.status.code().unwrap_or_else(|| panic!("killed: {:?}", output.status));
        let out = String::from_utf8(output.stdout).expect("standard output is UTF-8");
        let err = String::from_utf8(output.stderr).expect("standard error is UTF-8");
        assert!(!err.contains("panicked"), "{err}");
        Self { code, out, err }
    }

    #[track_caller]
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, code, "standard output:\n{}\nstandard error:\n{}", self.out, self.err);
        self
    }

    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("no JSON ({error}): {}", self.out))
    }
}

impl Place {
    pub fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn command<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_deich"));
        command
            .args(args)
            .current_dir(self.dir.path())
            .env("DEICH_DATA", self.path("data"))
            .env("DEICH_LANG", "en")
            .env("DEICH_KEYRING", "off")
            .env("TZ", "UTC")
            .env_remove("DEICH_LOG")
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("WAYLAND_SOCKET")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub fn run<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Answer {
        Answer::of(self.command(args).output().unwrap())
    }

    /// The same with something on standard input.
    pub fn feed<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>, input: &str) -> Answer {
        let mut child = self.command(args).stdin(Stdio::piped()).spawn().unwrap();
        // The program may well not read it: then the pipe is closed.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        Answer::of(child.wait_with_output().unwrap())
    }

    /// Another program, with the same surroundings and the program's path in `DEICH`, and something on standard input.
    #[cfg(target_os = "linux")]
    pub fn feed_program<'a>(&self, program: &str, args: impl IntoIterator<Item = &'a str>, input: &str) -> Answer {
        let model = self.command([""; 0]);
        let mut command = Command::new(program);
        for (name, value) in model.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        command.args(args).current_dir(self.dir.path()).env("DEICH", env!("CARGO_BIN_EXE_deich"));
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        Answer::of(child.wait_with_output().unwrap())
    }

    /// The demonstration flood as a Maildir.
    pub fn flood(&self, size: usize) -> PathBuf {
        let dir = self.path("flood");
        let size = size.to_string();
        self.run([OsStr::new("demo"), "--no-window".as_ref(), "--size".as_ref(), size.as_ref(), "--dir".as_ref(), dir.as_ref()])
            .expect(0);
        dir
    }

    /// A Maildir with these messages, one minute apart.
    pub fn maildir(&self, name: &str, messages: &[&[u8]]) -> PathBuf {
        let dir = self.path(name);
        for part in ["cur", "new", "tmp"] {
            fs::create_dir_all(dir.join(part)).unwrap();
        }
        for (at, message) in messages.iter().enumerate() {
            let file = format!("{}.M{at}P1.host:2,S", 1_500_000_000 + at * 60);
            fs::write(dir.join("cur").join(file), message).unwrap();
        }
        dir
    }
}

/// All messages below a Maildir: its octets, and the folder it lies in. Two of the same octets count twice.
pub fn messages(maildir: &Path) -> BTreeMap<(String, Vec<u8>), usize> {
    let mut found = BTreeMap::new();
    let folders = fs::read_dir(maildir).unwrap().map(|entry| entry.unwrap().path());
    let sub = folders.filter(|path| path.is_dir() && name(path).starts_with('.'));
    for folder in std::iter::once(maildir.to_owned()).chain(sub) {
        let label = if folder == maildir { String::new() } else { name(&folder) };
        for part in ["cur", "new"] {
            let Ok(files) = fs::read_dir(folder.join(part)) else { continue };
            for file in files {
                // A file may be on its way while the program runs.
                if let Ok(octets) = fs::read(file.unwrap().path()) {
                    *found.entry((label.clone(), octets)).or_default() += 1;
                }
            }
        }
    }
    found
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

/// How many messages lie in a folder of a Maildir (`""` is the inbox, `.Trash` a subfolder).
pub fn count(maildir: &Path, folder: &str) -> usize {
    ["cur", "new"].iter().filter_map(|part| fs::read_dir(maildir.join(folder).join(part)).ok()).map(Iterator::count).sum()
}

/// A Maildir's inbox as an mbox file (mboxrd), in the order of arrival.
pub fn mbox_of(maildir: &Path, file: &Path) {
    let mut out = Vec::new();
    for (arrived, path) in inbox(maildir) {
        let when = jiff::Timestamp::from_second(arrived).unwrap();
        out.extend_from_slice(format!("From MAILER-DAEMON {}\n", when.strftime("%a %b %e %H:%M:%S %Y")).as_bytes());
        for line in fs::read(path).unwrap().split_inclusive(|b| *b == b'\n') {
            let quotes = line.iter().take_while(|b| **b == b'>').count();
            if line[quotes..].starts_with(b"From ") {
                out.push(b'>');
            }
            out.extend_from_slice(line);
        }
        out.extend_from_slice(b"\n");
    }
    fs::write(file, out).unwrap();
}

/// A Maildir's inbox as a folder of .eml files.
pub fn eml_of(maildir: &Path, folder: &Path) {
    fs::create_dir(folder).unwrap();
    for (at, (arrived, path)) in inbox(maildir).into_iter().enumerate() {
        let to = folder.join(format!("{at:06}.eml"));
        fs::copy(path, &to).unwrap();
        let when = std::time::UNIX_EPOCH + std::time::Duration::from_secs(arrived.unsigned_abs());
        fs::File::options().write(true).open(to).unwrap().set_modified(when).unwrap();
    }
}

/// Arrival (seconds since 1970, from the file name) and file of each message of the inbox, oldest first.
fn inbox(maildir: &Path) -> Vec<(i64, PathBuf)> {
    let mut all = Vec::new();
    for part in ["cur", "new"] {
        for file in fs::read_dir(maildir.join(part)).unwrap() {
            let path = file.unwrap().path();
            let arrived = name(&path).split('.').next().unwrap().parse().unwrap();
            all.push((arrived, path));
        }
    }
    all.sort();
    all
}
