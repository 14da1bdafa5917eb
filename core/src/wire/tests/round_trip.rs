//! What one end encodes, the other decodes.

use super::*;
use crate::{Fd, PollEntry, Wait};
use proptest::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

proptest! {
    #[wasm_bindgen_test(unsupported = test)]
    fn a_workers_frame_arrives_as_it_was_sent(header in sample::worker_to_relay(), payload in sample::payload()) {
        let frame = encode(&header, &payload);
        prop_assert_eq!(decode(&frame), Ok((header, payload.as_slice())));
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_relays_frame_arrives_as_it_was_sent(header in sample::relay_to_worker(), payload in sample::payload()) {
        let frame = encode(&header, &payload);
        prop_assert_eq!(decode(&frame), Ok((header, payload.as_slice())));
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_poll_of_a_thousand_descriptors_fits() {
    let entries = vec![PollEntry { fd: Fd(i32::MIN), events: i16::MIN }; 1000];
    let frame = encode(&WorkerToRelay::Call { id: u64::MAX, call: Call::Poll { entries, wait: Wait::Forever } }, b"");
    assert!(decode::<WorkerToRelay>(&frame).is_ok());
}

#[wasm_bindgen_test(unsupported = test)]
fn the_longest_payload_fits_and_a_longer_one_does_not() {
    let cancel = WorkerToRelay::Cancel { id: 1 };
    let frame = encode(&cancel, &vec![0; PAYLOAD_MAX]);
    assert!(frame.len() <= FRAME_MAX);
    assert!(decode::<WorkerToRelay>(&frame).is_ok());

    let frame = encode(&cancel, &vec![0; PAYLOAD_MAX + 1]);
    let error = decode::<WorkerToRelay>(&frame).unwrap_err();
    assert_eq!(error, DecodeError::PayloadTooLong { size: PAYLOAD_MAX + 1 });
}

#[wasm_bindgen_test(unsupported = test)]
fn a_newer_hello_can_be_read_for_its_version() {
    let frame = encode(&serde_json::json!({ "hello": { "version": 3, "resume": "a session" } }), b"");
    assert_eq!(
        decode(&frame),
        Ok((WorkerToRelay::Hello { version: 3, name: String::new(), page: String::new() }, &b""[..]))
    );
}

#[wasm_bindgen_test(unsupported = test)]
fn the_name_of_a_unix_socket_has_its_length_limit() {
    let bind = |name: &str| {
        let call = serde_json::json!({ "bind": { "fd": 3, "address": { "unix": { "path": name } } } });
        let frame = encode(&serde_json::json!({ "call": { "id": 1, "call": call } }), b"");
        decode::<WorkerToRelay>(&frame).map(drop)
    };
    assert_eq!(bind(&"x".repeat(108)), Ok(()));
    assert!(matches!(bind(&"x".repeat(109)), Err(DecodeError::Header(why)) if why.contains("at most 108")));
}
