//! Mistakes with sockets that Python finds before any call is made: text where bytes are wanted, an address without its tuple. And
//! one that every program can have: punctuation of a Chinese input method.
//!
//! They are known by the traceback: the exception in its last line, and the lines of source above.

use crate::Explanation;

/// What an exception says, and what one of the lines of source has.
struct Sign {
    exception: &'static str,
    lines: &'static [&'static str],
    id: &'static str,
}

const fn sign(exception: &'static str, lines: &'static [&'static str], id: &'static str) -> Sign {
    Sign { exception, lines, id }
}

const SENDING: &[&str] = &[".send(", ".sendall(", ".sendto(", ".sendmsg(", ".write("];
const ADDRESSING: &[&str] =
    &[".connect(", ".connect_ex(", ".bind(", ".sendto(", "create_connection(", "create_server("];
const CONNECTING: &[&str] = &[".connect(", ".connect_ex(", ".bind("];
const RECEIVING: &[&str] = &[".recv(", ".recvfrom(", ".recv_into("];
const PROCESSES: &[&str] = &["fork(", "os.system(", "os.popen(", "subprocess.", "Popen(", "os.exec"];
const ANY: &[&str] = &[""];
/// What is called on sockets and hardly on anything else.
const METHODS: [&str; 12] = [
    "accept",
    "bind",
    "connect",
    "connect_ex",
    "listen",
    "recv",
    "recv_into",
    "recvfrom",
    "send",
    "sendall",
    "sendto",
    "settimeout",
];

/// The first that fits counts.
const SIGNS: [Sign; 49] = [
    sign("a bytes-like object is required, not 'str'", SENDING, "python-text-sent"),
    sign("a bytes-like object is required, not 'str'", ANY, "python-text-searched"),
    sign("a bytes-like object is required, not 'int'", ANY, "python-number-sent"),
    sign("a bytes-like object is required, not 'tuple'", CONNECTING, "python-unix-address"),
    sign("address must be tuple, not", ANY, "python-address-tuple"),
    sign("address must be a pair", ANY, "python-address-tuple"),
    sign("too many values to unpack", &["create_connection(", "create_server("], "python-address-tuple"),
    sign("port must be 0-65535", ANY, "python-port-range"),
    sign("'str' object cannot be interpreted as an integer", ADDRESSING, "python-port-text"),
    sign("'str' object cannot be interpreted as an integer", RECEIVING, "python-recv-size"),
    sign("'str' object cannot be interpreted as an integer", &[".listen(", ".settimeout("], "python-number-wanted"),
    sign("must be real number, not str", &[".settimeout("], "python-number-wanted"),
    sign("sendto() takes 2 or 3 arguments", ANY, "python-sendto-address"),
    sign("setsockopt", &[".setsockopt("], "python-setsockopt"),
    sign(" expected 1 argument, got", CONNECTING, "python-tuple-forgotten"),
    sign(" expected at least 1 argument, got", RECEIVING, "python-recv-size"),
    sign("negative buffersize", ANY, "python-recv-size"),
    sign("module 'socket' has no attribute 'bind'", ANY, "python-module"),
    sign("module 'socket' has no attribute 'connect'", ANY, "python-module"),
    sign("module 'socket' has no attribute 'send", ANY, "python-module"),
    sign("module 'socket' has no attribute 'recv", ANY, "python-module"),
    sign("module 'socket' has no attribute 'listen'", ANY, "python-module"),
    sign("'module' object is not callable", &["socket.socket("], "python-hidden-library"),
    sign("'module' object is not callable", &["socket("], "python-module"),
    sign("(not \"bytes\") to str", ANY, "python-bytes-and-text"),
    sign("can't concat str to bytes", ANY, "python-bytes-and-text"),
    sign("'bytes' object has no attribute 'encode'", ANY, "python-bytes-already"),
    sign("'str' object has no attribute 'decode'", ANY, "python-text-already"),
    sign("Address family for hostname not supported", ANY, "python-other-family"),
    sign("Name or service not known", ANY, "python-host-name"),
    sign("No address associated with hostname", ANY, "python-host-name"),
    sign("Timeout value out of range", ANY, "python-timeout"),
    sign("Function not implemented", PROCESSES, "python-no-processes"),
    sign("No module named 'multiprocessing'", ANY, "python-no-processes"),
    sign("No module named 'sqlite3'", ANY, "python-no-module"),
    sign("No module named 'curses'", ANY, "python-no-module"),
    sign("No module named 'readline'", ANY, "python-no-module"),
    sign("No module named 'tkinter'", ANY, "python-no-module"),
    sign("No module named 'turtle'", ANY, "python-no-module"),
    sign("No module named 'ctypes'", ANY, "python-no-module"),
    sign("No module named 'pty'", ANY, "python-no-module"),
    sign("No module named 'tty'", ANY, "python-no-module"),
    sign("No module named 'webbrowser'", ANY, "python-no-module"),
    sign("No module named 'requests'", ANY, "python-no-package"),
    sign("No module named 'scapy'", ANY, "python-no-package"),
    sign("No module named 'numpy'", ANY, "python-no-package"),
    sign("unknown url type: https", ANY, "python-no-tls"),
    sign("module 'socket' has no attribute 'AF_PACKET'", ANY, "python-no-packets"),
    sign("module 'socket' has no attribute 'PF_PACKET'", ANY, "python-no-packets"),
];

/// Those that fit only where bytes were received: files have such bytes too.
const SIGNS_OF_RECEIVED: [Sign; 3] = [
    sign("UnicodeDecodeError: ", &[".decode(", ".recv("], "python-cut-character"),
    sign("JSONDecodeError: ", &["json.loads(", ".recv("], "python-one-recv"),
    sign("unpack requires a buffer of", ANY, "python-one-recv"),
];

/// What was wrong with a program that this traceback came from, if it is a common mistake with sockets. `has_received` tells whether
/// its process has received bytes.
pub fn mistake(traceback: &str, has_received: bool) -> Option<Explanation> {
    let mut lines = traceback.trim_end().lines();
    let exception = lines.next_back()?;
    let source: Vec<_> = lines.filter(|line| !line.trim_start().starts_with("File ")).collect();
    let has = |words: &&str| source.iter().any(|line| line.contains(*words));
    if let Some(found) =
        source.iter().find_map(|line| full_width(line)).filter(|_| exception.starts_with("SyntaxError: "))
    {
        return Some(found);
    }
    if let Some(id) = missing_method(exception) {
        return Some(Explanation::default().then(id, []));
    }
    let fits = |sign: &&Sign| exception.contains(sign.exception) && (sign.lines == ANY || sign.lines.iter().any(has));
    let of_received = SIGNS_OF_RECEIVED.iter().filter(|_| has_received);
    SIGNS.iter().chain(of_received).find(fits).map(|sign| Explanation::default().then(sign.id, []))
}

/// For the first character of a line, outside of strings and comments, that only looks like one of Python's.
fn full_width(line: &str) -> Option<Explanation> {
    let (mut quote, mut is_escaped) = (None, false);
    for character in line.chars() {
        match (quote, character) {
            (Some(_), _) if is_escaped => is_escaped = false,
            (Some(_), '\\') => is_escaped = true,
            (Some(open), _) => quote = Some(open).filter(|open| *open != character),
            (None, '\'' | '"') => quote = Some(character),
            (None, '#') => return None,
            (None, _) => {
                if let Some(meant) = half_width(character) {
                    let code = format!("U+{:04X}", u32::from(character));
                    let values = [("character", character.to_string()), ("code", code), ("meant", meant.to_string())];
                    return Some(Explanation::default().then("python-full-width", values));
                }
            }
        }
    }
    None
}

/// What is typed by the same key when the input method writes Latin letters.
fn half_width(character: char) -> Option<char> {
    match character {
        '\u{2018}' | '\u{2019}' => Some('\''),
        '\u{201c}' | '\u{201d}' => Some('"'),
        '、' => Some(','),
        '。' => Some('.'),
        '【' => Some('['),
        '】' => Some(']'),
        // The block of full-width forms has the order of ASCII.
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(character) - 0xfee0).filter(|meant| !meant.is_alphanumeric())
        }
        _ => None,
    }
}

/// For a method of sockets that was called on what `bind` and the like return, or on the pair that `accept` returns.
fn missing_method(exception: &str) -> Option<&'static str> {
    let (object, attribute) = exception.split_once(" object has no attribute '")?;
    let is_of_sockets = METHODS.iter().any(|method| attribute.strip_prefix(method) == Some("'"));
    match object.rsplit_once(' ')?.1 {
        "'NoneType'" if is_of_sockets => Some("python-nothing"),
        "'tuple'" if is_of_sockets => Some("python-accept-pair"),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
