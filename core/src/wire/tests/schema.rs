//! The shape of every message, one snapshot for each version: what changes it without a new [`PROTOCOL_VERSION`] fails here.

use super::*;
use crate::{
    Address, Control, EpollOperation, Errno, Explanation, Fd, FileKind, Holder, How, PollEntry, Predicted, Reply, Rest,
    SunPath, Wait,
};
use std::fmt::Write;
use std::net::{Ipv4Addr, Ipv6Addr};

const FD: Fd = Fd(3);
const ENFORCE: Validation = Validation::Enforce;
const INET: Address = Address::Inet { host: Ipv4Addr::LOCALHOST, port: 8001 };
const INET6: Address = Address::Inet6 { host: Ipv6Addr::LOCALHOST, port: 8001, flow_info: 1, scope_id: 2 };

#[test]
fn messages_have_the_shape_of_this_version() {
    let mut text = String::new();
    let (name, page) = ("server".to_owned(), "a page".to_owned());
    lines(
        &mut text,
        &[WorkerToRelay::Hello { version: PROTOCOL_VERSION, name, page }, WorkerToRelay::Cancel { id: 2 }],
    );
    lines(&mut text, &calls().map(|call| WorkerToRelay::Call { id: 2, call }));
    lines(
        &mut text,
        &[Isolation::Namespace, Isolation::Host].map(|isolation| RelayToWorker::Hello {
            version: PROTOCOL_VERSION,
            isolation,
            validation: ENFORCE,
            descriptors: 256,
        }),
    );
    lines(&mut text, &[RelayToWorker::Validation { validation: Validation::Explain }]);
    lines(&mut text, &outcomes().map(|outcome| RelayToWorker::Reply { id: 2, outcome, facts: Facts::default() }));
    lines(&mut text, &[RelayToWorker::Reply { id: 2, outcome: Outcome::Ok(Reply::Done), facts: facts() }]);
    let hello = PageToRelay::Hello { version: PROTOCOL_VERSION, page: "a page".to_owned() };
    lines(&mut text, &[hello, PageToRelay::Validation { validation: Validation::Explain }]);
    lines(&mut text, &to_page());
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

fn calls() -> [Call; 39] {
    let (flags, size) = (0, 4096);
    [
        Call::Socket { family: 2, kind: 1, protocol: 0 },
        Call::SocketPair { family: 1, kind: 1, protocol: 0 },
        Call::Dup { fd: FD },
        Call::Bind { fd: FD, address: INET },
        Call::Bind { fd: FD, address: unix(b"\0\xff") },
        Call::Listen { fd: FD, backlog: 5 },
        Call::Accept { fd: FD, wait: Wait::Forever },
        Call::Connect { fd: FD, address: INET6, wait: Wait::Milliseconds(1500) },
        Call::Send { fd: FD, flags, wait: Wait::Never },
        Call::SendAll { fd: FD, flags, wait: Wait::Forever },
        Call::SendTo { fd: FD, address: INET, flags, wait: Wait::Forever },
        Call::Recv { fd: FD, size, flags, wait: Wait::Forever },
        Call::RecvFrom { fd: FD, size, flags, wait: Wait::Forever },
        Call::SendMsg { fd: FD, address: Some(unix(b"/tmp/s")), control: controls(), flags, wait: Wait::Forever },
        Call::RecvMsg { fd: FD, size, control_size: 24, flags, wait: Wait::Forever },
        Call::Shutdown { fd: FD, how: How::Write },
        Call::Close { fd: FD },
        Call::GetSockName { fd: FD },
        Call::GetPeerName { fd: FD },
        Call::GetSockOpt { fd: FD, level: 1, name: 4, size: 4 },
        Call::SetSockOpt { fd: FD, level: 1, name: 2 },
        Call::Poll { entries: vec![PollEntry { fd: FD, events: 1 }], wait: Wait::Forever },
        Call::Lstat { path: b"/tmp/s".to_vec() },
        Call::Unlink { path: b"\xff".to_vec() },
        Call::MkDir { path: b"d".to_vec() },
        Call::RmDir { path: b"d".to_vec() },
        Call::ChMod { path: b"s".to_vec(), mode: 0o600 },
        Call::ReadDir { path: b"d".to_vec() },
        Call::EpollCreate,
        Call::EpollCtl { fd: FD, operation: EpollOperation::Add, target: Fd(4), events: 1 << 31 | 1 },
        Call::EpollCtl { fd: FD, operation: EpollOperation::Modify, target: Fd(4), events: 4 },
        Call::EpollCtl { fd: FD, operation: EpollOperation::Delete, target: Fd(4), events: 0 },
        Call::EpollWait { fd: FD, most: 16, wait: Wait::Forever },
        Call::MemFdCreate { flags: 0o2001, offset: 5 },
        Call::Read { fd: FD, size },
        Call::Write { fd: FD },
        Call::LSeek { fd: FD, offset: -1, whence: 2 },
        Call::FStat { fd: FD },
        Call::FTruncate { fd: FD, size: 5 },
    ]
}

fn unix(name: &[u8]) -> Address {
    Address::Unix { path: SunPath::new(name).expect("it is short") }
}

fn controls() -> Vec<Control> {
    vec![Control::Rights { fds: vec![FD] }, Control::Data { level: 0, kind: 2, data: vec![64, 0, 0, 0] }]
}

fn why() -> Explanation {
    Explanation::default().then("do-listen", []).then("see", [("page", "accept(2)".to_owned())]).with_english()
}

/// All that can be in them.
fn facts() -> Facts {
    let holder = |fd: Option<Fd>, rest: Option<Rest>| Holder {
        process: "server".to_owned(),
        you: false,
        fd,
        kind: 1,
        address: INET,
        listening: fd.is_some(),
        service: rest.map(|_| "echo".to_owned()),
        rest,
    };
    let predicted = Predicted { errno: Errno::EINVAL, why: why() };
    Facts {
        holders: vec![
            holder(Some(FD), None),
            holder(None, Some(Rest::TimeWait { milliseconds: 43_000 })),
            holder(None, Some(Rest::FinWait2 { milliseconds: 43_000 })),
        ],
        predicted: Some(Box::new(predicted)),
    }
}

fn to_page() -> [RelayToPage; 5] {
    let pages = vec![Present { number: 1, you: true, processes: vec!["server".to_owned()] }];
    [
        RelayToPage::Hello {
            version: PROTOCOL_VERSION,
            isolation: Isolation::Namespace,
            grace: 600,
            validation: ENFORCE,
        },
        RelayToPage::Validation { validation: Validation::Explain },
        RelayToPage::Here { pages },
        RelayToPage::Notice { text: why() },
        RelayToPage::Farewell { why: why() },
    ]
}

fn status(kind: FileKind) -> Outcome {
    Outcome::Ok(Reply::Status { kind, mode: 0o755, inode: 7, size: 0, modified: 1_000 })
}

fn outcomes() -> [Outcome; 21] {
    [
        Outcome::Ok(Reply::Done),
        Outcome::Ok(Reply::Opened { fd: FD }),
        Outcome::Ok(Reply::OpenedPair { fds: [FD, Fd(4)] }),
        Outcome::Ok(Reply::Accepted { fd: FD, address: INET }),
        Outcome::Ok(Reply::Sent { size: 5 }),
        Outcome::Ok(Reply::Received { size: 5 }),
        Outcome::Ok(Reply::ReceivedFrom { size: 5, address: Some(INET) }),
        Outcome::Ok(Reply::ReceivedFrom { size: 5, address: None }),
        Outcome::Ok(Reply::ReceivedMessage { size: 5, address: None, flags: 8, control: controls() }),
        Outcome::Ok(Reply::Name { address: INET }),
        Outcome::Ok(Reply::Value),
        Outcome::Ok(Reply::Ready { entries: vec![PollEntry { fd: FD, events: 1 }] }),
        status(FileKind::Socket),
        status(FileKind::Directory),
        status(FileKind::File),
        status(FileKind::Other),
        Outcome::Ok(Reply::Listed),
        Outcome::Ok(Reply::Offset { offset: 5 }),
        Outcome::Failed { errno: Errno::ECONNREFUSED },
        Outcome::Refused { errno: Errno::EINVAL, why: why() },
        Outcome::TimedOut,
    ]
}
