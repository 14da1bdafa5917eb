//! What the model costs: `cargo xtask bench model`. The goal is less than a microsecond for `check`.

use divan::{Bencher, black_box};
use sockbox_core::model::Session;
use sockbox_core::{Address, Call, Control, Fd, Outcome, Reply, Wait};
use std::net::Ipv4Addr;

/// The most descriptors of a message, unix(7).
const RIGHTS: i32 = 252;

fn main() {
    divan::main();
}

fn make(session: &mut Session, call: &Call, reply: Reply) {
    session.begin(call, &[]);
    session.end(call, &Outcome::Ok(reply), b"x");
}

fn local(port: u16) -> Address {
    Address::Inet { host: Ipv4Addr::LOCALHOST, port }
}

/// A session with so many TCP sockets: the first listens, the others are connected.
fn session(sockets: i32) -> Session {
    let mut session = Session::default();
    let first = Fd(3);
    for fd in (first.0..).take(sockets as usize).map(Fd) {
        make(&mut session, &Call::Socket { family: 2, kind: 1, protocol: 0 }, Reply::Opened { fd });
        if fd != first {
            make(&mut session, &Call::Connect { fd, address: local(8001), wait: Wait::Forever }, Reply::Done);
        }
    }
    make(&mut session, &Call::Bind { fd: first, address: local(8001) }, Reply::Done);
    make(&mut session, &Call::Listen { fd: first, backlog: 5 }, Reply::Done);
    session
}

#[divan::bench(args = [2, 64, 256])]
fn check_that_allows(bencher: Bencher<'_, '_>, sockets: i32) {
    let session = session(sockets);
    let call = Call::Recv { fd: Fd(4), size: 1024, flags: 0, wait: Wait::Forever };
    bencher.bench_local(|| session.check(black_box(&call)));
}

#[divan::bench(args = [2, 64, 256])]
fn check_of_a_bind(bencher: Bencher<'_, '_>, sockets: i32) {
    let mut session = session(sockets);
    let fd = Fd(3 + sockets);
    make(&mut session, &Call::Socket { family: 2, kind: 1, protocol: 0 }, Reply::Opened { fd });
    let call = Call::Bind { fd, address: local(8002) };
    bencher.bench_local(|| session.check(black_box(&call)));
}

#[divan::bench(args = [2, 64, 256])]
fn check_that_refuses(bencher: Bencher<'_, '_>, sockets: i32) {
    let session = session(sockets);
    let call = Call::Accept { fd: Fd(4), wait: Wait::Forever };
    bencher.bench_local(|| session.check(black_box(&call)));
}

#[divan::bench]
fn begin_and_end_of_a_recv(bencher: Bencher<'_, '_>) {
    let mut session = session(2);
    let call = Call::Recv { fd: Fd(4), size: 1024, flags: 0, wait: Wait::Forever };
    bencher.bench_local(|| make(&mut session, black_box(&call), Reply::Received { size: 0 }));
}

#[divan::bench]
fn a_message_with_252_descriptors(bencher: Bencher<'_, '_>) {
    let fds: Vec<_> = (4..4 + RIGHTS).map(Fd).collect();
    let control = vec![Control::Rights { fds }];
    let call = Call::SendMsg { fd: Fd(4), address: None, control, flags: 0, wait: Wait::Forever };
    bencher.with_inputs(|| session(4 + RIGHTS)).bench_local_values(|mut session| {
        make(&mut session, black_box(&call), Reply::Sent { size: 1 });
        session
    });
}
