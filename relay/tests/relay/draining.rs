//! A relay that is to end: whoever is there may stay for a while, and nobody else comes in.

use crate::vocabulary::{Relay, Worker, get, soon};
use sockbox_core::Ending;
use std::time::Duration;
use tokio_tungstenite::tungstenite::Error;

const GOING_AWAY: u16 = 1001;

#[tokio::test]
async fn nobody_new_comes_in_and_those_who_are_there_go_on() {
    let relay = Relay::on_host(|_| {});
    let mut worker = Worker::join(&relay).await;
    relay.shutdown().drain();
    match Worker::try_connect(&relay, relay.room(), None).await {
        Err(Error::Http(response)) => {
            let words = String::from_utf8_lossy(response.body().as_deref().unwrap_or_default()).into_owned();
            assert_eq!(response.status(), 503);
            assert!(words.contains("is being stopped"), "{words}");
        }
        other => panic!("a refusal was expected: {:?}", other.map(|_| ())),
    }
    assert!(get(&relay, "/healthz", "").await.starts_with("HTTP/1.1 503"), "a balancer should look elsewhere");
    worker.pair().await;
    worker.leave().await;
    soon(relay.ended()).await.expect("run does not panic").expect("run succeeds");
}

#[tokio::test]
async fn whoever_is_still_there_at_the_deadline_is_told() {
    let relay = Relay::on_host(|config| config.drain = Duration::from_millis(50));
    let mut worker = Worker::join(&relay).await;
    relay.shutdown().drain();
    assert_eq!(worker.closed().await, (GOING_AWAY, "The relay is being stopped.".to_owned()));
    assert_eq!(worker.farewell(), Some(&Ending::Stopped.explanation().with_english()));
    drop(worker);
    soon(relay.ended()).await.expect("run does not panic").expect("run succeeds");
}
