//! The shape of every message, one snapshot for each version: what changes it without a new [`PROTOCOL_VERSION`] fails here.

use super::*;
use crate::{Address, Errno, Fd, How, PollEntry, Reply, Wait};
use std::fmt::Write;
use std::net::{Ipv4Addr, Ipv6Addr};

const FD: Fd = Fd(3);
const INET: Address = Address::Inet { host: Ipv4Addr::LOCALHOST, port: 8001 };
const INET6: Address = Address::Inet6 { host: Ipv6Addr::LOCALHOST, port: 8001, flow_info: 1, scope_id: 2 };

#[test]
fn messages_have_the_shape_of_this_version() {
    let mut text = String::new();
    lines(&mut text, &[WorkerToRelay::Hello { version: 1 }, WorkerToRelay::Cancel { id: 2 }]);
    lines(&mut text, &calls().map(|call| WorkerToRelay::Call { id: 2, call }));
    lines(
        &mut text,
        &[Isolation::Namespace, Isolation::Host].map(|isolation| RelayToWorker::Hello { version: 1, isolation }),
    );
    lines(&mut text, &outcomes().map(|outcome| RelayToWorker::Reply { id: 2, outcome }));
    for name in [variants::<Call>(), variants::<Outcome>(), variants::<Reply>()].concat() {
        assert!(text.contains(&format!("\"{name}\"")), "{name} is missing here");
    }
    insta::assert_snapshot!(format!("version_{PROTOCOL_VERSION}"), text);
}

fn lines(text: &mut String, messages: &[impl Serialize]) {
    for message in messages {
        writeln!(text, "{}", serde_json::to_string(message).unwrap()).unwrap();
    }
}

fn calls() -> [Call; 17] {
    let (flags, size) = (0, 4096);
    [
        Call::Socket { family: 2, kind: 1, protocol: 0 },
        Call::Bind { fd: FD, address: INET },
        Call::Listen { fd: FD, backlog: 5 },
        Call::Accept { fd: FD, wait: Wait::Forever },
        Call::Connect { fd: FD, address: INET6, wait: Wait::Milliseconds(1500) },
        Call::Send { fd: FD, flags, wait: Wait::Never },
        Call::SendAll { fd: FD, flags, wait: Wait::Forever },
        Call::SendTo { fd: FD, address: INET, flags, wait: Wait::Forever },
        Call::Recv { fd: FD, size, flags, wait: Wait::Forever },
        Call::RecvFrom { fd: FD, size, flags, wait: Wait::Forever },
        Call::Shutdown { fd: FD, how: How::Write },
        Call::Close { fd: FD },
        Call::GetSockName { fd: FD },
        Call::GetPeerName { fd: FD },
        Call::GetSockOpt { fd: FD, level: 1, name: 4, size: 4 },
        Call::SetSockOpt { fd: FD, level: 1, name: 2 },
        Call::Poll { entries: vec![PollEntry { fd: FD, events: 1 }], wait: Wait::Forever },
    ]
}

fn outcomes() -> [Outcome; 13] {
    [
        Outcome::Ok(Reply::Done),
        Outcome::Ok(Reply::Opened { fd: FD }),
        Outcome::Ok(Reply::Accepted { fd: FD, address: INET }),
        Outcome::Ok(Reply::Sent { size: 5 }),
        Outcome::Ok(Reply::Received),
        Outcome::Ok(Reply::ReceivedFrom { address: Some(INET) }),
        Outcome::Ok(Reply::ReceivedFrom { address: None }),
        Outcome::Ok(Reply::Name { address: INET }),
        Outcome::Ok(Reply::Value),
        Outcome::Ok(Reply::Ready { entries: vec![PollEntry { fd: FD, events: 1 }] }),
        Outcome::Failed { errno: Errno::ECONNREFUSED },
        Outcome::Refused { errno: Errno::EINVAL, why: "in words".to_owned() },
        Outcome::TimedOut,
    ]
}
