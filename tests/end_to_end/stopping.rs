//! Ctrl-C, Stop and Restart.

use anyhow::Result;
use rstest::rstest;
use sockbox_tests::BrowserKind::{self, Chromium, Firefox};
use sockbox_tests::{Page, Relay};

#[rstest]
#[tokio::test]
async fn a_blocked_accept_is_interrupted_and_the_process_goes_on(
    #[values(Chromium, Firefox)] browser: BrowserKind,
) -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open_in(browser, relay.url()).await?;

    let server = page.server();
    server.printed("import socket; s = socket.create_server(('127.0.0.1', 8001))").await?;
    server.begin("s.accept()").await?;
    server.blocked_in("accept() on 127.0.0.1:8001").await?;
    server.presses("Stop").await?;
    let ran = server.ended().await?;
    assert!(!ran.ok);
    assert!(ran.stderr.trim_end().ends_with("KeyboardInterrupt"), "{}", ran.stderr);
    assert_eq!(server.printed("s.getsockname()").await?, "('127.0.0.1', 8001)\n");
    Ok(())
}

#[rstest]
#[tokio::test]
async fn an_endless_loop_is_interrupted(#[values(Chromium, Firefox)] browser: BrowserKind) -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open_in(browser, relay.url()).await?;

    let client = page.client();
    client.begin("while True: pass\n").await?;
    client.in_state("running").await?;
    client.call("interrupt").await?;
    let ran = client.ended().await?;
    assert!(ran.stderr.trim_end().ends_with("KeyboardInterrupt"), "{}", ran.stderr);
    assert_eq!(client.printed("1 + 1").await?, "2\n");
    Ok(())
}

#[rstest]
#[tokio::test]
async fn sleep_and_input_are_interrupted(#[values(Chromium, Firefox)] browser: BrowserKind) -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open_in(browser, relay.url()).await?;

    let client = page.client();
    client.begin("import time; time.sleep(3600)").await?;
    client.in_state("running").await?;
    client.call("interrupt").await?;
    assert!(client.ended().await?.stderr.trim_end().ends_with("KeyboardInterrupt"));
    client.begin("input('name: ')").await?;
    client.in_state("waiting for input").await?;
    client.call("interrupt").await?;
    assert!(client.ended().await?.stderr.trim_end().ends_with("KeyboardInterrupt"));
    Ok(())
}

#[tokio::test]
async fn exit_ends_the_process_and_closes_its_sockets() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let (server, client) = (page.server(), page.client());

    server.printed("import socket; s = socket.create_server(('127.0.0.1', 8001))").await?;
    client.printed("import socket; c = socket.create_connection(('127.0.0.1', 8001))").await?;
    server.printed("c, _ = s.accept()").await?;
    client.begin("c.recv(1)").await?;
    client.blocked_in("recv(1)").await?;
    server.types("exit()\n").await?;
    server.in_state("ended").await?;
    assert_eq!(client.ended().await?.stdout, "b''\n", "the peer sees the end of the stream");

    server.presses("Restart").await?;
    server.in_state("ready").await?;
    server.printed("import socket; s = socket.socket()").await?;
    server.printed("s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)").await?;
    server.printed("s.bind(('127.0.0.1', 8001))").await?;
    Ok(())
}

#[tokio::test]
async fn an_endless_print_is_interrupted() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;

    let client = page.client();
    client.printed("for i in range(100_000): print('line', i)\n").await?;
    client.begin("while True: print('x' * 50)\n").await?;
    client.shows("xxxxxxxxxx").await?;
    client.presses("Stop").await?;
    let ran = client.ended().await?;
    assert!(ran.stderr.trim_end().ends_with("KeyboardInterrupt"), "{}", ran.stderr);
    Ok(())
}

#[tokio::test]
async fn a_process_leaves_by_exit_functions_or_at_once() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let (server, client) = (page.server(), page.client());
    server.printed("import atexit; _ = atexit.register(print, 'called at the end')").await?;
    server.types("exit(3)\n").await?;
    server.in_state("ended").await?;
    server.shows("called at the end").await?;

    let leave = "import os\ntry: os._exit(3)\nfinally: print('never' + ' reached')\n";
    client.begin(leave).await?;
    client.in_state("ended").await?;
    let shown = page.evaluate("return document.body.textContent.includes('never reached')", &[]).await?;
    assert_eq!(shown, serde_json::json!(false));
    Ok(())
}

#[tokio::test]
async fn calls_refused_without_end_are_interrupted() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let client = page.client();
    client.printed("import socket; s = socket.socket()").await?;
    client.begin("while True:\n    try: s.recv(1)\n    except OSError: pass\n").await?;
    client.in_state("running").await?;
    let behind = "const process = window.sockbox.processes[1];
        while ((await process.threads())[0].waiting !== 'output to be shown');";
    page.evaluate(behind, &[]).await?;
    client.presses("Stop").await?;
    let ran = client.ended().await?;
    assert!(ran.stderr.trim_end().ends_with("KeyboardInterrupt"), "{}", ran.stderr);
    Ok(())
}

/// Statements that wait, or compute without end, after what is set up for them.
const ENDLESS: [&str; 13] = [
    "input()",
    "time.sleep(1000)",
    "listener.accept()",
    "left.recv(1)",
    "left.makefile().readline()",
    "select.select([left], [], [])",
    "polled.poll()",
    "sleeper.join()",
    "lock.acquire()",
    "threading.Event().wait()",
    "queue.Queue().get()",
    "with condition: condition.wait()",
    "while True: pass",
];

#[tokio::test]
async fn ctrl_c_ends_every_kind_of_wait() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let server = page.server();
    let prepared = "import queue, select, socket, threading, time
listener = socket.create_server(('127.0.0.1', 0))
left, right = socket.socketpair()
polled = select.poll()
polled.register(left, select.POLLIN)
lock, condition = threading.Lock(), threading.Condition()
lock.acquire()
sleeper = threading.Thread(target=time.sleep, args=(1000,), daemon=True)
sleeper.start()";
    server.printed(prepared).await?;
    for source in ENDLESS {
        server.begin(source).await?;
        let waits = "const process = window.sockbox.processes[0];
            while (args[0] !== ((await process.threads())[0].waiting === null));";
        let computes = source.starts_with("while");
        page.evaluate(waits, &[serde_json::json!(computes)]).await?;
        server.call("interrupt").await?;
        let ran = server.ended().await?;
        assert!(ran.stderr.trim_end().ends_with("KeyboardInterrupt"), "{source}: {}", ran.stderr);
    }
    Ok(())
}

#[tokio::test]
async fn a_second_ctrl_c_ends_a_process_that_hears_none_and_restart_goes_on() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let client = page.client();
    client.begin("sum(range(10**12))").await?;
    client.in_state("running").await?;
    client.presses("Stop").await?;
    client.presses("Stop").await?;
    client.in_state("ended: killed").await?;
    client.types("\n").await?;
    client.in_state("ready").await?;
    assert_eq!(client.printed("1 + 1").await?, "2\n");
    Ok(())
}

#[tokio::test]
async fn memory_that_is_used_up_is_told_with_its_limit() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let client = page.client();
    let ran = client.run("kept = []\nwhile True: kept.append(bytearray(1 << 26))\n").await?;
    assert!(ran.stderr.contains("MemoryError\n"), "{}", ran.stderr);
    assert!(ran.stderr.contains("may have 1024 MiB of memory"), "{}", ran.stderr);
    assert_eq!(client.printed("del kept; 1 + 1").await?, "2\n", "the process goes on");
    Ok(())
}

#[tokio::test]
async fn a_program_that_ctrl_c_ends_tells_the_status_of_its_signal() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let client = page.client();
    let waits = "with open('waits.py', 'w') as file: _ = file.write('input()')";
    client.printed(waits).await?;
    client.script("process.started = process.start('waits.py')", &[]).await?;
    client.in_state("waiting for input").await?;
    client.call("interrupt").await?;
    assert_eq!(client.script("return (await process.started).exitCode", &[]).await?, 130);
    Ok(())
}

#[tokio::test]
async fn ctrl_c_comes_to_the_handler_that_an_event_loop_has_for_it() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let client = page.client();
    let program = "
import asyncio, signal
async def main():
    pressed = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, pressed.set)
    await pressed.wait()
    return 'pressed'

asyncio.run(main())";
    client.begin(program).await?;
    client.blocked_in("epoll_wait(").await?;
    client.call("interrupt").await?;
    assert_eq!(client.ended().await?.value.as_deref(), Some("'pressed'"));
    Ok(())
}

#[tokio::test]
async fn a_signal_does_not_end_the_wait_for_a_line() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let client = page.client();
    let program = "
import select, signal, socket, sys
a, b = socket.socketpair()
_ = signal.signal(signal.SIGALRM, lambda *_: print('alarm', input()))
_ = signal.setitimer(signal.ITIMER_REAL, 0.05)
select.select([sys.stdin, a], [], [])[0] == [sys.stdin], input()";
    client.begin(program).await?;
    // The handler waits within the wait.
    client.in_state("waiting for input").await?;
    client.write("for the handler").await?;
    client.shows("alarm for the handler").await?;
    client.write("for the program").await?;
    assert_eq!(client.ended().await?.value.as_deref(), Some("(True, 'for the program')"));
    Ok(())
}

/// A thread that waits in an object of the interpreter has it for itself, and nothing can be raised in who waits for that.
const SHARED: &str = "import socket, threading
a, b = socket.socketpair()
class Slow:
    def __len__(self): return 9
    def __getitem__(self, index): return a.recv(1)
backwards = reversed(Slow())
bell = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
bell.bind(('127.0.0.1', 0))
port = bell.getsockname()[1]
def relieve(): bell.recv(1), b.send(b'xx')

for work in [relieve, lambda: next(backwards)]: threading.Thread(target=work, daemon=True).start()
print(port)";

#[tokio::test]
async fn ctrl_c_is_heard_when_the_object_is_free_that_another_thread_uses() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let (server, client) = (page.server(), page.client());
    let port = server.printed(SHARED).await?;
    server.begin("next(backwards)").await?;
    let waits = "while ((await process.threads())[0].waiting !== 'an object that another thread uses');";
    server.script(waits, &[]).await?;
    server.call("interrupt").await?;
    server.shows("waits for an object that another thread uses").await?;
    let ring = format!("import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', {port}))");
    client.printed(&ring).await?;
    let ran = server.ended().await?;
    assert!(ran.stderr.trim_end().ends_with("KeyboardInterrupt"), "{}", ran.stderr);
    Ok(())
}

#[tokio::test]
async fn threads_that_wait_for_themselves_end_the_process_with_words() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let server = page.server();
    let source = "class Own:
    def __len__(self): return 3
    def __getitem__(self, index): return next(backwards)

backwards = reversed(Own())
next(backwards)";
    server.begin(source).await?;
    server.in_state("ended: Python crashed").await?;
    server.shows("all threads wait for objects that they use themselves").await?;
    server.presses("Restart").await?;
    server.in_state("ready").await?;
    assert_eq!(server.printed("1 + 1").await?, "2\n");
    Ok(())
}
