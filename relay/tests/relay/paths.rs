//! lstat, unlink, mkdir and rmdir in the room's file system.

use crate::vocabulary::{Relay, Worker, error};
use sockbox_core::constants::{AF_UNIX, SOCK_DGRAM};
use sockbox_core::{Address, Call, Errno, FileKind, Outcome, Reply, SunPath};

const DONE: Outcome = Outcome::Ok(Reply::Done);

fn lstat(path: &[u8]) -> Call {
    Call::Lstat { path: path.to_vec() }
}

fn unlink(path: &[u8]) -> Call {
    Call::Unlink { path: path.to_vec() }
}

fn mkdir(path: &[u8]) -> Call {
    Call::MkDir { path: path.to_vec() }
}

fn rmdir(path: &[u8]) -> Call {
    Call::RmDir { path: path.to_vec() }
}

async fn status(worker: &mut Worker, path: &[u8]) -> (FileKind, u32, u64) {
    match worker.call(lstat(path)).await {
        Outcome::Ok(Reply::Status { kind, mode, inode }) => (kind, mode, inode),
        other => panic!("lstat: {other:?}"),
    }
}

#[tokio::test]
async fn a_bound_path_is_a_socket_until_it_is_unlinked() {
    let relay = Relay::start().await;
    let (mut one, mut other) = (Worker::join(&relay).await, Worker::join(&relay).await);
    let fd = one.socket(AF_UNIX, SOCK_DGRAM).await;
    one.bind(fd, Address::Unix { path: SunPath::new(b"/tmp/s").expect("it is short") }).await;
    let seen = status(&mut other, b"tmp/s").await;
    assert_eq!((seen.0, seen.1 & 0o200), (FileKind::Socket, 0o200));
    assert_eq!(seen, status(&mut one, b"/tmp/../tmp/s").await);
    // It outlives its socket.
    one.close(fd).await;
    assert_eq!(other.call(unlink(b"/tmp/s")).await, DONE);
    assert_eq!(error(other.call(lstat(b"/tmp/s")).await), Errno::ENOENT);
    assert_eq!(error(other.call(unlink(b"/tmp/s")).await), Errno::ENOENT);
}

#[tokio::test]
async fn directories_are_made_and_removed() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    assert_eq!(worker.call(mkdir(b"/tmp/d")).await, DONE);
    assert_eq!(status(&mut worker, b"/tmp/d").await.0, FileKind::Directory);
    assert_eq!(error(worker.call(mkdir(b"/tmp/d")).await), Errno::EEXIST);
    assert_eq!(worker.call(mkdir(b"/tmp/d/\xff")).await, DONE);
    assert_eq!(error(worker.call(rmdir(b"/tmp/d")).await), Errno::ENOTEMPTY);
    assert_eq!(error(worker.call(unlink(b"/tmp/d")).await), Errno::EISDIR);
    for path in [&b"/tmp/d/\xff"[..], b"/tmp/d"] {
        assert_eq!(worker.call(rmdir(path)).await, DONE);
    }
    assert_eq!(error(worker.call(mkdir(b"/none/d")).await), Errno::ENOENT);
}

#[tokio::test]
async fn paths_that_cannot_be_are_the_kernels_errors() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    for make in [lstat, unlink, mkdir, rmdir] {
        for (path, errno) in [
            (&b""[..], Errno::ENOENT),
            (&[b'x'; 256], Errno::ENAMETOOLONG),
            (&[b'/'; 4096], Errno::ENAMETOOLONG),
            (b"/tmp\0x", Errno::EINVAL),
        ] {
            assert_eq!(error(worker.call(make(path)).await), errno, "{}", path.escape_ascii());
        }
    }
}

/// The root is its own parent, and nothing of the host is in it.
#[tokio::test]
async fn no_path_leaves_the_root() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let root = status(&mut worker, b"/").await;
    for path in [&b".."[..], b"/../../..", b"."] {
        assert_eq!(status(&mut worker, path).await, root);
    }
    for path in [&b"/etc"[..], b"/proc", b"../../proc/self/root", b"/proc/1/root", b"/dev"] {
        assert_eq!(error(worker.call(lstat(path)).await), Errno::ENOENT);
    }
}
