//! What is no mistake with sockets gets no advice about them.

use super::mistake;
use crate::Explanation;

/// Errors of ordinary programs, each with the line that raised it.
const ORDINARY: [(&str, &str); 41] = [
    ("print(total)", "NameError: name 'total' is not defined"),
    ("n = 1 / 0", "ZeroDivisionError: division by zero"),
    ("'a' + 1", "TypeError: can only concatenate str (not \"int\") to str"),
    ("1 + 'a'", "TypeError: unsupported operand type(s) for +: 'int' and 'str'"),
    ("len(5)", "TypeError: object of type 'int' has no len()"),
    ("range('3')", "TypeError: 'str' object cannot be interpreted as an integer"),
    ("range(1.5)", "TypeError: 'float' object cannot be interpreted as an integer"),
    ("[0][1]", "IndexError: list index out of range"),
    ("[0]['a']", "TypeError: list indices must be integers or slices, not str"),
    ("{}['a']", "KeyError: 'a'"),
    ("int('x')", "ValueError: invalid literal for int() with base 10: 'x'"),
    ("a, b = 1, 2, 3", "ValueError: too many values to unpack (expected 2, got 3)"),
    ("a, b, c = 1, 2", "ValueError: not enough values to unpack (expected 3, got 2)"),
    ("(1, 2).append(3)", "AttributeError: 'tuple' object has no attribute 'append'"),
    ("row.name", "AttributeError: 'tuple' object has no attribute 'name'"),
    ("(1, 2)[0] = 3", "TypeError: 'tuple' object does not support item assignment"),
    ("re.match('a', 'b').group()", "AttributeError: 'NoneType' object has no attribute 'group'"),
    ("node.sender", "AttributeError: 'NoneType' object has no attribute 'sender'"),
    ("plan.bindings", "AttributeError: 'NoneType' object has no attribute 'bindings'"),
    ("queue.closest", "AttributeError: 'NoneType' object has no attribute 'closest'"),
    ("None()", "TypeError: 'NoneType' object is not callable"),
    ("None[0]", "TypeError: 'NoneType' object is not subscriptable"),
    ("math(3)", "TypeError: 'module' object is not callable"),
    ("math.root(2)", "AttributeError: module 'math' has no attribute 'root'"),
    ("import sockets", "ModuleNotFoundError: No module named 'sockets'"),
    ("socket.AF_INTE", "AttributeError: module 'socket' has no attribute 'AF_INTE'"),
    ("f(1, 2)", "TypeError: f() takes 1 positional argument but 2 were given"),
    ("f()", "TypeError: f() missing 1 required positional argument: 'x'"),
    ("time.sleep('1')", "TypeError: 'str' object cannot be interpreted as an integer"),
    ("math.sqrt('4')", "TypeError: must be real number, not str"),
    ("json.loads(text)", "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)"),
    ("struct.unpack('!I', head)", "struct.error: unpack requires a buffer of 4 bytes"),
    (
        "open('settings', 'rb').read().decode()",
        "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte",
    ),
    ("json.load(settings)", "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)"),
    (
        "for line in settings:",
        "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte",
    ),
    ("open('missing')", "FileNotFoundError: [Errno 2] No such file or directory: 'missing'"),
    ("assert total == 3", "AssertionError"),
    ("def f(:", "SyntaxError: invalid syntax"),
    ("  x = 1", "IndentationError: unexpected indent"),
    ("f()", "RecursionError: maximum recursion depth exceeded"),
    ("time.sleep(9)", "KeyboardInterrupt"),
];

fn traceback(line: &str, exception: &str) -> String {
    format!(
        "Traceback (most recent call last):\n  File \"<python-input-0>\", line 1, in <module>\n    {line}\n{exception}\n"
    )
}

#[test]
fn ordinary_errors_get_no_advice() {
    for (line, exception) in ORDINARY {
        let said = mistake(&traceback(line, exception), false);
        assert_eq!(said, None, "{line}: {exception}");
    }
}

/// Else the table above would prove nothing.
#[test]
fn the_same_errors_about_a_socket_do() {
    for (line, exception) in [
        ("s.accept().recv(10)", "AttributeError: 'tuple' object has no attribute 'recv'"),
        ("s.send(b'x')", "AttributeError: 'NoneType' object has no attribute 'send'"),
        ("json.loads(s.recv(5))", "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)"),
        (
            "s.recv(1).decode()",
            "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xe4 in position 0: unexpected end of data",
        ),
        (
            "data.decode()",
            "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xe4 in position 0: unexpected end of data",
        ),
        ("s.connect(('127.0.0.1', '80'))", "TypeError: 'str' object cannot be interpreted as an integer"),
        ("s.settimeout('1')", "TypeError: must be real number, not str"),
        ("socket.listen(5)", "AttributeError: module 'socket' has no attribute 'listen'"),
    ] {
        assert!(mistake(&traceback(line, exception), true).is_some(), "{line}: {exception}");
    }
}

#[test]
fn what_is_not_here_is_told_apart() {
    for (line, exception, id) in [
        ("s = socket.socket()", "TypeError: 'module' object is not callable", "python-hidden-library"),
        ("s = socket(AF_INET, SOCK_STREAM)", "TypeError: 'module' object is not callable", "python-module"),
        (
            "s.connect(('127.0.0.1', 80))",
            "socket.gaierror: [Errno -9] Address family for hostname not supported",
            "python-other-family",
        ),
        (
            "socket.gethostbyname('www.example.com')",
            "socket.gaierror: [Errno -2] Name or service not known",
            "python-host-name",
        ),
        (
            "urlopen('http://www.example.com')",
            "urllib.error.URLError: <urlopen error [Errno -2] Name or service not known>",
            "python-host-name",
        ),
        ("os.fork()", "OSError: [Errno 38] Function not implemented", "python-no-processes"),
        ("subprocess.run(['ls'])", "OSError: [Errno 38] Function not implemented", "python-no-processes"),
        ("import multiprocessing", "ModuleNotFoundError: No module named 'multiprocessing'", "python-no-processes"),
        ("import turtle", "ModuleNotFoundError: No module named 'turtle'", "python-no-module"),
        ("import requests", "ModuleNotFoundError: No module named 'requests'", "python-no-package"),
        ("from scapy.all import *", "ModuleNotFoundError: No module named 'scapy'", "python-no-package"),
        (
            "urlopen('https://example.com')",
            "urllib.error.URLError: <urlopen error unknown url type: https>",
            "python-no-tls",
        ),
        (
            "s = socket.socket(socket.AF_PACKET)",
            "AttributeError: module 'socket' has no attribute 'AF_PACKET'",
            "python-no-packets",
        ),
    ] {
        let said = mistake(&traceback(line, exception), true);
        assert_eq!(said, Some(Explanation::default().then(id, [])), "{line}: {exception}");
    }
}

#[test]
fn punctuation_of_a_chinese_input_method_is_named_where_it_is_no_text() {
    use sockbox_language::Language;
    let words = |line: &str| {
        let traceback = format!("  File \"a.py\", line 1\n    {line}\n    ^\nSyntaxError: invalid syntax\n");
        mistake(&traceback, false).map(|found| found.text(Language::English))
    };
    for (line, expected) in [
        ("print（'hi'）", "（ (U+FF08) only looks like (:"),
        ("s.bind(('', 8001)）", "） (U+FF09) only looks like ):"),
        ("x = “hi”", "“ (U+201C) only looks like \":"),
        ("f('你好，', 1，2)", "， (U+FF0C) only looks like ,:"),
    ] {
        assert!(words(line).is_some_and(|words| words.starts_with(expected)), "{line}: {:?}", words(line));
    }
    for line in ["print('你好，世界' 1)", "print('it\\'s 你好，' 1)", "f( # （", "变量 名 = 1"] {
        assert_eq!(words(line), None, "{line}");
    }
}
