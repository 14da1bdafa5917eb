//! Strategies for every message that can travel. They are boxed where they branch: as one value they would be larger than the stack that
//! WebAssembly has.

use super::*;
use crate::{
    Address, Control, EpollOperation, Errno, Explanation, Fd, FileKind, Holder, How, PollEntry, Predicted, Reply, Rest,
    SUN_PATH_MAX, SunPath, Wait,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use serde_json::json;
use std::net::{Ipv4Addr, Ipv6Addr};

pub(super) fn worker_to_relay() -> impl Strategy<Value = WorkerToRelay> {
    prop_oneof![
        1 => (any::<u32>(), words(), words()).prop_map(|(version, name, page)| WorkerToRelay::Hello { version, name, page }),
        8 => (any::<u64>(), call()).prop_map(|(id, call)| WorkerToRelay::Call { id, call }),
        1 => any::<u64>().prop_map(|id| WorkerToRelay::Cancel { id }),
    ]
}

pub(super) fn relay_to_worker() -> impl Strategy<Value = RelayToWorker> {
    let isolation = prop_oneof![Just(Isolation::Namespace), Just(Isolation::Host)];
    prop_oneof![
        1 => (any::<u32>(), isolation, validation(), any::<u32>()).prop_map(|(version, isolation, validation, descriptors)| {
            RelayToWorker::Hello { version, isolation, validation, descriptors }
        }),
        1 => validation().prop_map(|validation| RelayToWorker::Validation { validation }),
        8 => (any::<u64>(), outcome(), facts())
            .prop_map(|(id, outcome, facts)| RelayToWorker::Reply { id, outcome, facts }),
    ]
}

pub(super) fn payload() -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 0..300)
}

fn call() -> BoxedStrategy<Call> {
    prop_oneof![opening(), sending(), receiving(), naming(), polling(), filing(), in_files()].boxed()
}

fn opening() -> BoxedStrategy<Call> {
    prop_oneof![
        any::<(i32, i32, i32)>().prop_map(|(family, kind, protocol)| Call::Socket { family, kind, protocol }),
        any::<(i32, i32, i32)>().prop_map(|(family, kind, protocol)| Call::SocketPair { family, kind, protocol }),
        fd().prop_map(|fd| Call::Dup { fd }),
        (fd(), address()).prop_map(|(fd, address)| Call::Bind { fd, address }),
        (fd(), any::<i32>()).prop_map(|(fd, backlog)| Call::Listen { fd, backlog }),
        (fd(), wait()).prop_map(|(fd, wait)| Call::Accept { fd, wait }),
        (fd(), address(), wait()).prop_map(|(fd, address, wait)| Call::Connect { fd, address, wait }),
    ]
    .boxed()
}

fn sending() -> BoxedStrategy<Call> {
    prop_oneof![
        (fd(), any::<i32>(), wait()).prop_map(|(fd, flags, wait)| Call::Send { fd, flags, wait }),
        (fd(), any::<i32>(), wait()).prop_map(|(fd, flags, wait)| Call::SendAll { fd, flags, wait }),
        (fd(), address(), any::<i32>(), wait()).prop_map(|(fd, address, flags, wait)| Call::SendTo {
            fd,
            address,
            flags,
            wait
        }),
        (fd(), option::of(address()), controls(), any::<i32>(), wait())
            .prop_map(|(fd, address, control, flags, wait)| Call::SendMsg { fd, address, control, flags, wait }),
    ]
    .boxed()
}

fn receiving() -> BoxedStrategy<Call> {
    prop_oneof![
        (fd(), any::<u32>(), any::<i32>(), wait()).prop_map(|(fd, size, flags, wait)| Call::Recv {
            fd,
            size,
            flags,
            wait
        }),
        (fd(), any::<u32>(), any::<i32>(), wait()).prop_map(|(fd, size, flags, wait)| Call::RecvFrom {
            fd,
            size,
            flags,
            wait
        }),
        (fd(), any::<(u32, u32, i32)>(), wait()).prop_map(|(fd, (size, control_size, flags), wait)| Call::RecvMsg {
            fd,
            size,
            control_size,
            flags,
            wait
        }),
        (fd(), prop_oneof![Just(How::Read), Just(How::Write), Just(How::Both)])
            .prop_map(|(fd, how)| Call::Shutdown { fd, how }),
        fd().prop_map(|fd| Call::Close { fd }),
    ]
    .boxed()
}

fn naming() -> BoxedStrategy<Call> {
    prop_oneof![
        fd().prop_map(|fd| Call::GetSockName { fd }),
        fd().prop_map(|fd| Call::GetPeerName { fd }),
        (fd(), any::<i32>(), any::<i32>(), any::<u32>()).prop_map(|(fd, level, name, size)| Call::GetSockOpt {
            fd,
            level,
            name,
            size
        }),
        (fd(), any::<i32>(), any::<i32>()).prop_map(|(fd, level, name)| Call::SetSockOpt { fd, level, name }),
    ]
    .boxed()
}

fn polling() -> impl Strategy<Value = Call> {
    prop_oneof![
        (entries(), wait()).prop_map(|(entries, wait)| Call::Poll { entries, wait }),
        Just(Call::EpollCreate),
        (fd(), operation(), fd(), any::<u32>()).prop_map(|(fd, operation, target, events)| Call::EpollCtl {
            fd,
            operation,
            target,
            events
        }),
        (fd(), any::<u32>(), wait()).prop_map(|(fd, most, wait)| Call::EpollWait { fd, most, wait }),
    ]
}

fn operation() -> impl Strategy<Value = EpollOperation> {
    prop_oneof![Just(EpollOperation::Add), Just(EpollOperation::Modify), Just(EpollOperation::Delete)]
}

fn filing() -> BoxedStrategy<Call> {
    let path = || vec(any::<u8>(), 0..20);
    prop_oneof![
        path().prop_map(|path| Call::Lstat { path }),
        path().prop_map(|path| Call::Unlink { path }),
        path().prop_map(|path| Call::MkDir { path }),
        path().prop_map(|path| Call::RmDir { path }),
        (path(), any::<u32>()).prop_map(|(path, mode)| Call::ChMod { path, mode }),
        path().prop_map(|path| Call::ReadDir { path }),
    ]
    .boxed()
}

fn in_files() -> BoxedStrategy<Call> {
    prop_oneof![
        any::<(i32, u32)>().prop_map(|(flags, offset)| Call::MemFdCreate { flags, offset }),
        (fd(), any::<u32>()).prop_map(|(fd, size)| Call::Read { fd, size }),
        fd().prop_map(|fd| Call::Write { fd }),
        (fd(), any::<i64>(), any::<i32>()).prop_map(|(fd, offset, whence)| Call::LSeek { fd, offset, whence }),
        fd().prop_map(|fd| Call::FStat { fd }),
        (fd(), any::<u64>()).prop_map(|(fd, size)| Call::FTruncate { fd, size }),
    ]
    .boxed()
}

fn outcome() -> BoxedStrategy<Outcome> {
    prop_oneof![
        4 => reply().prop_map(Outcome::Ok),
        1 => errno().prop_map(|errno| Outcome::Failed { errno }),
        1 => (errno(), explanation()).prop_map(|(errno, why)| Outcome::Refused { errno, why }),
        1 => Just(Outcome::TimedOut),
    ]
    .boxed()
}

fn validation() -> impl Strategy<Value = Validation> {
    prop_oneof![Just(Validation::Enforce), Just(Validation::Explain)]
}

fn facts() -> BoxedStrategy<Facts> {
    let flags = any::<(bool, bool, i32)>();
    let rest = any::<(bool, u64)>().prop_map(|(both, milliseconds)| match both {
        true => Rest::TimeWait { milliseconds },
        false => Rest::FinWait2 { milliseconds },
    });
    let closed = (option::of(words()), option::of(rest));
    let holder = (words(), flags, option::of(fd()), address(), closed).prop_map(
        |(process, (you, listening, kind), fd, address, (service, rest))| Holder {
            process,
            you,
            fd,
            kind,
            address,
            listening,
            service,
            rest,
        },
    );
    let predicted = (errno(), explanation()).prop_map(|(errno, why)| Box::new(Predicted { errno, why }));
    (vec(holder, 0..3), option::of(predicted)).prop_map(|(holders, predicted)| Facts { holders, predicted }).boxed()
}

fn reply() -> BoxedStrategy<Reply> {
    prop_oneof![
        Just(Reply::Done),
        fd().prop_map(|fd| Reply::Opened { fd }),
        [fd(), fd()].prop_map(|fds| Reply::OpenedPair { fds }),
        (fd(), address()).prop_map(|(fd, address)| Reply::Accepted { fd, address }),
        any::<u32>().prop_map(|size| Reply::Sent { size }),
        any::<u32>().prop_map(|size| Reply::Received { size }),
        (any::<u32>(), option::of(address())).prop_map(|(size, address)| Reply::ReceivedFrom { size, address }),
        (any::<u32>(), option::of(address()), any::<i32>(), controls())
            .prop_map(|(size, address, flags, control)| Reply::ReceivedMessage { size, address, flags, control }),
        address().prop_map(|address| Reply::Name { address }),
        Just(Reply::Value),
        Just(Reply::Listed),
        entries().prop_map(|entries| Reply::Ready { entries }),
        (file_kind(), any::<(u32, u64, u64, u64)>()).prop_map(|(kind, (mode, inode, size, modified))| Reply::Status {
            kind,
            mode,
            inode,
            size,
            modified
        }),
        any::<u64>().prop_map(|offset| Reply::Offset { offset }),
    ]
    .boxed()
}

fn fd() -> impl Strategy<Value = Fd> {
    any::<i32>().prop_map(Fd)
}

fn errno() -> impl Strategy<Value = Errno> {
    any::<i32>().prop_map(Errno)
}

fn words() -> impl Strategy<Value = String> {
    vec(any::<char>(), 0..40).prop_map(String::from_iter)
}

fn explanation() -> BoxedStrategy<Explanation> {
    let sentence = (words(), vec((words(), words()), 0..3));
    (words(), vec(sentence, 0..3))
        .prop_map(|(english, sentences)| {
            let sentence =
                |(id, arguments): &(String, Vec<(String, String)>)| json!({"id": id, "arguments": arguments});
            let sentences: Vec<_> = sentences.iter().map(sentence).collect();
            serde_json::from_value(json!({"english": english, "sentences": sentences})).expect("it is one")
        })
        .boxed()
}

fn wait() -> impl Strategy<Value = Wait> {
    prop_oneof![Just(Wait::Forever), any::<u64>().prop_map(Wait::Milliseconds), Just(Wait::Never)]
}

fn address() -> BoxedStrategy<Address> {
    prop_oneof![
        (any::<u32>(), any::<u16>()).prop_map(|(host, port)| Address::Inet { host: Ipv4Addr::from(host), port }),
        (any::<u128>(), any::<u16>(), any::<u32>(), any::<u32>()).prop_map(|(host, port, flow_info, scope_id)| {
            Address::Inet6 { host: Ipv6Addr::from(host), port, flow_info, scope_id }
        }),
        vec(any::<u8>(), 0..=SUN_PATH_MAX)
            .prop_filter_map("it is short enough", |name| { Some(Address::Unix { path: SunPath::new(&name)? }) }),
    ]
    .boxed()
}

fn file_kind() -> impl Strategy<Value = FileKind> {
    prop_oneof![Just(FileKind::Socket), Just(FileKind::Directory), Just(FileKind::File), Just(FileKind::Other)]
}

fn controls() -> impl Strategy<Value = Vec<Control>> {
    let control = prop_oneof![
        vec(fd(), 0..4).prop_map(|fds| Control::Rights { fds }),
        (any::<i32>(), any::<i32>(), vec(any::<u8>(), 0..20)).prop_map(|(level, kind, data)| Control::Data {
            level,
            kind,
            data
        }),
    ];
    vec(control, 0..3)
}

fn entries() -> impl Strategy<Value = Vec<PollEntry>> {
    vec((fd(), any::<i16>()).prop_map(|(fd, events)| PollEntry { fd, events }), 0..5)
}
