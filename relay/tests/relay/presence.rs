//! What a page is told of its room.

use crate::vocabulary::{Page, Relay, Worker, any_room, get, soon};
use sockbox_core::wire::{Isolation, NAME_MAX, PROTOCOL_VERSION, Present, RelayToPage, Validation, WorkerToRelay};
use sockbox_core::{Call, Notice, Wait};
use sockbox_language::Language;
use std::time::Duration;

const PROTOCOL_ERROR: u16 = 1002;

fn present(number: u32, you: bool, processes: &[&str]) -> Present {
    Present { number, you, processes: processes.iter().map(|name| (*name).to_owned()).collect() }
}

async fn process(relay: &Relay, name: &str, page: &str) -> Worker {
    let mut worker = Worker::connect_to(relay).await;
    let (name, page) = (name.to_owned(), page.to_owned());
    worker.say(&WorkerToRelay::Hello { version: PROTOCOL_VERSION, name, page }).await;
    worker.hear().await.expect("a hello");
    worker
}

#[tokio::test]
async fn a_page_is_told_who_comes_and_who_leaves() {
    let relay = Relay::on_host(|_| {});
    let (mut teacher, here) = Page::join(&relay, "5d1c9a").await;
    assert_eq!(here, [present(1, true, &[])]);
    let server = process(&relay, "server", "5d1c9a").await;
    assert_eq!(teacher.here().await, [present(1, true, &["server"])]);

    let (mut student, here) = Page::join(&relay, "0b7f22").await;
    assert_eq!(here, [present(1, false, &["server"]), present(2, true, &[])]);
    let client = process(&relay, "client", "0b7f22").await;
    teacher.until_here(&[present(1, true, &["server"]), present(2, false, &["client"])]).await;
    let program = process(&relay, "", "").await;
    student
        .until_here(&[present(1, false, &["server"]), present(2, true, &["client"]), present(3, false, &[""])])
        .await;

    drop((client, program, teacher, server));
    student.until_here(&[present(2, true, &[])]).await;
    let (_, here) = Page::join(&relay, "5d1c9a").await;
    assert_eq!(here, [present(2, false, &[]), present(4, true, &[])]);
}

#[tokio::test]
async fn a_page_hears_of_its_own_room_only() {
    let relay = Relay::start().await;
    let (mut page, _) = Page::join(&relay, "a").await;
    let worker = Worker::join_room(&relay, &any_room()).await;
    let _mine = process(&relay, "mine", "a").await;
    let expected = if worker.isolation() == Isolation::Namespace { 1 } else { 2 };
    loop {
        let here = page.here().await;
        if here[0].processes == ["mine"] {
            assert_eq!(here.len(), expected);
            break;
        }
    }
}

#[tokio::test]
async fn a_page_is_told_of_isolation_and_grace() {
    let relay = Relay::on_host(|config| config.limits.room.grace = Duration::from_secs(90).into());
    let mut page = Page::open(&relay, relay.room()).await;
    page.say(PROTOCOL_VERSION, "").await;
    let (isolation, validation) = (Isolation::Host, Validation::Enforce);
    let hello = RelayToPage::Hello { version: PROTOCOL_VERSION, isolation, grace: 90, validation };
    assert_eq!(page.hear().await, Ok(hello));
}

#[tokio::test]
async fn a_page_that_says_anything_else_is_refused_in_words() {
    let relay = Relay::on_host(|_| {});
    let mut old = Page::open(&relay, relay.room()).await;
    old.say(PROTOCOL_VERSION - 1, "").await;
    let (code, reason) = old.hear().await.expect_err("it is refused");
    assert_eq!(code, PROTOCOL_ERROR);
    assert!(reason.contains("reload"), "{reason}");

    let mut long = Page::open(&relay, relay.room()).await;
    long.say(PROTOCOL_VERSION, &"x".repeat(NAME_MAX + 1)).await;
    assert_eq!(long.hear().await, Err((PROTOCOL_ERROR, "a name of 65 bytes, at most 64 are allowed".to_owned())));

    let (mut chatty, _) = Page::join(&relay, "").await;
    chatty.say(PROTOCOL_VERSION, "").await;
    assert_eq!(chatty.hear().await, Err((PROTOCOL_ERROR, "a second hello".to_owned())));
}

#[tokio::test]
async fn pages_are_told_before_a_room_ends_of_age_and_then_why() {
    let relay = Relay::on_host(|config| config.limits.room.age = Duration::from_secs(6).into());
    let (mut page, _) = Page::join(&relay, "").await;
    let mut worker = process(&relay, "p", "").await;
    let text = notice(&mut page).await;
    assert!(text.contains("ends in ") && text.contains("the age a room may reach"), "{text}");
    // Whoever comes after that is told too.
    let mut late = Page::open(&relay, relay.room()).await;
    late.say(PROTOCOL_VERSION, "").await;
    let text = notice(&mut late).await;
    assert!(text.contains("ends in "), "{text}");
    drop(late);
    let (code, reason) = loop {
        match page.hear().await {
            // The process may be the first to leave.
            Ok(RelayToPage::Here { .. }) => {}
            Ok(other) => panic!("the room ends, and the page is told {other:?}"),
            Err(end) => break end,
        }
    };
    assert!(code == 1001 && reason.contains("as old as"), "{code} {reason}");
    assert_eq!(worker.closed().await, (code, reason));
    // The next of this name is a new one.
    let (_, here) = Page::join(&relay, "").await;
    assert_eq!(here, [present(1, true, &[])]);
}

/// The keeper of the room, who adds it to the time, would panic, and the room never end.
#[tokio::test]
async fn an_age_beyond_the_end_of_time_is_no_limit() {
    let relay = Relay::on_host(|config| {
        config.limits.room.age = Duration::MAX.into();
        config.limits.room.grace = Duration::ZERO.into();
    });
    drop(Page::join(&relay, "").await);
    soon(async { while !get(&relay, "/metrics", "").await.contains("sockbox_rooms 0\n") {} }).await;
}

/// The next notice, whatever comes before it.
async fn notice(page: &mut Page) -> String {
    loop {
        if let RelayToPage::Notice { text } = page.hear().await.expect("the page stays") {
            return text.text(Language::English);
        }
    }
}

#[tokio::test]
async fn a_page_is_told_that_its_process_is_slowed_down_and_by_which_limit() {
    let relay = Relay::on_host(|config| {
        config.limits.process.calls_per_second = 20;
        config.drain = Duration::from_secs(3600);
    });
    let (mut own, _) = Page::join(&relay, "own").await;
    let (mut other, _) = Page::join(&relay, "other").await;
    let mut worker = process(&relay, "busy", "own").await;
    for _ in 0..30 {
        worker.call(Call::Poll { entries: Vec::new(), wait: Wait::Never }).await;
    }
    let words = "\"busy\" is slowed down. This process may have at most 20 calls a second. \
                 `sockbox serve --process-calls-per-second` raises the limit.";
    assert_eq!(notice(&mut own).await, words);
    relay.shutdown().drain();
    // Once is enough, and it is nobody else's affair.
    for page in [&mut own, &mut other] {
        let text = notice(page).await;
        assert!(text.contains("is being stopped"), "{text}");
    }
}

#[tokio::test]
async fn pages_are_told_that_the_relay_stops() {
    let relay = Relay::on_host(|config| config.drain = Duration::from_secs(3600));
    let (mut page, _) = Page::join(&relay, "").await;
    relay.shutdown().drain();
    let text = Notice::Stopping { left: Duration::from_secs(3600) }.explanation().with_english();
    let notice = RelayToPage::Notice { text };
    while page.hear().await.expect("it may stay for an hour") != notice {}
    let ended = relay.stop();
    assert_eq!(page.hear().await.expect_err("not any longer").1, "The relay is being stopped.");
    drop(page);
    soon(ended).await.expect("run does not panic").expect("run succeeds");
}
