//! Files that travel by `SCM_RIGHTS`.

use crate::vocabulary::{Relay, Worker, error};
use sockbox_core::constants::{AF_UNIX, SOCK_STREAM};
use sockbox_core::{Call, Control, Errno, Fd, FileKind, Outcome, Reply, Wait};

/// As PROTOCOL.md has it.
const SIZE_MAX: u64 = 212_992;
const READ_ONLY: i32 = 0;
const READ_WRITE: i32 = 2;
const APPEND: i32 = 0o2000;

impl Worker {
    async fn file(&mut self, content: &[u8], flags: i32, offset: u32) -> Fd {
        match self.call_with(Call::MemFdCreate { flags, offset }, content).await.outcome {
            Outcome::Ok(Reply::Opened { fd }) => fd,
            other => panic!("memfd_create: {other:?}"),
        }
    }

    pub(crate) async fn unix_pair(&mut self) -> [Fd; 2] {
        match self.call(Call::SocketPair { family: AF_UNIX, kind: SOCK_STREAM, protocol: 0 }).await {
            Outcome::Ok(Reply::OpenedPair { fds }) => fds,
            other => panic!("socketpair: {other:?}"),
        }
    }

    /// Sends a descriptor to itself; the new one.
    pub(crate) async fn pass(&mut self, fd: Fd) -> Fd {
        let [one, other] = self.unix_pair().await;
        let control = vec![Control::Rights { fds: vec![fd] }];
        let send = Call::SendMsg { fd: one, address: None, control, flags: 0, wait: Wait::Never };
        assert_eq!(self.call_with(send, b"x").await.outcome, Outcome::Ok(Reply::Sent { size: 1 }));
        let receive = Call::RecvMsg { fd: other, size: 1, control_size: 64, flags: 0, wait: Wait::Forever };
        match self.call(receive).await {
            Outcome::Ok(Reply::ReceivedMessage { control, .. }) => match control.as_slice() {
                [Control::Rights { fds }] => fds[0],
                other => panic!("one descriptor was sent: {other:?}"),
            },
            other => panic!("recvmsg: {other:?}"),
        }
    }

    async fn read(&mut self, fd: Fd, size: u32) -> Vec<u8> {
        let answer = self.call_with(Call::Read { fd, size }, &[]).await;
        assert_eq!(answer.outcome, Outcome::Ok(Reply::Received { size: answer.payload.len() as u32 }));
        answer.payload
    }

    async fn write(&mut self, fd: Fd, bytes: &[u8]) -> Outcome {
        self.call_with(Call::Write { fd }, bytes).await.outcome
    }

    async fn seek(&mut self, fd: Fd, offset: i64, whence: i32) -> Outcome {
        self.call(Call::LSeek { fd, offset, whence }).await
    }
}

#[tokio::test]
async fn a_file_that_was_sent_has_one_content_and_one_offset() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let file = worker.file(b"hello", READ_WRITE, 2).await;
    let received = worker.pass(file).await;
    assert_eq!(worker.read(received, 2).await, b"ll");
    assert_eq!(worker.read(file, 9).await, b"o");
    assert_eq!(worker.write(file, b" there").await, Outcome::Ok(Reply::Sent { size: 6 }));
    worker.close(file).await;
    assert_eq!(worker.seek(received, 0, 0).await, Outcome::Ok(Reply::Offset { offset: 0 }));
    assert_eq!(worker.read(received, 99).await, b"hello there");
    assert_eq!(worker.call(Call::FTruncate { fd: received, size: 4 }).await, Outcome::Ok(Reply::Done));
    assert_eq!(worker.seek(received, -1, 2).await, Outcome::Ok(Reply::Offset { offset: 3 }));
    match worker.call(Call::FStat { fd: received }).await {
        Outcome::Ok(Reply::Status { kind: FileKind::File, size: 4, modified, .. }) => assert_ne!(modified, 0),
        other => panic!("fstat: {other:?}"),
    }
}

#[tokio::test]
async fn how_a_file_was_opened_travels_with_it() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let file = worker.file(b"fixed", READ_ONLY, 0).await;
    let received = worker.pass(file).await;
    assert_eq!(error(worker.write(received, b"x").await), Errno::EBADF);
    assert_eq!(error(worker.call(Call::FTruncate { fd: received, size: 0 }).await), Errno::EINVAL);
    assert_eq!(worker.read(received, 99).await, b"fixed");
    let log = worker.file(b"one ", READ_WRITE | APPEND, 0).await;
    let received = worker.pass(log).await;
    assert_eq!(worker.write(received, b"two").await, Outcome::Ok(Reply::Sent { size: 3 }));
    worker.seek(log, 0, 0).await;
    assert_eq!(worker.read(log, 99).await, b"one two");
}

#[tokio::test]
async fn a_file_ends_at_its_limit() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let create = Call::MemFdCreate { flags: READ_WRITE, offset: 0 };
    let large = vec![7; SIZE_MAX as usize + 1];
    assert_eq!(error(worker.call_with(create, &large).await.outcome), Errno::EFBIG);
    let file = worker.file(&[], READ_WRITE, u32::MAX).await;
    assert_eq!(error(worker.write(file, b"x").await), Errno::EFBIG);
    worker.seek(file, SIZE_MAX as i64 - 2, 0).await;
    assert_eq!(worker.write(file, b"abc").await, Outcome::Ok(Reply::Sent { size: 2 }));
    assert_eq!(error(worker.write(file, b"c").await), Errno::EFBIG);
    assert_eq!(error(worker.call(Call::FTruncate { fd: file, size: SIZE_MAX + 1 }).await), Errno::EFBIG);
    assert_eq!(error(worker.seek(file, -1, 0).await), Errno::EINVAL);
}

#[tokio::test]
async fn a_file_is_no_socket_and_a_socket_no_file() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (file, socket) = (worker.file(b"x", READ_WRITE, 0).await, worker.tcp().await);
    let receive = Call::Recv { fd: file, size: 1, flags: 0, wait: Wait::Forever };
    assert_eq!(error(worker.call(receive).await), Errno::ENOTSOCK);
    assert_eq!(error(worker.call(Call::GetSockName { fd: file }).await), Errno::ENOTSOCK);
    assert_eq!(error(worker.call(Call::Read { fd: socket, size: 1 }).await), Errno::EINVAL);
    assert_eq!(error(worker.write(socket, b"x").await), Errno::EINVAL);
    assert_eq!(error(worker.seek(socket, 0, 1).await), Errno::ESPIPE);
    assert_eq!(error(worker.call(Call::Read { fd: Fd(99), size: 1 }).await), Errno::EBADF);
}
