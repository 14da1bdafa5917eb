use super::{After, CallRow, CallState, Timeline};
use crate::state::{TerminalId, WorkerId};
use sockbox_message::Excerpt;

const WORKER: WorkerId = WorkerId(1);
const OTHER: WorkerId = WorkerId(2);

fn begun(timeline: &mut Timeline, worker: WorkerId, call: u64, text: &str) {
    begun_at(1_000.0, timeline, worker, call, text);
}

fn begun_at(at: f64, timeline: &mut Timeline, worker: WorkerId, call: u64, text: &str) {
    let row = CallRow {
        key: 0,
        version: 0,
        terminal: TerminalId(1),
        text: text.to_owned(),
        fd: Some(3),
        place: None,
        at,
        waits: None,
        payload: Excerpt::default(),
        before: None,
        state: CallState::Running { elapsed: 0.0 },
        after: None,
    };
    timeline.begin(worker, call, row);
}

fn returned() -> CallState {
    CallState::Returned { value: "None".to_owned(), took: 1.0 }
}

#[test]
fn a_call_stays_in_its_place_when_it_ends() {
    let mut timeline = Timeline::default();
    begun(&mut timeline, WORKER, 1, "accept()");
    begun(&mut timeline, OTHER, 1, "connect()");
    timeline.end(WORKER, 1, returned(), After::default());
    assert_eq!(timeline.rows()[0].state, returned());
    assert_eq!(timeline.rows()[0].version, 1);
    assert!(timeline.is_any_running());
}

#[test]
fn a_call_that_is_shown_in_full_stays_however_many_come_after_it() {
    let mut timeline = Timeline::default();
    for call in 0..Timeline::CALLS as u64 + 10 {
        begun_at(call as f64, &mut timeline, WORKER, call, "send()");
        timeline.end(WORKER, call, returned(), After::default());
        if call == 1 {
            timeline.choose(timeline.rows()[1].key);
        }
    }
    assert_eq!(timeline.rows().len(), Timeline::CALLS);
    assert_eq!(Some(timeline.rows()[0].key), timeline.chosen());
}

#[test]
fn calls_stand_in_the_order_of_their_time_whosever_news_comes_first() {
    let mut timeline = Timeline::default();
    begun_at(9_000.0, &mut timeline, WORKER, 1, "accept()");
    begun_at(9_003.5, &mut timeline, WORKER, 2, "recv(1)");
    begun_at(9_002.25, &mut timeline, OTHER, 1, "connect()");
    timeline.end(OTHER, 1, returned(), After::default());
    let texts = |timeline: &Timeline| timeline.rows().iter().map(|row| row.text.clone()).collect::<Vec<_>>();
    assert_eq!(texts(&timeline), ["accept()", "connect()", "recv(1)"]);
    assert_eq!(timeline.rows()[1].state, returned());
    assert_eq!(timeline.oldest_running(OTHER), None);

    begun_at(1.0, &mut timeline, OTHER, 2, "close()");
    begun_at(2.0, &mut timeline, OTHER, 3, "socket()");
    assert_eq!(texts(&timeline)[3..], ["close()", "socket()"], "after the clock was set back");
}

#[test]
fn an_end_without_a_beginning_is_ignored() {
    let mut timeline = Timeline::default();
    timeline.end(WORKER, 7, returned(), After::default());
    assert!(timeline.rows().is_empty());
}

#[test]
fn the_oldest_running_call_is_the_workers_own() {
    let mut timeline = Timeline::default();
    begun(&mut timeline, OTHER, 1, "connect()");
    begun(&mut timeline, WORKER, 4, "accept()");
    begun(&mut timeline, WORKER, 5, "recv(1)");
    assert_eq!(timeline.oldest_running(WORKER).map(|row| row.text.as_str()), Some("accept()"));
    timeline.end(WORKER, 4, returned(), After::default());
    assert_eq!(timeline.oldest_running(WORKER).map(|row| row.text.as_str()), Some("recv(1)"));
}

#[test]
fn the_calls_of_an_ended_process_are_abandoned_and_no_others() {
    let mut timeline = Timeline::default();
    for worker in [WorkerId(0), WORKER, OTHER] {
        begun(&mut timeline, worker, 1, "recv(1)");
    }
    timeline.abandon(WORKER);
    let states: Vec<_> = timeline.rows().iter().map(|row| row.state == CallState::Abandoned).collect();
    assert_eq!(states, [false, true, false]);
    assert!(timeline.oldest_running(OTHER).is_some());
}

#[test]
fn a_tick_ages_running_calls_only() {
    let mut timeline = Timeline::default();
    begun(&mut timeline, WORKER, 1, "socket()");
    timeline.end(WORKER, 1, returned(), After::default());
    begun(&mut timeline, WORKER, 2, "accept()");
    timeline.tick(1_500.0);
    assert_eq!(timeline.rows()[0].state, returned());
    assert_eq!(timeline.rows()[1].state, CallState::Running { elapsed: 500.0 });
}

#[test]
fn beyond_the_limit_the_oldest_ended_call_is_dropped_and_counted() {
    let mut timeline = Timeline::default();
    begun(&mut timeline, WORKER, 0, "accept()");
    for call in 1..=Timeline::CALLS as u64 {
        begun(&mut timeline, WORKER, call, "send(<1 bytes>)");
        timeline.end(WORKER, call, returned(), After::default());
    }
    assert_eq!(timeline.rows().len(), Timeline::CALLS);
    assert_eq!(timeline.dropped(), 1);
    assert_eq!(timeline.oldest_running(WORKER).map(|row| row.text.as_str()), Some("accept()"));
}

#[test]
fn clearing_keeps_running_calls() {
    let mut timeline = Timeline::default();
    begun(&mut timeline, WORKER, 1, "socket()");
    timeline.end(WORKER, 1, returned(), After::default());
    begun(&mut timeline, WORKER, 2, "accept()");
    timeline.clear();
    assert_eq!(timeline.rows().len(), 1);
    timeline.end(WORKER, 2, returned(), After::default());
    assert_eq!(timeline.rows()[0].state, returned());
}

#[test]
fn one_call_is_shown_in_full_at_a_time() {
    let mut timeline = Timeline::default();
    begun(&mut timeline, WORKER, 1, "bind()");
    begun(&mut timeline, WORKER, 2, "listen()");
    let [first, second] = [0, 1].map(|index| timeline.rows()[index].key);
    timeline.choose(first);
    timeline.choose(second);
    assert_eq!(timeline.chosen(), Some(second));
    assert_eq!(timeline.rows().iter().map(|row| row.version).collect::<Vec<_>>(), [2, 1], "both look different now");
    timeline.choose(second);
    assert_eq!(timeline.chosen(), None);
}
