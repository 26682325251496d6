//! The archive.

use chancery::archive::{Archive, Committed};
use chancery::graph::iri::Base;

use crate::graph::{corpus, relations};

#[test]
fn committing_again_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kg");
    let mut archive = Archive::create(&path, &Base::default()).unwrap();
    for record in corpus() {
        assert_eq!(archive.commit(&record, &relations()).unwrap(), Committed::New);
    }
    let hash = archive.info().unwrap().hash;
    drop(archive);
    let mut archive = Archive::open_writable(&path).unwrap();
    for record in corpus() {
        assert_eq!(archive.commit(&record, &relations()).unwrap(), Committed::Unchanged);
    }
    assert_eq!(archive.info().unwrap().hash, hash);
    assert_eq!(archive.records().map(Result::unwrap).count(), 5);
    assert_eq!(archive.check().unwrap(), []);
}
