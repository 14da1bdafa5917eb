//! Calls and their results in words, as a Python programmer would write them: for the page's timeline.

use sockbox_core::constants::{self, EPOLL_CONSTANTS, POLL_CONSTANTS, SOCKET_CONSTANTS};
use sockbox_core::{Address, Call, Control, EpollOperation, Errno, Fd, How, Outcome, PollEntry, Reply, Wait};

/// Bytes of what is sent or received that are shown.
const SHOWN_MAX: usize = 48;

/// The call: `connect(('127.0.0.1', 8001))`, `send(b'hello')`.
pub(super) fn call(call: &Call, payload: &[u8]) -> String {
    format!("{}({})", call.name(), arguments(call, payload))
}

/// What it returned, or the last line of the traceback it would make.
pub(super) fn result(call: &Call, outcome: &Outcome, payload: &[u8]) -> Result<String, String> {
    match outcome {
        // These are no sockets.
        Outcome::Ok(Reply::Opened { fd }) if matches!(call, Call::EpollCreate | Call::MemFdCreate { .. }) => {
            Ok(fd.0.to_string())
        }
        Outcome::Ok(reply) => Ok(value(reply, payload)),
        Outcome::Failed { errno } | Outcome::Refused { errno, .. } => Err(exception(*errno)),
        Outcome::TimedOut => Err("TimeoutError: timed out".to_owned()),
    }
}

fn arguments(call: &Call, payload: &[u8]) -> String {
    match call {
        Call::Socket { family, kind, protocol } => socket_arguments(*family, *kind, *protocol),
        Call::Bind { address, .. } | Call::Connect { address, .. } => tuple(address),
        Call::Listen { backlog, .. } => backlog.to_string(),
        Call::Send { flags, .. } | Call::SendAll { flags, .. } => {
            format!("{}{}", bytes(payload), message_flags(*flags))
        }
        Call::SocketPair { family, kind, protocol } => socket_arguments(*family, *kind, *protocol),
        Call::SendMsg { address, control, flags, .. } => {
            let address = address.as_ref().map_or_else(String::new, |address| format!(", {}", tuple(address)));
            format!("[{}], {}{}{address}", bytes(payload), ancillary(control), message_flags(*flags))
        }
        Call::RecvMsg { size, control_size, flags, .. } => format!("{size}, {control_size}{}", message_flags(*flags)),
        Call::Lstat { path } | Call::Unlink { path } | Call::MkDir { path } | Call::RmDir { path } => quoted(path),
        Call::ReadDir { path } => quoted(path),
        Call::MemFdCreate { .. } | Call::Write { .. } => bytes(payload),
        Call::Read { size, .. } => size.to_string(),
        Call::LSeek { offset, whence, .. } => format!("{offset}, {whence}"),
        Call::FTruncate { size, .. } => size.to_string(),
        Call::ChMod { path, mode } => format!("{}, 0o{mode:o}", quoted(path)),
        Call::SendTo { address, flags, .. } => {
            format!("{}{}, {}", bytes(payload), message_flags(*flags), tuple(address))
        }
        Call::Recv { size, flags, .. } | Call::RecvFrom { size, flags, .. } => {
            format!("{size}{}", message_flags(*flags))
        }
        Call::Shutdown { how, .. } => match how {
            How::Read => "SHUT_RD".to_owned(),
            How::Write => "SHUT_WR".to_owned(),
            How::Both => "SHUT_RDWR".to_owned(),
        },
        Call::GetSockOpt { level, name, .. } => option(*level, *name),
        Call::SetSockOpt { level, name, .. } => format!("{}, {}", option(*level, *name), option_value(payload)),
        Call::EpollCtl { operation, target, events, .. } => controlled(*operation, *target, *events),
        Call::EpollWait { most, wait, .. } => format!("{most}{}", poll_limit(*wait)),
        Call::Poll { entries, wait } => format!("{}{}", polled(entries), poll_limit(*wait)),
        Call::Dup { .. }
        | Call::EpollCreate
        | Call::Accept { .. }
        | Call::Close { .. }
        | Call::FStat { .. }
        | Call::GetSockName { .. }
        | Call::GetPeerName { .. } => String::new(),
    }
}

fn socket_arguments(family: i32, kind: i32, protocol: i32) -> String {
    let flags = constants::SOCK_NONBLOCK | constants::SOCK_CLOEXEC;
    let mut text = format!("{}, {}", named("AF_", family), named("SOCK_", kind & !flags));
    if protocol != 0 {
        text.push_str(&format!(", {}", named("IPPROTO_", protocol)));
    }
    text
}

fn option(level: i32, name: i32) -> String {
    let (level_prefix, name_prefix) = match level {
        constants::SOL_SOCKET => ("SOL_SOCKET", "SO_"),
        constants::IPPROTO_IP => ("IPPROTO_IP", "IP_"),
        constants::IPPROTO_TCP => ("IPPROTO_TCP", "TCP_"),
        constants::IPPROTO_IPV6 => ("IPPROTO_IPV6", "IPV6_"),
        _ => return format!("{}, {name}", named("IPPROTO_", level)),
    };
    format!("{level_prefix}, {}", named(name_prefix, name))
}

/// A value as long as C's `int` is one; others, such as `struct linger`, stay bytes.
fn option_value(value: &[u8]) -> String {
    value.try_into().map_or_else(|_| bytes(value), |number| i32::from_le_bytes(number).to_string())
}

fn message_flags(flags: i32) -> String {
    if flags == 0 { String::new() } else { format!(", {}", bits(SOCKET_CONSTANTS, "MSG_", i64::from(flags))) }
}

fn polled(entries: &[PollEntry]) -> String {
    let entry = |entry: &PollEntry| format!("({}, {})", entry.fd.0, bits(POLL_CONSTANTS, "POLL", entry.events.into()));
    format!("[{}]", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
}

/// The arguments of epoll_ctl(2), with names from `EPOLL_CTL_*` and of the events.
fn controlled(operation: EpollOperation, target: Fd, events: u32) -> String {
    let (operation, has_events) = match operation {
        EpollOperation::Add => ("EPOLL_CTL_ADD", true),
        EpollOperation::Modify => ("EPOLL_CTL_MOD", true),
        EpollOperation::Delete => ("EPOLL_CTL_DEL", false),
    };
    if !has_events {
        return format!("{operation}, {}", target.0);
    }
    format!("{operation}, {}, {}", target.0, bits(EPOLL_CONSTANTS, "EPOLL", events.into()))
}

fn poll_limit(wait: Wait) -> String {
    match wait {
        Wait::Forever => String::new(),
        Wait::Milliseconds(milliseconds) => format!(", {milliseconds}"),
        Wait::Never => ", 0".to_owned(),
    }
}

/// As a traceback's last line shows it.
pub(super) fn exception(errno: Errno) -> String {
    format!("{}: {errno}", class_name(errno))
}

fn value(reply: &Reply, payload: &[u8]) -> String {
    match reply {
        Reply::Done => "None".to_owned(),
        Reply::Opened { fd } => format!("<socket fd={}>", fd.0),
        Reply::OpenedPair { fds: [first, second] } => format!("(<socket fd={}>, <socket fd={}>)", first.0, second.0),
        Reply::ReceivedMessage { size, address, flags, control } => {
            let address = address.as_ref().map_or_else(|| "None".to_owned(), tuple);
            format!("({}, {}, {flags}, {address}){}", bytes(payload), ancillary(control), cut(payload, *size))
        }
        Reply::Offset { offset } => offset.to_string(),
        Reply::Status { kind, mode, inode, .. } => format!("{kind:?}, mode {mode:o}, inode {inode}").to_lowercase(),
        Reply::Accepted { fd, address } => format!("(<socket fd={}>, {})", fd.0, tuple(address)),
        Reply::Sent { size } => size.to_string(),
        Reply::Received { size } => format!("{}{}", bytes(payload), cut(payload, *size)),
        Reply::Value | Reply::Listed => bytes(payload),
        Reply::ReceivedFrom { size, address } => {
            let address = address.as_ref().map_or_else(|| "None".to_owned(), tuple);
            format!("({}, {address}){}", bytes(payload), cut(payload, *size))
        }
        Reply::Name { address } => tuple(address),
        Reply::Ready { entries } => polled(entries),
    }
}

/// `repr` of the address as Python's socket module has it.
fn tuple(address: &Address) -> String {
    match address {
        Address::Inet { host, port } => format!("('{host}', {port})"),
        Address::Inet6 { host, port, flow_info, scope_id } => format!("('{host}', {port}, {flow_info}, {scope_id})"),
        Address::Unix { path } if path.is_abstract() => bytes(path.as_bytes()),
        Address::Unix { path } => quoted(path.as_bytes()),
    }
}

/// A path as Python shows a string.
fn quoted(path: &[u8]) -> String {
    format!("'{}'", String::from_utf8_lossy(path).escape_debug())
}

/// The list of `(level, type, data)` that `sendmsg` takes and `recvmsg` returns.
fn ancillary(control: &[Control]) -> String {
    let item = |control: &Control| match control {
        Control::Rights { fds } => {
            let fds = fds.iter().map(|fd| fd.0.to_string()).collect::<Vec<_>>().join(", ");
            format!("(SOL_SOCKET, SCM_RIGHTS, <fds {fds}>)")
        }
        Control::Data { level, kind, data } => format!("({level}, {kind}, {})", bytes(data)),
    };
    format!("[{}]", control.iter().map(item).collect::<Vec<_>>().join(", "))
}

/// How long it was that `MSG_TRUNC` cut.
fn cut(payload: &[u8], size: u32) -> String {
    if payload.len() < size as usize { format!(" of {size} bytes") } else { String::new() }
}

/// `repr` of the bytes; where there are many, of the first ones, and how many there are.
fn bytes(bytes: &[u8]) -> String {
    let shown = &bytes[..bytes.len().min(SHOWN_MAX)];
    let quote = if shown.contains(&b'\'') && !shown.contains(&b'"') { '"' } else { '\'' };
    let mut text = format!("b{quote}");
    for byte in shown {
        match byte {
            b'\'' if quote == '"' => text.push('\''),
            b'"' => text.push('"'),
            _ => text.extend(byte.escape_ascii().map(char::from)),
        }
    }
    text.push(quote);
    if shown.len() < bytes.len() {
        text.push_str(&format!("... ({} bytes)", bytes.len()));
    }
    text
}

/// The name of the first constant that begins with `prefix` and has this value, or the number.
fn named(prefix: &str, value: i32) -> String {
    let is_it = |(name, number): &&(&str, i64)| name.starts_with(prefix) && *number == i64::from(value);
    SOCKET_CONSTANTS.iter().find(is_it).map_or_else(|| value.to_string(), |(name, _)| (*name).to_owned())
}

/// The names of the bits set, joined as Python joins them; what has no name stays a number.
fn bits(table: &[(&str, i64)], prefix: &str, mut value: i64) -> String {
    let mut names = Vec::new();
    for (name, bit) in table {
        if name.starts_with(prefix) && *bit != 0 && value & bit == *bit {
            names.push((*name).to_owned());
            value &= !bit;
        }
    }
    if value != 0 || names.is_empty() {
        names.push(value.to_string());
    }
    names.join("|")
}

/// The subclass of `OSError` Python raises for a number; its documentation lists them (PEP 3151).
fn class_name(errno: Errno) -> &'static str {
    match errno {
        Errno::EPERM | Errno::EACCES => "PermissionError",
        Errno::ENOENT => "FileNotFoundError",
        Errno::EINTR => "InterruptedError",
        Errno::EAGAIN | Errno::EALREADY | Errno::EINPROGRESS => "BlockingIOError",
        Errno::EPIPE | Errno::ESHUTDOWN => "BrokenPipeError",
        Errno::EEXIST => "FileExistsError",
        Errno::ENOTDIR => "NotADirectoryError",
        Errno::EISDIR => "IsADirectoryError",
        Errno::ECONNABORTED => "ConnectionAbortedError",
        Errno::ECONNRESET => "ConnectionResetError",
        Errno::ECONNREFUSED => "ConnectionRefusedError",
        Errno::ETIMEDOUT => "TimeoutError",
        _ => "OSError",
    }
}
