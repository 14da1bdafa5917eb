//! A mirror holds what it should, and nothing that is right is written again.

use super::{Tree, mirror, read};
use std::fs;
use std::path::PathBuf;
use std::time::SystemTime;
use tempfile::TempDir;

fn tree(files: &[(&str, &str)]) -> Tree {
    files.iter().map(|(path, content)| (PathBuf::from(path), content.as_bytes().to_vec())).collect()
}

#[test]
fn a_mirror_reads_back_as_it_was_written() {
    let folder = TempDir::new().unwrap();
    let files = tree(&[("a", "1"), ("b/c", "2")]);
    mirror(folder.path(), &files).unwrap();
    assert_eq!(read(folder.path()).unwrap(), files);
}

#[test]
fn stale_files_and_the_folders_they_leave_empty_go() {
    let folder = TempDir::new().unwrap();
    mirror(folder.path(), &tree(&[("a", "1"), ("old/deep/b", "2")])).unwrap();
    mirror(folder.path(), &tree(&[("a", "1")])).unwrap();
    assert_eq!(read(folder.path()).unwrap(), tree(&[("a", "1")]));
    assert!(!folder.path().join("old").exists());
}

#[test]
fn an_unchanged_file_keeps_its_modification_time() {
    let folder = TempDir::new().unwrap();
    let files = tree(&[("a", "1")]);
    mirror(folder.path(), &files).unwrap();
    let path = folder.path().join("a");
    fs::File::options().write(true).open(&path).unwrap().set_modified(SystemTime::UNIX_EPOCH).unwrap();
    mirror(folder.path(), &files).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), SystemTime::UNIX_EPOCH);
}
