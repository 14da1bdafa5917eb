//! Descriptors that are somebody else's, or nobody's: a number means something in one process only.

use crate::vocabulary::{Attack, Worker, error, localhost, withstand};
use sockbox_core::constants::{AF_INET, SOCK_DGRAM};
use sockbox_core::{Call, Control, Errno, Fd, How, Outcome, PollEntry, Reply, Wait};

/// Those of the relay itself are among them.
const FOREIGN: [i32; 12] = [i32::MIN, -4096, -1, 0, 1, 2, 3, 4, 17, 255, 65536, i32::MAX];
const POLLNVAL: i16 = 32;

#[test]
fn a_foreign_descriptor_is_an_error_in_every_call() {
    withstand(Attack { name: "calls on foreign descriptors", options: &[], memory: 16 }, async |relay| {
        let room = relay.room();
        let (mut owner, mut attacker) = (Worker::join(relay, &room).await, Worker::join(relay, &room).await);
        for _ in 0..20 {
            owner.socket(AF_INET, SOCK_DGRAM).await;
        }
        let mut count = 0;
        for fd in FOREIGN.map(Fd) {
            for call in calls_on(fd) {
                let outcome = attacker.call(call.clone()).await;
                // 0, 1 and 2 are the terminal's, and no sockets.
                let is_refused = match error(&outcome) {
                    Some(Errno::ENOTSOCK) => (0..3).contains(&fd.0),
                    errno => errno == Some(Errno::EBADF),
                };
                assert!(is_refused, "{call:?}: {outcome:?}");
                count += 1;
            }
        }
        owner.must(Call::GetSockName { fd: Fd(3) }).await;
        count
    });
}

#[test]
fn a_poll_tells_nothing_of_foreign_descriptors() {
    withstand(Attack { name: "polls of foreign descriptors", options: &[], memory: 16 }, async |relay| {
        let mut worker = Worker::join(relay, &relay.room()).await;
        let entries = (0..1024).map(|fd| PollEntry { fd: Fd(fd), events: i16::MAX }).collect();
        let Reply::Ready { entries } = worker.must(Call::Poll { entries, wait: Wait::Never }).await else {
            panic!("a poll")
        };
        assert!(entries.len() == 1024 && entries.iter().all(|entry| entry.events == POLLNVAL), "{entries:?}");
        entries.len()
    });
}

/// Each closes what another call is still blocked on, and takes the number again.
#[test]
fn numbers_that_are_used_again_confuse_nothing() {
    const ROUNDS: usize = 300;
    withstand(Attack { name: "descriptors closed under blocked calls", options: &[], memory: 16 }, async |relay| {
        let mut worker = Worker::join(relay, &relay.room()).await;
        for _ in 0..ROUNDS {
            let fd = worker.socket(AF_INET, SOCK_DGRAM).await;
            worker.must(Call::Bind { fd, address: localhost(0) }).await;
            let receive = worker.begin(Call::Recv { fd, size: 1, flags: 0, wait: Wait::Milliseconds(1) }).await;
            worker.must(Call::Close { fd }).await;
            let again = worker.socket(AF_INET, SOCK_DGRAM).await;
            assert_eq!(again, fd, "the lowest number is free");
            // The millisecond may be over while the number is nobody's.
            let ended = worker.end(receive).await.outcome;
            assert!(matches!(ended, Outcome::TimedOut | Outcome::Failed { errno: Errno::EBADF }), "{ended:?}");
            worker.must(Call::Close { fd }).await;
        }
        ROUNDS
    });
}

fn calls_on(fd: Fd) -> Vec<Call> {
    let (address, wait) = (localhost(9), Wait::Never);
    vec![
        Call::Dup { fd },
        Call::Bind { fd, address },
        Call::Listen { fd, backlog: 5 },
        Call::Accept { fd, wait },
        Call::Connect { fd, address, wait },
        Call::Send { fd, flags: 0, wait },
        Call::SendAll { fd, flags: 0, wait },
        Call::SendTo { fd, address, flags: 0, wait },
        Call::SendMsg { fd, address: None, control: vec![Control::Rights { fds: vec![fd] }], flags: 0, wait },
        Call::Recv { fd, size: 1, flags: 0, wait },
        Call::RecvFrom { fd, size: 1, flags: 0, wait },
        Call::RecvMsg { fd, size: 1, control_size: 64, flags: 0, wait },
        Call::Shutdown { fd, how: How::Both },
        Call::GetSockName { fd },
        Call::GetPeerName { fd },
        Call::GetSockOpt { fd, level: 1, name: 4, size: 4 },
        Call::SetSockOpt { fd, level: 1, name: 2 },
        Call::Close { fd },
    ]
}
