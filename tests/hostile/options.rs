//! Socket options: every level and name in a range, with lengths that fit nothing. Some options of Linux carry pointers or
//! descriptors; none of those may pass.

use crate::vocabulary::{Attack, Relay, Worker, localhost, withstand};
use sockbox_core::constants::{AF_INET, AF_INET6, AF_UNIX, SOCK_DGRAM, SOCK_STREAM};
use sockbox_core::{Call, Fd, Outcome, Reply, Wait};

/// SOL_IP, SOL_SOCKET, SOL_TCP, SOL_UDP, SOL_IPV6, SOL_ICMPV6, SOL_RAW, SOL_PACKET, SOL_NETLINK, SOL_VSOCK, and none.
const LEVELS: [i32; 13] = [0, 1, 6, 17, 41, 58, 255, 263, 270, 287, -1, i32::MIN, i32::MAX];
const NAMES: std::ops::Range<i32> = -2..132;
const SOCKETS: [(i32, i32); 4] =
    [(AF_INET, SOCK_STREAM), (AF_INET6, SOCK_DGRAM), (AF_UNIX, SOCK_STREAM), (AF_INET, SOCK_DGRAM)];
/// Calls on their way at a time: the answers to these fit into the connection's buffers.
const BATCH: usize = 64;

#[test]
fn no_option_reads_what_it_should_not() {
    withstand(Attack { name: "getsockopt of everything", options: FAST, memory: 16 }, async |relay| {
        let calls = |fd| {
            let names = combinations([0, 1, 4, 7, 16, 1024, 1025, u32::MAX].into_iter());
            names.map(move |(level, name, size)| (Call::GetSockOpt { fd, level, name, size }, Vec::new()))
        };
        on_each_socket(relay, calls).await
    });
}

#[test]
fn no_option_sets_what_it_should_not() {
    withstand(Attack { name: "setsockopt of everything", options: FAST, memory: 16 }, async |relay| {
        let calls = |fd| {
            let names = combinations([0, 1, 4, 1024].into_iter());
            let octets = [1, 0xff].into_iter();
            names.flat_map(move |(level, name, size)| {
                let call = Call::SetSockOpt { fd, level, name };
                octets.clone().map(move |octet| (call.clone(), vec![octet; size as usize]))
            })
        };
        on_each_socket(relay, calls).await
    });
}

/// What close(2) then waits for must not be waited for by others: the peer reads nothing, for ever.
#[test]
fn sockets_that_linger_hold_up_nobody() {
    const SOCKETS: usize = 16;
    withstand(Attack { name: "closes that linger", options: &[], memory: 64 }, async |relay| {
        let mut worker = Worker::join(relay, &relay.room()).await;
        let listener = worker.tcp().await;
        worker.must(Call::Bind { fd: listener, address: localhost(0) }).await;
        worker.must(Call::Listen { fd: listener, backlog: 64 }).await;
        let Reply::Name { address } = worker.must(Call::GetSockName { fd: listener }).await else { panic!("a name") };
        let linger = [1i32.to_ne_bytes(), 10i32.to_ne_bytes()].concat();
        for _ in 0..SOCKETS {
            let fd = worker.tcp().await;
            worker.must(Call::Connect { fd, address, wait: Wait::Forever }).await;
            let set = worker.call_with(Call::SetSockOpt { fd, level: 1, name: 13 }, &linger).await;
            assert_eq!(set.outcome, Outcome::Ok(Reply::Done));
            let send = Call::Send { fd, flags: 0, wait: Wait::Never };
            while let Outcome::Ok(_) = worker.call_with(send.clone(), &[0; 65536]).await.outcome {}
            worker.must(Call::Close { fd }).await;
        }
        SOCKETS
    });
}

/// Not slowed down: they are many.
const FAST: &[&str] = &["--process-calls-per-second", "0", "--process-bytes-per-second", "0"];

fn combinations(lengths: impl Iterator<Item = u32> + Clone) -> impl Iterator<Item = (i32, i32, u32)> {
    let names = LEVELS.into_iter().flat_map(|level| NAMES.map(move |name| (level, name)));
    names.flat_map(move |(level, name)| lengths.clone().map(move |length| (level, name, length)))
}

/// Makes these calls on a socket of each kind. No value that comes back may hold the relay's process id, as `SO_PEERCRED` would.
async fn on_each_socket<I: Iterator<Item = (Call, Vec<u8>)>>(relay: &Relay, calls: impl Fn(Fd) -> I) -> usize {
    let (room, id) = (relay.room(), relay.id().to_ne_bytes());
    let mut count = 0;
    for (family, kind) in SOCKETS {
        let mut worker = Worker::join(relay, &room).await;
        let fd = worker.socket(family, kind).await;
        let mut calls = calls(fd).peekable();
        while calls.peek().is_some() {
            let mut ids = Vec::with_capacity(BATCH);
            for (call, payload) in calls.by_ref().take(BATCH) {
                ids.push((worker.begin_with(call.clone(), &payload).await, call));
            }
            for (call_id, call) in ids {
                let value = worker.end(call_id).await.payload;
                assert!(value.chunks(4).next() != Some(&id), "{call:?} tells the relay's process id");
                count += 1;
            }
        }
    }
    count
}
