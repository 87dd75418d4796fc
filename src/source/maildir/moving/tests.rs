use super::*;
use std::path::PathBuf;

const MAIL: &[u8] = b"Subject: Hallo\n\nText\n";

/// A file system that answers as told.
#[derive(Default)]
struct Odd {
    link: Option<ErrorKind>,
    remove: Option<ErrorKind>,
}

impl Ways for Odd {
    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.link.map_or_else(|| System.link(from, to), |kind| Err(kind.into()))
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.remove.map_or_else(|| System.remove(path), |kind| Err(kind.into()))
    }
}

struct Place {
    dir: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("tmp")).unwrap();
        fs::write(dir.path().join("a"), MAIL).unwrap();
        Self { dir }
    }
    fn at(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }
    fn rename(&self, ways: &Odd) -> io::Result<()> {
        rename(ways, &self.at("a"), &self.at("b"), &self.at("tmp"))
    }
    /// All files, those in `tmp` too, with what they hold.
    fn files(&self) -> Vec<(String, Vec<u8>)> {
        let entries = fs::read_dir(self.at("")).unwrap().chain(fs::read_dir(self.at("tmp")).unwrap()).map(|e| e.unwrap().path());
        let files = entries.filter(|path| path.is_file());
        let mut files: Vec<_> =
            files.map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap())).collect();
        files.sort();
        files
    }
}

const LINKS: [Option<ErrorKind>; 4] =
    [None, Some(ErrorKind::Unsupported), Some(ErrorKind::PermissionDenied), Some(ErrorKind::CrossesDevices)];

#[test]
fn a_file_gets_another_name_on_every_kind_of_file_system() {
    for link in LINKS {
        let place = Place::new();
        let modified = place.at("a").metadata().unwrap().modified().unwrap();
        // What a crash left behind.
        fs::write(place.at("tmp/b.0"), b"Subj").unwrap();
        place.rename(&Odd { link, remove: None }).unwrap();
        assert_eq!(place.files(), [("b".to_owned(), MAIL.to_vec()), ("b.0".to_owned(), b"Subj".to_vec())], "{link:?}");
        assert_eq!(place.at("b").metadata().unwrap().modified().unwrap(), modified, "{link:?}");
    }
}

#[test]
fn no_name_is_taken_from_another_file() {
    for link in LINKS {
        let place = Place::new();
        fs::write(place.at("b"), b"fremd").unwrap();
        let before = place.files();
        assert_eq!(place.rename(&Odd { link, remove: None }).unwrap_err().kind(), ErrorKind::AlreadyExists, "{link:?}");
        assert_eq!(place.files(), before, "{link:?}");
    }
}

#[test]
fn a_step_that_fails_leaves_the_message_where_it_was_and_nothing_else() {
    let denied = Some(ErrorKind::PermissionDenied);
    for link in [None, Some(ErrorKind::CrossesDevices)] {
        let place = Place::new();
        let before = place.files();
        assert_eq!(place.rename(&Odd { link, remove: denied }).unwrap_err().kind(), ErrorKind::PermissionDenied, "{link:?}");
        assert_eq!(place.files(), before, "{link:?}");
    }
    let place = Place::new();
    fs::remove_dir(place.at("tmp")).unwrap();
    assert!(place.rename(&Odd { link: Some(ErrorKind::CrossesDevices), remove: None }).is_err());
    fs::create_dir(place.at("tmp")).unwrap();
    assert_eq!(place.files(), [("a".to_owned(), MAIL.to_vec())]);
    for kind in [ErrorKind::StorageFull, ErrorKind::ReadOnlyFilesystem] {
        assert_eq!(place.rename(&Odd { link: Some(kind), remove: None }).unwrap_err().kind(), kind);
        assert_eq!(place.files().len(), 1);
    }
}

#[test]
fn the_same_octets_to_the_last_one() {
    let place = Place::new();
    let long = vec![7; 200_000];
    for (octets, other, same) in [
        (&b""[..], &b""[..], true),
        (b"a", b"a", true),
        (b"a", b"b", false),
        (b"a", b"ab", false),
        (b"ab", b"a", false),
        (&long, &long, true),
        (&long, &long[1..], false),
    ] {
        fs::write(place.at("x"), octets).unwrap();
        fs::write(place.at("y"), other).unwrap();
        assert_eq!(same_octets(&place.at("x"), &place.at("y")).unwrap(), same);
    }
}
