//! Files that are put in place: whole or not at all, with the old permissions, and nothing left beside.

use std::fs;
use std::io;
use std::path::Path;

use chancery::file::{Beside, Lasting, is_unfinished, put};

const ALL: [Lasting; 3] = [Lasting::Derived, Lasting::Content, Lasting::Name];

fn write(path: &Path, lasting: Lasting, content: &[u8]) -> io::Result<()> {
    put(path, lasting, |error| error, |out| out.write_all(content))
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_file_is_the_old_one_or_the_new_one() {
    for lasting in ALL {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        write(&path, lasting, b"old").unwrap();
        let refused = put(
            &path,
            lasting,
            |error| error,
            |out| {
                out.write_all(&[b'x'; 1_000_000])?;
                assert_eq!(fs::read(&path).unwrap(), b"old", "while it is written");
                Err::<(), _>(io::Error::from(io::ErrorKind::StorageFull))
            },
        );
        assert_eq!(refused.unwrap_err().kind(), io::ErrorKind::StorageFull);
        drop(Beside::new(&path, lasting).unwrap());
        assert_eq!(
            (fs::read(&path).unwrap(), names(folder.path())),
            (b"old".to_vec(), vec!["a.json".to_owned()])
        );
        assert_eq!(
            put(&path, lasting, |error: io::Error| error, |out| out.write_all(b"new").map(|()| 7)).unwrap(),
            7
        );
        assert_eq!((fs::read(&path).unwrap(), names(folder.path()).len()), (b"new".to_vec(), 1));
    }
}

#[test]
fn only_what_can_be_made_anew_makes_its_folder_and_takes_the_place_of_an_empty_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index/quads");
    assert!(write(&path, Lasting::Name, b"x").is_err() && write(&path, Lasting::Content, b"x").is_err());
    fs::create_dir_all(&path).unwrap();
    assert!(write(&path, Lasting::Name, b"x").is_err());
    assert_eq!(names(path.parent().unwrap()), ["quads"]);
    write(&path, Lasting::Derived, b"x").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"x");
    fs::remove_dir_all(folder.path().join("index")).unwrap();
    write(&path, Lasting::Derived, b"y").unwrap();
    let full = folder.path().join("full");
    fs::create_dir_all(full.join("something")).unwrap();
    assert!(write(&full, Lasting::Derived, b"x").is_err() && full.join("something").is_dir());
}

#[test]
fn what_processes_left_goes_and_what_one_writes_now_stays() {
    for lasting in ALL {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let long = "l".repeat(200);
        for name in [
            ".chancery-a.json-Ab1Cd2.tmp",
            ".chancery-a.json-zz9zZ8.tmp",
            ".chancery-b.json-Ab1Cd2.tmp",
            ".chancery-a.json-x.tmp",
        ] {
            fs::write(at(name), "half").unwrap();
        }
        let live = fs::File::open(at(".chancery-a.json-zz9zZ8.tmp")).unwrap();
        live.try_lock().unwrap();
        write(&at("a.json"), lasting, b"whole").unwrap();
        write(&at(&long), lasting, b"whole").unwrap();
        assert_eq!(
            names(folder.path()),
            [
                ".chancery-a.json-x.tmp",
                ".chancery-a.json-zz9zZ8.tmp",
                ".chancery-b.json-Ab1Cd2.tmp",
                "a.json",
                long.as_str()
            ]
        );
    }
    assert!(is_unfinished(".chancery-settings.json-Ab1Cd2.tmp", "settings.json"));
    for other in [
        "settings.json",
        ".chancery-settings.json-Ab1Cd2",
        ".chancery-settings.json-Ab/Cd2.tmp",
        ".chancery-x-Ab1Cd2.tmp",
    ] {
        assert!(!is_unfinished(other, "settings.json"), "{other}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_has_the_permissions_of_any_new_file_or_of_the_old_one() {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    for lasting in ALL {
        let folder = tempfile::tempdir().unwrap();
        let (path, usual) = (folder.path().join("a"), folder.path().join("b"));
        fs::write(&usual, "x").unwrap();
        write(&path, lasting, b"1").unwrap();
        assert_eq!(mode(&path), mode(&usual));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        write(&link, lasting, b"2").unwrap();
        assert!(link.symlink_metadata().unwrap().is_symlink());
        assert_eq!((fs::read(&path).unwrap(), mode(&path)), (b"2".to_vec(), 0o640));
    }
}
