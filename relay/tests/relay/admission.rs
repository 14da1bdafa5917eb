//! Who is let in, and how much of it one address may have.

use crate::vocabulary::{Relay, Worker, any_room, get, soon};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

const TOKEN: &str = "a-token.for_tests~0";

type Opened = Result<(WebSocketStream<MaybeTlsStream<TcpStream>>, Option<String>), (u16, String)>;

/// Opens a WebSocket with a header; the subprotocol that was chosen, or status and words of the refusal.
async fn open(relay: &Relay, header: &'static str, value: &str) -> Opened {
    let url = format!("ws://{}/rooms/{}/process", relay.address(), relay.room());
    let mut request = url.into_client_request().expect("it is a URL");
    request.headers_mut().insert(header, value.parse().expect("it is ASCII"));
    match soon(connect_async(request)).await {
        Ok((socket, response)) => {
            let protocol = response.headers().get("sec-websocket-protocol");
            Ok((socket, protocol.map(|name| name.to_str().expect("it is ASCII").to_owned())))
        }
        Err(error) => Err(refusal(error)),
    }
}

fn refusal(error: Error) -> (u16, String) {
    let Error::Http(response) = error else { panic!("an answer was expected, not {error}") };
    let words = String::from_utf8_lossy(response.body().as_deref().unwrap_or_default()).into_owned();
    (response.status().as_u16(), words)
}

fn private() -> Relay {
    Relay::on_host(|config| config.token = Some(TOKEN.parse().expect("it is a token")))
}

#[tokio::test]
async fn a_private_relay_lets_in_who_knows_its_token() {
    let relay = private();
    let opened = open(&relay, "sec-websocket-protocol", &format!("sockbox, token.{TOKEN}")).await;
    assert_eq!(opened.expect("it is the token").1.as_deref(), Some("sockbox"));
    open(&relay, "authorization", &format!("Bearer {TOKEN}")).await.expect("it is the token");
}

#[tokio::test]
async fn a_private_relay_says_to_others_what_it_wants() {
    let relay = private();
    for (header, value) in [("x", "y"), ("sec-websocket-protocol", "sockbox, token.wrong"), ("authorization", "Bearer")]
    {
        let (status, words) = open(&relay, header, value).await.expect_err("it is not the token");
        assert_eq!(status, 401);
        assert!(words.contains("#token=") && !words.contains(TOKEN), "{words}");
    }
    let path = format!("/rooms/{}/process", relay.room());
    let answer = get(&relay, &path, "").await;
    assert!(answer.starts_with("HTTP/1.1 401") && answer.contains("www-authenticate: Bearer"), "{answer}");
    let answer = get(&relay, &path, &format!("Authorization: Bearer {TOKEN}\r\n")).await;
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
}

#[tokio::test]
async fn a_token_is_not_wanted_where_there_is_none_and_the_subprotocol_is_chosen_all_the_same() {
    let relay = Relay::on_host(|_| {});
    let opened = open(&relay, "sec-websocket-protocol", "sockbox").await;
    assert_eq!(opened.expect("it is open to all").1.as_deref(), Some("sockbox"));
}

#[tokio::test]
async fn a_page_from_elsewhere_is_let_in_if_the_relay_was_told_of_it() {
    let relay = Relay::on_host(|config| config.origins = vec!["https://course.example".parse().expect("an origin")]);
    open(&relay, "origin", "https://course.example").await.expect("the relay was told");
    let (status, words) = open(&relay, "origin", "https://other.example").await.expect_err("it was not told of this");
    assert_eq!(status, 403);
    assert!(words.contains("--allow-origin https://other.example"), "{words}");
}

/// The head of the answer to a question that a browser asks for a page.
async fn ask(relay: &Relay, method: &str, origin: &str, headers: &str) -> String {
    let mut stream = TcpStream::connect(relay.address()).await.expect("the relay listens");
    let (room, host) = (relay.room(), relay.address());
    let request = format!(
        "{method} /rooms/{room}/events HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\nConnection: close\r\n{headers}\r\n"
    );
    stream.write_all(request.as_bytes()).await.expect("the relay reads");
    let mut answer = String::new();
    soon(stream.read_to_string(&mut answer)).await.expect("the relay answers");
    answer
}

#[tokio::test]
async fn a_page_that_is_let_in_may_read_why_it_is_not_and_no_other() {
    let (told, other) = ("https://course.example", "https://other.example");
    let relay = Relay::on_host(|config| {
        config.origins = vec![told.parse().expect("an origin")];
        config.token = Some(TOKEN.parse().expect("it is a token"));
        config.limits.room.pages = 0;
    });
    let full = Relay::on_host(|config| {
        config.origins = vec![told.parse().expect("an origin")];
        config.limits.relay.connections = 1;
    });
    let bearer = format!("Authorization: Bearer {TOKEN}\r\n");
    for (headers, status, words) in [("", "401", "#token="), (&bearer, "503", "--room-pages")] {
        let answer = ask(&relay, "GET", told, headers).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")) && answer.contains(words), "{answer}");
        assert!(answer.contains(&format!("\r\naccess-control-allow-origin: {told}\r\n")), "{answer}");
        assert!(answer.contains("\r\nvary: origin"), "{answer}");
    }
    // A browser asks before it sends a token.
    let asks = "Access-Control-Request-Method: GET\r\nAccess-Control-Request-Headers: authorization\r\n";
    let answer = ask(&relay, "OPTIONS", told, asks).await;
    assert!(
        answer.starts_with("HTTP/1.1 200") && answer.contains("access-control-allow-headers: authorization"),
        "{answer}"
    );
    // The listener, which counts connections, says it alike.
    let _first = TcpStream::connect(full.address()).await.expect("the relay listens");
    let answer = ask(&full, "GET", told, "").await;
    assert!(answer.starts_with("HTTP/1.1 503") && answer.contains("--relay-connections"), "{answer}");
    assert!(answer.contains(&format!("\r\naccess-control-allow-origin: {told}\r\n")), "{answer}");
    for (method, headers) in [("GET", ""), ("OPTIONS", asks)] {
        let answer = ask(&relay, method, other, headers).await;
        assert!(!answer.contains("access-control-allow-origin"), "{answer}");
    }
}

#[tokio::test]
async fn one_connection_too_many_of_an_address_is_turned_away_in_words() {
    let relay = Relay::on_host(|config| config.limits.address.connections = 1);
    let first = Worker::join(&relay).await;
    let answer = get(&relay, "/healthz", "").await;
    assert!(answer.starts_with("HTTP/1.1 503 Service Unavailable\r\n"), "{answer}");
    assert!(
        answer.contains("Your address may have at most 1 connection,") && answer.contains("--address-connections"),
        "{answer}"
    );
    drop(first);
    soon(async { while !get(&relay, "/healthz", "").await.starts_with("HTTP/1.1 200") {} }).await;
}

#[tokio::test]
async fn behind_a_proxy_each_forwarded_address_has_connections_of_its_own() {
    let relay = Relay::on_host(|config| {
        config.proxy = sockbox_relay::Proxy::InFront;
        config.limits.address.connections = 1;
    });
    let header = "x-forwarded-for";
    let _first = open(&relay, header, "203.0.113.1").await.expect("the first");
    let _second = open(&relay, header, "203.0.113.2").await.expect("another address");
    let (status, words) = open(&relay, header, "203.0.113.9, 203.0.113.1").await.expect_err("the first again");
    assert!(status == 503 && words.contains("--address-connections"), "{status} {words}");
}

#[tokio::test]
async fn without_a_proxy_nobody_says_who_they_are() {
    let relay = Relay::on_host(|config| config.limits.address.processes = 1);
    let _first = open(&relay, "x-forwarded-for", "203.0.113.1").await.expect("the first");
    let (status, words) = open(&relay, "x-forwarded-for", "203.0.113.2").await.expect_err("the same peer");
    assert!(status == 503 && words.contains("--address-processes"), "{status} {words}");
}

#[tokio::test]
async fn one_room_too_many_of_an_address_is_refused_and_a_room_that_is_there_is_not() {
    let relay = Relay::start_with(|command| {
        command.args(["--address-rooms", "1"]);
    })
    .await;
    let _first = Worker::join(&relay).await;
    let (status, words) = refusal(Worker::try_connect(&relay, &any_room(), None).await.err().expect("a second room"));
    assert!(status == 503 && words.contains("--address-rooms"), "{status} {words}");
    Worker::join(&relay).await;
}

/// Any web site can have a browser make one, for an image say.
#[tokio::test]
async fn a_plain_get_makes_no_room() {
    let relay = Relay::start_with(|command| {
        command.args(["--address-rooms", "1"]);
    })
    .await;
    for socket in ["process", "events"] {
        let answer = get(&relay, &format!("/rooms/{}/{socket}", any_room()), "").await;
        assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    }
    assert!(get(&relay, "/metrics", "").await.contains("\nsockbox_rooms 0\n"));
    // It is told all the same what would become of a WebSocket.
    let _worker = Worker::join(&relay).await;
    for socket in ["process", "events"] {
        let answer = get(&relay, &format!("/rooms/{}/{socket}", any_room()), "").await;
        assert!(answer.starts_with("HTTP/1.1 503") && answer.contains("--address-rooms"), "{answer}");
    }
}

#[tokio::test]
async fn a_process_that_is_not_let_in_makes_no_room() {
    let relay = Relay::start_with(|command| {
        command.args(["--relay-processes", "1"]);
    })
    .await;
    let _first = Worker::join(&relay).await;
    let (status, words) = refusal(Worker::try_connect(&relay, &any_room(), None).await.err().expect("a second one"));
    assert!(status == 503 && words.contains("--relay-processes"), "{status} {words}");
    assert!(get(&relay, "/metrics", "").await.contains("\nsockbox_rooms 1\n"));
}

#[tokio::test]
async fn one_page_too_many_of_a_room_is_refused() {
    let relay = Relay::on_host(|config| config.limits.room.pages = 1);
    let url = format!("ws://{}/rooms/{}/events", relay.address(), relay.room());
    let _first = soon(connect_async(&url)).await.expect("the first");
    let (status, words) = refusal(soon(connect_async(&url)).await.expect_err("a second one"));
    assert!(
        status == 503 && words.contains("This room may have at most 1 page,") && words.contains("--room-pages"),
        "{words}"
    );
    // Processes are no pages.
    Worker::join(&relay).await;
}

/// Behind a proxy, which has all connections, there is no other limit for those that are no WebSockets.
#[tokio::test]
async fn one_connection_too_many_of_all_is_turned_away_in_words() {
    for proxy in [sockbox_relay::Proxy::None, sockbox_relay::Proxy::InFront] {
        let relay = Relay::on_host(|config| {
            config.proxy = proxy;
            config.limits.relay.connections = 2;
        });
        let _websocket = Worker::join(&relay).await;
        let silent = TcpStream::connect(relay.address()).await.expect("the relay listens");
        let answer = get(&relay, "/healthz", "").await;
        assert!(answer.starts_with("HTTP/1.1 503") && answer.contains("--relay-connections"), "{answer}");
        drop(silent);
        soon(async { while !get(&relay, "/healthz", "").await.starts_with("HTTP/1.1 200") {} }).await;
    }
}

/// Asks and asks, and reads no answer.
#[tokio::test]
async fn a_connection_that_takes_no_answers_is_ended() {
    let relay = Relay::on_host(|config| config.liveness.patience = std::time::Duration::from_millis(200));
    let socket = tokio::net::TcpSocket::new_v4().expect("there are descriptors left");
    socket.set_recv_buffer_size(4096).expect("any socket has a buffer");
    let mut stream = soon(socket.connect(relay.address())).await.expect("the relay listens");
    let requests = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n".repeat(1000);
    soon(async { while stream.write_all(requests.as_bytes()).await.is_ok() {} }).await;
}

/// Sends the beginning of a request, and waits until the relay closes.
async fn check_closed(relay: &Relay, beginning: &str) {
    let mut stream = TcpStream::connect(relay.address()).await.expect("the relay listens");
    stream.write_all(beginning.as_bytes()).await.expect("the relay reads");
    let mut heard = Vec::new();
    soon(stream.read_to_end(&mut heard)).await.expect("the relay closes");
}

#[tokio::test]
async fn a_connection_that_does_not_finish_its_request_is_closed() {
    let relay = Relay::on_host(|config| config.liveness.head_patience = std::time::Duration::from_millis(50));
    check_closed(&relay, "").await;
    check_closed(&relay, "GET / HTTP/1.1\r\nHost: x\r\n").await;
    check_closed(&relay, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").await;
}

#[tokio::test]
async fn a_websocket_is_not_held_to_the_time_of_a_request() {
    let relay = Relay::on_host(|config| {
        config.liveness.head_patience = std::time::Duration::from_millis(50);
        config.liveness.ping_every = std::time::Duration::from_millis(25);
    });
    let mut worker = Worker::join(&relay).await;
    worker.answer_pings(8).await;
    worker.tcp().await;
}
