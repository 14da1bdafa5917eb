//! `SCM_RIGHTS`: descriptors that travel through AF_UNIX sockets. Only those of the sender may, and each has to be counted.

use crate::vocabulary::{Attack, Worker, error, withstand};
use sockbox_core::constants::{AF_INET, AF_UNIX, SOCK_DGRAM, SOCK_STREAM};
use sockbox_core::{Call, Control, Errno, Fd, Outcome, Reply, Wait};

/// The most that one message takes is 253, SCM_MAX_FD of unix(7).
const AT_ONCE: [usize; 4] = [10, 1, 253, 300];

async fn pair(worker: &mut Worker) -> [Fd; 2] {
    match worker.must(Call::SocketPair { family: AF_UNIX, kind: SOCK_STREAM, protocol: 0 }).await {
        Reply::OpenedPair { fds } => fds,
        other => panic!("a pair was expected, not {other:?}"),
    }
}

fn send(fd: Fd, fds: Vec<Fd>) -> Call {
    Call::SendMsg { fd, address: None, control: vec![Control::Rights { fds }], flags: 0, wait: Wait::Never }
}

fn receive(fd: Fd, control_size: u32) -> Call {
    Call::RecvMsg { fd, size: 1, control_size, flags: 0, wait: Wait::Never }
}

#[test]
fn only_descriptors_of_the_sender_can_be_passed() {
    withstand(Attack { name: "foreign descriptors passed on", options: &[], memory: 16 }, async |relay| {
        let room = relay.room();
        let (mut owner, mut attacker) = (Worker::join(relay, &room).await, Worker::join(relay, &room).await);
        for _ in 0..20 {
            owner.socket(AF_INET, SOCK_DGRAM).await;
        }
        let [left, right] = pair(&mut attacker).await;
        for foreign in [i32::MIN, -1, 0, 1, 2, 5, 6, 17, 1000, i32::MAX] {
            let outcome = attacker.call_with(send(left, vec![left, Fd(foreign)]), b"x").await.outcome;
            assert_eq!(error(&outcome), Some(Errno::EBADF), "{foreign}: {outcome:?}");
        }
        assert_eq!(error(&attacker.call(receive(right, 4096)).await), Some(Errno::EAGAIN), "nothing was sent");
        10
    });
}

/// Raw control messages would be a way around the check: what looks like `SCM_RIGHTS` (1, 1) or `SCM_CREDENTIALS` (1, 2) must not pass.
#[test]
fn no_raw_control_message_carries_a_descriptor() {
    withstand(Attack { name: "raw control messages", options: &[], memory: 16 }, async |relay| {
        let mut worker = Worker::join(relay, &relay.room()).await;
        let [left, right] = pair(&mut worker).await;
        let mut count = 0;
        for (level, kind) in (0..3).flat_map(|level| (-1..40).map(move |kind| (level, kind))) {
            for size in [0, 3, 4, 12, 16, 1012, 5000] {
                let control = vec![Control::Data { level, kind, data: vec![0; size] }];
                let call = Call::SendMsg { fd: left, address: None, control, flags: 0, wait: Wait::Never };
                let sent = worker.call_with(call, b"x").await.outcome;
                if level == 1 && (1..3).contains(&kind) {
                    assert!(error(&sent).is_some(), "({level}, {kind}) of {size} bytes: {sent:?}");
                }
                if let Outcome::Ok(Reply::ReceivedMessage { control, .. }) = worker.call(receive(right, 8192)).await {
                    assert!(!control.iter().any(|c| matches!(c, Control::Rights { .. })), "{control:?}");
                }
                count += 1;
            }
        }
        count
    });
}

/// Descriptors in flight belong to nobody's table. They must still be counted, and be gone with their sockets.
#[test]
fn descriptors_in_flight_are_bounded() {
    let options = &["--process-descriptors", "64", "--room-descriptors", "64", "--process-calls-per-second", "0"];
    withstand(Attack { name: "descriptors in flight", options, memory: 32 }, async |relay| {
        let mut worker = Worker::join(relay, &relay.room()).await;
        let before = relay.descriptors();
        let [left, _right] = pair(&mut worker).await;
        let mut passed = 0;
        for fds in AT_ONCE {
            // Until the queue is full, or a limit is met.
            while let Outcome::Ok(_) = worker.call_with(send(left, vec![left; fds]), b"x").await.outcome {
                passed += fds;
                assert!(passed < 100_000, "{passed} descriptors are in flight, and there is no end");
            }
        }
        assert!(passed > 0, "some may be passed");
        assert!(relay.descriptors() < before + 100, "the relay has {} descriptors", relay.descriptors());
        passed
    });
}

/// A socket that is sent through itself keeps itself alive once it is closed, until the kernel collects it, unix(7).
#[test]
fn sockets_sent_through_themselves_go() {
    const ROUNDS: usize = 200;
    withstand(Attack { name: "sockets sent through themselves", options: &[], memory: 32 }, async |relay| {
        let room = relay.room();
        for _ in 0..ROUNDS / 20 {
            let mut worker = Worker::join(relay, &room).await;
            for _ in 0..20 {
                let [left, right] = pair(&mut worker).await;
                worker.call_with(send(left, vec![right]), b"x").await;
                worker.call_with(send(right, vec![left]), b"x").await;
                worker.must(Call::Close { fd: left }).await;
                worker.must(Call::Close { fd: right }).await;
            }
        }
        ROUNDS
    });
}

/// The table is full: what was received beyond it is closed, as `MSG_CTRUNC` tells, recvmsg(2).
#[test]
fn descriptors_received_beyond_the_limit_are_closed() {
    let options = &["--process-descriptors", "16"];
    withstand(Attack { name: "descriptors received beyond the limit", options, memory: 16 }, async |relay| {
        let mut worker = Worker::join(relay, &relay.room()).await;
        let [left, right] = pair(&mut worker).await;
        let mut received = 0;
        for _ in 0..20 {
            worker.call_with(send(left, vec![left; 10]), b"x").await;
            if let Outcome::Ok(Reply::ReceivedMessage { control, .. }) = worker.call(receive(right, 4096)).await {
                received +=
                    control.iter().map(|c| if let Control::Rights { fds } = c { fds.len() } else { 0 }).sum::<usize>();
            }
        }
        assert!(received <= 14, "{received} were received, and 2 were there");
        received
    });
}
