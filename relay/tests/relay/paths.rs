//! lstat, unlink, mkdir, rmdir, chmod and readdir in the room's file system.

use crate::vocabulary::{Relay, Worker, error, reason};
use sockbox_core::constants::{AF_UNIX, SOCK_DGRAM, SOCK_STREAM};
use sockbox_core::{Address, Call, Errno, FileKind, Outcome, Reply, SunPath, Wait};

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

fn chmod(path: &[u8], mode: u32) -> Call {
    Call::ChMod { path: path.to_vec(), mode }
}

fn readdir(path: &[u8]) -> Call {
    Call::ReadDir { path: path.to_vec() }
}

/// What is in a directory, sorted.
async fn names(worker: &mut Worker, path: &[u8]) -> Vec<String> {
    let answer = worker.call_with(readdir(path), &[]).await;
    assert_eq!(answer.outcome, Outcome::Ok(Reply::Listed));
    let text = String::from_utf8(answer.payload).expect("they are text here");
    let mut names: Vec<_> = text.split_terminator('\0').map(str::to_owned).collect();
    names.sort_unstable();
    names
}

async fn status(worker: &mut Worker, path: &[u8]) -> (FileKind, u32, u64) {
    match worker.call(lstat(path)).await {
        Outcome::Ok(Reply::Status { kind, mode, inode, .. }) => (kind, mode, inode),
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
    for make in [lstat, unlink, mkdir, rmdir, readdir, |path: &[u8]| chmod(path, 0o600)] {
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

#[tokio::test]
async fn a_directory_tells_what_is_in_it() {
    let relay = Relay::start().await;
    let (mut one, mut other) = (Worker::join(&relay).await, Worker::join(&relay).await);
    assert_eq!(names(&mut one, b"/").await, ["tmp"]);
    assert_eq!(names(&mut one, b"/tmp").await, [""; 0]);
    let fd = one.socket(AF_UNIX, SOCK_DGRAM).await;
    one.bind(fd, Address::Unix { path: SunPath::new(b"/tmp/s").expect("it is short") }).await;
    assert_eq!(one.call(mkdir(b"/tmp/d")).await, DONE);
    assert_eq!(names(&mut other, b"tmp/").await, ["d", "s"]);
    assert_eq!(error(other.call(readdir(b"/tmp/s")).await), Errno::ENOTDIR);
    assert_eq!(error(other.call(readdir(b"/none")).await), Errno::ENOENT);
}

/// All that fits into a room's file system, with the longest names there are, fits into an answer.
#[tokio::test]
async fn the_fullest_directory_is_told_whole() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let mut made = 0;
    while worker.call(mkdir(format!("/tmp/{made:0255}").as_bytes())).await == DONE {
        made += 1;
    }
    assert!(made > 100);
    assert_eq!(names(&mut worker, b"/tmp").await.len(), made);
}

#[tokio::test]
async fn a_socket_that_may_not_be_written_takes_no_connection() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let listener = worker.socket(AF_UNIX, SOCK_STREAM).await;
    let address = Address::Unix { path: SunPath::new(b"/tmp/s").expect("it is short") };
    worker.bind(listener, address).await;
    assert_eq!(worker.call(Call::Listen { fd: listener, backlog: 1 }).await, DONE);
    assert_eq!(worker.call(chmod(b"/tmp/s", 0o400)).await, DONE);
    assert_eq!(status(&mut worker, b"/tmp/s").await.1, 0o400);
    let fd = worker.socket(AF_UNIX, SOCK_STREAM).await;
    let connect = Call::Connect { fd, address, wait: Wait::Forever };
    assert_eq!(error(worker.call(connect.clone()).await), Errno::EACCES);
    assert_eq!(worker.call(chmod(b"/tmp/s", u32::MAX)).await, DONE);
    assert_eq!(worker.call(connect).await, DONE);
}

/// Nobody takes from the others what was there before they came.
#[tokio::test]
async fn the_directories_of_a_room_stay_as_they_are() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    for path in [&b"/tmp"[..], b"tmp/", b"/../tmp/."] {
        let outcome = worker.call(rmdir(path)).await;
        assert!(matches!(error(outcome), Errno::EBUSY | Errno::EINVAL), "{}", path.escape_ascii());
    }
    assert!(reason(worker.call(rmdir(b"/tmp")).await).contains("everybody's"));
    for path in [&b"/tmp"[..], b"/", b".", b"/tmp/.."] {
        assert_eq!(error(worker.call(chmod(path, 0)).await), Errno::EPERM, "{}", path.escape_ascii());
    }
    assert_eq!(status(&mut worker, b"/tmp").await.1, 0o1777);
    assert_eq!(worker.call(mkdir(b"/tmp/d")).await, DONE);
    assert_eq!(error(worker.call(rmdir(b"/tmp")).await), Errno::ENOTEMPTY);
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
