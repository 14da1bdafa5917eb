//! PROTOCOL.md speaks the truth: its examples are messages, and no message lacks an example.

use super::*;
use crate::Reply;
use serde_json::Value;
use wasm_bindgen_test::wasm_bindgen_test;

const DOCUMENT: &str = include_str!("../../../../PROTOCOL.md");

/// The lines of the code blocks that open with this fence.
fn examples(fence: &str) -> Vec<&'static str> {
    let blocks = DOCUMENT.split("\n```").skip(1).step_by(2);
    let of_this_kind = blocks.filter_map(|block| block.strip_prefix(fence)?.strip_prefix('\n'));
    of_this_kind.flat_map(str::lines).collect()
}

#[track_caller]
fn check<M: Serialize + DeserializeOwned>(fence: &str) -> Vec<Value> {
    let examples = examples(fence);
    assert!(!examples.is_empty(), "no block opens with {fence}");
    examples.iter().map(|example| canonical::<M>(example)).collect()
}

/// What the message is encoded as; an example has to be the same, but for spaces.
#[track_caller]
fn canonical<M: Serialize + DeserializeOwned>(example: &str) -> Value {
    let message: M = serde_json::from_str(example).unwrap_or_else(|error| panic!("{example}: {error}"));
    let encoded = serde_json::to_value(&message).unwrap();
    assert_eq!(serde_json::from_str::<Value>(example).unwrap(), encoded);
    encoded
}

/// Asserts that each variant of `M` is what stands at `pointer` in one of the messages.
#[track_caller]
fn assert_all_shown<M: DeserializeOwned>(messages: &[Value], pointer: &str) {
    let shown: Vec<&Value> = messages.iter().filter_map(|message| message.pointer(pointer)).collect();
    for name in variants::<M>() {
        let is_shown = shown.iter().any(|value| value.get(&name).is_some() || value.as_str() == Some(&name));
        assert!(is_shown, "PROTOCOL.md has no example of {name}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_workers_messages_are_all_shown_as_they_travel() {
    let messages = check::<WorkerToRelay>("json worker");
    assert_all_shown::<WorkerToRelay>(&messages, "");
    assert_all_shown::<Call>(&messages, "/call/call");
}

#[wasm_bindgen_test(unsupported = test)]
fn a_relays_messages_are_all_shown_as_they_travel() {
    let messages = check::<RelayToWorker>("json relay");
    assert_all_shown::<RelayToWorker>(&messages, "");
    assert_all_shown::<Outcome>(&messages, "/reply/outcome");
    assert_all_shown::<Reply>(&messages, "/reply/outcome/ok");
}

#[wasm_bindgen_test(unsupported = test)]
fn what_is_answered_before_there_is_a_websocket_is_shown() {
    check::<Refusal>("json refusal");
}

#[wasm_bindgen_test(unsupported = test)]
fn a_rooms_messages_are_all_shown_as_they_travel() {
    assert_all_shown::<PageToRelay>(&check::<PageToRelay>("json page"), "");
    assert_all_shown::<RelayToPage>(&check::<RelayToPage>("json room"), "");
}

#[wasm_bindgen_test(unsupported = test)]
fn version_and_limits_are_those_of_the_code() {
    for sentence in [
        format!("This is version {PROTOCOL_VERSION}."),
        format!("| header | {HEADER_MAX} bytes |"),
        format!("| payload | {PAYLOAD_MAX} bytes |"),
    ] {
        assert!(DOCUMENT.contains(&sentence), "PROTOCOL.md does not say: {sentence}");
    }
}
