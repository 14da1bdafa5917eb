//! What a browser gets.

use crate::vocabulary::{Relay, Worker, get, soon};
use sockbox_core::NotAdmitted;
use sockbox_core::wire::Refusal;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Error;

/// Status and words with which a WebSocket is refused.
async fn refusal(relay: &Relay, room: &str, origin: Option<&str>) -> (u16, String) {
    match Worker::try_connect(relay, room, origin).await {
        Err(Error::Http(response)) => {
            let words = response.body().as_deref().unwrap_or_default();
            (response.status().as_u16(), String::from_utf8_lossy(words).into_owned())
        }
        Err(other) => panic!("an answer was expected, not {other}"),
        Ok(_) => panic!("a refusal was expected"),
    }
}

#[tokio::test]
async fn the_relay_says_that_it_is_well() {
    let relay = Relay::on_host(|_| {});
    let answer = get(&relay, "/healthz", "").await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("\r\n\r\nok"), "{answer}");
}

#[tokio::test]
async fn the_page_is_served_or_the_command_that_builds_it_is_named() {
    let relay = Relay::on_host(|_| {});
    for path in ["/", &format!("/rooms/{}", relay.room())] {
        let answer = get(&relay, path, "").await;
        let built = answer.starts_with("HTTP/1.1 200") && answer.contains("text/html");
        let unbuilt = answer.starts_with("HTTP/1.1 503") && answer.contains("cargo xtask build");
        assert!(built || unbuilt, "{answer}");
        assert!(answer.contains("content-security-policy: default-src 'none';"), "{answer}");
        assert!(answer.contains("x-content-type-options: nosniff"), "{answer}");
        assert!(answer.contains("referrer-policy: no-referrer"), "{answer}");
        assert!(answer.contains("permissions-policy: camera=()"), "{answer}");
    }
}

#[tokio::test]
async fn paths_that_lead_nowhere_are_404_in_words() {
    let relay = Relay::on_host(|_| {});
    for path in
        ["/nothing", "/rooms/main", "/assets/0/none.js", "/assets/..%2f..%2fCargo.toml", "/assets/%2e%2e/index.html"]
    {
        let answer = get(&relay, path, "").await;
        assert!(answer.starts_with("HTTP/1.1 404"), "{path}: {answer}");
        assert!(answer.contains("\r\n\r\nThere is no"), "{path}: {answer}");
    }
}

#[tokio::test]
async fn whoever_accepts_json_has_a_refusal_as_data() {
    let relay = Relay::on_host(|_| {});
    let path = "/rooms/main/events";
    let words = get(&relay, path, "Accept: */*\r\n").await;
    assert!(words.contains("content-type: text/plain") && words.ends_with("in lower case.\n"), "{words}");
    let answer = get(&relay, path, "Accept: application/json\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 404") && answer.contains("content-type: application/json"), "{answer}");
    assert!(answer.contains("vary: accept"), "{answer}");
    let (_, body) = answer.split_once("\r\n\r\n").expect("a body");
    let refusal: Refusal = serde_json::from_str(body).expect("a refusal");
    assert_eq!(refusal.why, NotAdmitted::NoSuchRoom.explanation().with_english());
}

#[tokio::test]
async fn a_page_of_a_foreign_origin_gets_no_socket() {
    let relay = Relay::on_host(|_| {});
    for origin in ["https://evil.example", "null", "http://127.0.0.1:1"] {
        let (status, words) = refusal(&relay, relay.room(), Some(origin)).await;
        assert_eq!(status, 403);
        assert!(words.contains(origin), "{words}");
    }
}

#[tokio::test]
async fn a_page_of_the_relay_itself_gets_a_socket() {
    let relay = Relay::on_host(|_| {});
    let origin = format!("http://{}", relay.address());
    assert!(Worker::try_connect(&relay, relay.room(), Some(&origin)).await.is_ok());
}

#[tokio::test]
async fn what_cannot_be_the_name_of_a_room_is_404_in_words() {
    let relay = Relay::on_host(|_| {});
    let name = relay.room().to_owned();
    for room in ["main", &name[1..], &format!("{name}0"), &name.to_uppercase().replace('0', "A"), "..%2f..%2fetc"] {
        let (status, words) = refusal(&relay, room, None).await;
        assert_eq!(status, 404, "{room}");
        assert!(words.contains("32 hexadecimal digits"), "{words}");
    }
}

/// Where the relay and its files are is nobody's business.
#[tokio::test]
async fn no_place_of_the_host_is_in_an_answer() {
    let relay = Relay::on_host(|_| {});
    let room = format!("/rooms/{}/process", relay.room());
    let mut answers = Vec::new();
    for path in
        ["/nothing", "/rooms/x", "/assets/none.js", "/assets/%2e%2e/%2e%2e/etc/passwd", "/healthz", "/metrics", &room]
    {
        for headers in [
            "",
            "Origin: https://evil.example\r\n",
            "Authorization: Bearer x\r\n",
            "Upgrade: websocket\r\n",
            "Broken\r\n",
        ] {
            answers.push(get(&relay, path, headers).await);
        }
    }
    let program = std::env::current_exe().expect("this test is a file").display().to_string();
    let secrets = [env!("CARGO_MANIFEST_DIR"), &program, "/home/", "/proc/", "/root"];
    for answer in answers {
        assert!(!secrets.iter().any(|secret| answer.contains(secret)), "{answer}");
    }
}

/// As `nc -N` does. The end may come with the question, or while it is answered.
#[tokio::test(flavor = "multi_thread")]
async fn who_ends_their_side_after_the_question_is_answered() {
    // Fewer than wait to be accepted.
    const CLIENTS: usize = 100;
    let relay = Relay::on_host(|_| {});
    let request = format!("GET /rooms/main/events HTTP/1.1\r\nHost: {}\r\n\r\n", relay.address());
    let ask = |address, request: String| async move {
        let mut stream = TcpStream::connect(address).await.expect("the relay listens");
        stream.write_all(request.as_bytes()).await.expect("the relay reads");
        stream.shutdown().await.expect("it is open");
        let mut heard = String::new();
        stream.read_to_string(&mut heard).await.expect("an answer in words");
        heard
    };
    let asked: Vec<_> = (0..CLIENTS).map(|_| tokio::spawn(ask(relay.address(), request.clone()))).collect();
    for answer in asked {
        let answer = soon(answer).await.expect("it asks without a panic");
        assert!(answer.starts_with("HTTP/1.1 404"), "{answer:?}");
    }
}
