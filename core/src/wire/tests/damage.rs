//! Foreign bytes: errors in words, never a panic.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

proptest! {
    #[wasm_bindgen_test(unsupported = test)]
    fn random_bytes_never_panic(bytes in vec(any::<u8>(), 0..200)) {
        let _ = decode::<WorkerToRelay>(&bytes);
        let _ = decode::<RelayToWorker>(&bytes);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn random_headers_never_panic(header in vec(any::<u8>(), 0..200)) {
        let frame = frame_of(&header);
        let _ = decode::<WorkerToRelay>(&frame);
        let _ = decode::<RelayToWorker>(&frame);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_frame_with_some_bytes_changed_never_panics(
        header in sample::worker_to_relay(),
        changes in vec((any::<usize>(), any::<u8>()), 1..8),
    ) {
        let mut frame = encode(&header, b"payload");
        for (index, byte) in changes {
            let index = index % frame.len();
            frame[index] = byte;
        }
        let _ = decode::<WorkerToRelay>(&frame);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_frame_cut_within_its_header_is_truncated(header in sample::relay_to_worker(), keep in any::<usize>()) {
        let frame = encode(&header, b"");
        let have = keep % frame.len();
        let need = if have < 4 { 4 } else { frame.len() };
        prop_assert_eq!(decode::<RelayToWorker>(&frame[..have]), Err(DecodeError::Truncated { have, need }));
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_header_that_claims_too_much_is_refused_before_it_is_read() {
    let frame = (HEADER_MAX as u32 + 1).to_le_bytes();
    let error = decode::<WorkerToRelay>(&frame).unwrap_err();
    assert_eq!(error, DecodeError::HeaderTooLong { size: HEADER_MAX + 1 });
}

#[wasm_bindgen_test(unsupported = test)]
fn what_is_wrong_with_a_header_is_named() {
    for (header, word) in [
        (r#"{"call":{"id":1,"call":{"fork":{}}}}"#, "fork"),
        (r#"{"call":{"id":1,"call":{"close":{"fd":3,"now":true}}}}"#, "now"),
        (r#"{"call":{"id":1,"call":{"close":{"fd":4294967296}}}}"#, "4294967296"),
        (r#"{"call":{"id":-1,"call":{"close":{"fd":3}}}}"#, "-1"),
        (r#"{"hello":{"version":1}"#, "EOF"),
    ] {
        let error = decode::<WorkerToRelay>(&frame_of(header.as_bytes())).unwrap_err().to_string();
        assert!(error.contains(word), "{error}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_header_nested_too_deep_is_refused() {
    let frame = frame_of(&[b'['; HEADER_MAX]);
    assert!(matches!(decode::<WorkerToRelay>(&frame), Err(DecodeError::Header(_))));
}

fn frame_of(header: &[u8]) -> Vec<u8> {
    [&(header.len() as u32).to_le_bytes(), header].concat()
}
