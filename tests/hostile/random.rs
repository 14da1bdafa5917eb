//! Whatever comes to mind: random bytes, frames that were changed a little, and random calls that are all valid.

use crate::vocabulary::{Attack, Relay, Worker, withstand};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use sockbox_core::wire::{WorkerToRelay, encode};
use sockbox_core::{Address, Call, Control, EpollOperation, Fd, How, PollEntry, SunPath, Wait};
use std::net::{Ipv4Addr, Ipv6Addr};
use tokio_tungstenite::tungstenite::Message;

/// So many values of a kind; others in every run. What fails says which it was.
fn samples<T: std::fmt::Debug>(strategy: impl Strategy<Value = T>, count: usize) -> Vec<T> {
    let mut runner = TestRunner::default();
    let value = |_| strategy.new_tree(&mut runner).expect("the strategy filters nothing").current();
    (0..count).map(value).collect()
}

#[test]
fn random_bytes_end_their_connection() {
    withstand(Attack { name: "random frames", options: &[], memory: 16 }, async |relay| {
        let frames = samples(vec(any::<u8>(), 0..300), 500);
        send_each(relay, &frames, |bytes| Message::binary(bytes.to_vec())).await
    });
}

#[test]
fn random_bytes_below_the_websocket_end_their_connection() {
    withstand(Attack { name: "random bytes below the WebSocket", options: &[], memory: 32 }, async |relay| {
        let bytes = samples(vec(any::<u8>(), 1..2000), 300);
        for bytes in &bytes {
            let mut worker = Worker::join(relay, &relay.room()).await;
            // The relay may have closed after the first of them.
            let _ = worker.write(bytes).await;
        }
        bytes.len()
    });
}

#[test]
fn frames_with_a_wrong_byte_do_no_harm() {
    withstand(Attack { name: "valid frames with wrong bytes", options: &[], memory: 16 }, async |relay| {
        let changed = (call(), vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)).prop_map(|(call, changes)| {
            let mut frame = encode(&WorkerToRelay::Call { id: 1, call }, &[]);
            let length = frame.len();
            for (place, byte) in changes {
                frame[place.index(length)] = byte;
            }
            frame
        });
        send_each(relay, &samples(changed, 500), |bytes| Message::binary(bytes.to_vec())).await
    });
}

/// Each on a connection of its own, to which nobody listens.
async fn send_each(relay: &Relay, frames: &[Vec<u8>], message: impl Fn(&[u8]) -> Message) -> usize {
    let room = relay.room();
    for frame in frames {
        let mut worker = Worker::join(relay, &room).await;
        worker.send(message(frame)).await.expect("the relay reads");
    }
    frames.len()
}

/// Each call of each process is answered once, whatever it is.
#[test]
fn random_calls_are_each_answered_once() {
    const PROCESSES: usize = 20;
    const CALLS: usize = 400;
    withstand(Attack { name: "random calls", options: &[], memory: 64 }, async |relay| {
        let room = relay.room();
        for _ in 0..PROCESSES {
            let mut worker = Worker::join(relay, &room).await;
            let mut ids = Vec::new();
            for (call, payload) in samples((call(), vec(any::<u8>(), 0..64)), CALLS) {
                ids.push(worker.begin_with(call, &payload).await);
                if ids.len() == 20 {
                    for id in ids.drain(..) {
                        worker.end(id).await;
                    }
                }
            }
        }
        PROCESSES * CALLS
    });
}

fn call() -> impl Strategy<Value = Call> {
    let opening = prop_oneof![
        (family(), number(), small()).prop_map(|(family, kind, protocol)| Call::Socket { family, kind, protocol }),
        (family(), 1..6, Just(0)).prop_map(|(family, kind, protocol)| Call::Socket { family, kind, protocol }),
        (family(), 1..6, small()).prop_map(|(family, kind, protocol)| Call::SocketPair { family, kind, protocol }),
        fd().prop_map(|fd| Call::Dup { fd }),
    ];
    let naming = prop_oneof![
        (fd(), address()).prop_map(|(fd, address)| Call::Bind { fd, address }),
        (fd(), number()).prop_map(|(fd, backlog)| Call::Listen { fd, backlog }),
        (fd(), wait()).prop_map(|(fd, wait)| Call::Accept { fd, wait }),
        (fd(), address(), wait()).prop_map(|(fd, address, wait)| Call::Connect { fd, address, wait }),
        fd().prop_map(|fd| Call::GetSockName { fd }),
        fd().prop_map(|fd| Call::GetPeerName { fd }),
    ];
    let ending = prop_oneof![
        fd().prop_map(|fd| Call::Close { fd }),
        (fd(), how()).prop_map(|(fd, how)| Call::Shutdown { fd, how }),
    ];
    prop_oneof![3 => opening, 3 => naming, 3 => transferring(), 2 => asking(), 1 => on_path(), 1 => ending]
}

fn transferring() -> impl Strategy<Value = Call> {
    prop_oneof![
        (fd(), flags(), wait()).prop_map(|(fd, flags, wait)| Call::Send { fd, flags, wait }),
        (fd(), flags(), wait()).prop_map(|(fd, flags, wait)| Call::SendAll { fd, flags, wait }),
        (fd(), address(), flags(), wait()).prop_map(|(fd, address, flags, wait)| Call::SendTo {
            fd,
            address,
            flags,
            wait
        }),
        (fd(), any::<u32>(), flags(), wait()).prop_map(|(fd, size, flags, wait)| Call::Recv { fd, size, flags, wait }),
        (fd(), any::<u32>(), flags(), wait()).prop_map(|(fd, size, flags, wait)| Call::RecvFrom {
            fd,
            size,
            flags,
            wait
        }),
        (fd(), prop::option::of(address()), vec(control(), 0..4), flags(), wait())
            .prop_map(|(fd, address, control, flags, wait)| Call::SendMsg { fd, address, control, flags, wait }),
        (fd(), any::<u32>(), any::<u32>(), flags(), wait()).prop_map(|(fd, size, control_size, flags, wait)| {
            Call::RecvMsg { fd, size, control_size, flags, wait }
        }),
    ]
}

fn asking() -> impl Strategy<Value = Call> {
    let entry = (fd(), any::<i16>()).prop_map(|(fd, events)| PollEntry { fd, events });
    prop_oneof![
        (fd(), small(), small(), any::<u32>()).prop_map(|(fd, level, name, size)| Call::GetSockOpt {
            fd,
            level,
            name,
            size
        }),
        (fd(), small(), small()).prop_map(|(fd, level, name)| Call::SetSockOpt { fd, level, name }),
        (vec(entry, 0..40), wait()).prop_map(|(entries, wait)| Call::Poll { entries, wait }),
        Just(Call::EpollCreate),
        (fd(), fd(), any::<u32>(), 0..3_usize).prop_map(|(fd, target, events, operation)| Call::EpollCtl {
            fd,
            operation: [EpollOperation::Add, EpollOperation::Modify, EpollOperation::Delete][operation],
            target,
            events
        }),
        (fd(), any::<u32>(), wait()).prop_map(|(fd, most, wait)| Call::EpollWait { fd, most, wait }),
    ]
}

fn on_path() -> impl Strategy<Value = Call> {
    prop_oneof![
        octets().prop_map(|path| Call::Lstat { path }),
        octets().prop_map(|path| Call::Unlink { path }),
        octets().prop_map(|path| Call::MkDir { path }),
        octets().prop_map(|path| Call::RmDir { path }),
        (octets(), any::<u32>()).prop_map(|(path, mode)| Call::ChMod { path, mode }),
        octets().prop_map(|path| Call::ReadDir { path }),
        (small(), any::<u32>()).prop_map(|(flags, offset)| Call::MemFdCreate { flags, offset }),
        (fd(), any::<u32>()).prop_map(|(fd, size)| Call::Read { fd, size }),
        fd().prop_map(|fd| Call::Write { fd }),
        (fd(), any::<i64>(), small()).prop_map(|(fd, offset, whence)| Call::LSeek { fd, offset, whence }),
        fd().prop_map(|fd| Call::FStat { fd }),
        (fd(), any::<u64>()).prop_map(|(fd, size)| Call::FTruncate { fd, size }),
    ]
}

fn control() -> impl Strategy<Value = Control> {
    prop_oneof![
        vec(fd(), 0..300).prop_map(|fds| Control::Rights { fds }),
        (small(), small(), vec(any::<u8>(), 0..40)).prop_map(|(level, kind, data)| Control::Data { level, kind, data }),
    ]
}

fn address() -> impl Strategy<Value = Address> {
    prop_oneof![
        (any::<u32>(), any::<u16>()).prop_map(|(host, port)| Address::Inet { host: Ipv4Addr::from(host), port }),
        any::<u16>().prop_map(|port| Address::Inet { host: Ipv4Addr::LOCALHOST, port }),
        (any::<u128>(), any::<u16>(), any::<u32>(), any::<u32>()).prop_map(|(host, port, flow_info, scope_id)| {
            Address::Inet6 { host: Ipv6Addr::from(host), port, flow_info, scope_id }
        }),
        octets().prop_map(|path| Address::Unix { path: SunPath::new(&path).unwrap_or(SunPath::UNNAMED) }),
    ]
}

/// Mostly descriptors that a process may have.
fn fd() -> impl Strategy<Value = Fd> {
    prop_oneof![9 => 3..12, 1 => any::<i32>()].prop_map(Fd)
}

/// Never for ever: nobody cancels.
fn wait() -> impl Strategy<Value = Wait> {
    prop_oneof![Just(Wait::Never), (0..3u64).prop_map(Wait::Milliseconds)]
}

fn how() -> impl Strategy<Value = How> {
    prop_oneof![Just(How::Read), Just(How::Write), Just(How::Both)]
}

fn family() -> impl Strategy<Value = i32> {
    prop_oneof![Just(1), Just(2), Just(10), number()]
}

fn flags() -> impl Strategy<Value = i32> {
    prop_oneof![Just(0), any::<i32>()]
}

fn small() -> impl Strategy<Value = i32> {
    prop_oneof![8 => 0..100, 1 => any::<i32>()]
}

fn number() -> impl Strategy<Value = i32> {
    prop_oneof![0..12, any::<i32>()]
}

fn octets() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![vec(any::<u8>(), 0..120), "[./a]{0,20}".prop_map(String::into_bytes)]
}
