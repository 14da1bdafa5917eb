//! The model and the kernel, side by side: each step is made on a real socket and on the model, and what the kernel answers must be
//! among what the model predicted.
//!
//! ```text
//! Step -> Call --+--> World (kernel sockets, in a network namespace of the test's own) -> Outcome --+
//!                +--> Session::predict -> Prediction ----------------------------------------------> contains? -> Tally
//! ```
//!
//! A part of it runs with every `cargo test`. `SOCKBOX_MODEL_STEPS=1000000` sets the number of random steps, and
//! `SOCKBOX_MODEL_LENGTH=4` the length of all sequences over one socket, those over two being one call shorter; `-- --nocapture`
//! shows the figures. A random sequence that failed is kept by proptest in a file beside the package, and made again each time.

mod namespace;
mod step;
mod tally;
mod trial;
mod world;

use proptest::test_runner::{Config, TestCaseError, TestRunner};
use std::cell::{Cell, RefCell};
use step::{Kind, Op, Step};
use tally::Tally;
use trial::Trial;

/// The random part makes sequences of this many calls.
const SEQUENCE: usize = 30;
/// All sequences of this many calls are made over one socket.
const LENGTH: usize = 3;
/// Namespaces are cheap, and ports that were used rest for a minute: after this many sequences there is a new one.
const SEQUENCES: usize = 500;

/// A number from the environment.
fn setting(name: &str, default: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

#[test]
fn random_sequences_over_six_sockets() {
    let steps = setting("SOCKBOX_MODEL_STEPS", 20_000);
    namespace::inside("kernel::agreement::random_sequences_over_six_sockets", move || {
        let config = Config {
            cases: (steps / SEQUENCE) as u32,
            source_file: Some(file!()),
            max_shrink_iters: 500,
            ..Config::default()
        };
        let (tally, sequences) = (RefCell::new(Tally::default()), Cell::new(0));
        let result = TestRunner::new(config).run(&step::sequence(SEQUENCE), |steps| {
            sequences.set(sequences.get() + 1);
            renew(sequences.get());
            Trial::of(&[], &steps, &mut tally.borrow_mut()).map_err(TestCaseError::fail)
        });
        result.unwrap_or_else(|error| panic!("{error}"));
        tally.borrow().report("random sequences");
    });
}

#[test]
fn all_sequences_over_one_socket() {
    let length = setting("SOCKBOX_MODEL_LENGTH", LENGTH);
    namespace::inside("kernel::agreement::all_sequences_over_one_socket", move || {
        let mut tally = Tally::default();
        for kind in Kind::ALL {
            let steps: Vec<_> = Op::alone().into_iter().map(|op| Step::On(0, op)).collect();
            exhaust(&[Step::Open(kind)], &steps, length, &mut tally);
        }
        tally.report(&format!("all sequences of {length} calls over one socket"));
    });
}

#[test]
fn all_sequences_over_two_sockets() {
    let length = setting("SOCKBOX_MODEL_LENGTH", LENGTH).saturating_sub(1);
    namespace::inside("kernel::agreement::all_sequences_over_two_sockets", move || {
        let mut tally = Tally::default();
        for kind in Kind::ALL {
            for beginning in step::beginnings(kind) {
                exhaust(&beginning, &step::between_two(), length, &mut tally);
            }
        }
        tally.report(&format!("all sequences of {length} calls over two sockets"));
    });
}

/// Makes every sequence of this many steps, each after the same beginning. The shorter ones begin them.
fn exhaust(beginning: &[Step], steps: &[Step], length: usize, tally: &mut Tally) {
    for number in 0..steps.len().pow(length as u32) {
        let digits = (0..length as u32).map(|place| steps[number / steps.len().pow(place) % steps.len()]);
        let sequence: Vec<_> = digits.collect();
        renew(number + 1);
        Trial::of(beginning, &sequence, tally).unwrap_or_else(|failure| panic!("{failure}"));
    }
}

/// A new namespace now and then, after so many sequences.
fn renew(sequences: usize) {
    if sequences.is_multiple_of(SEQUENCES) {
        namespace::enter().expect("as the first one was made");
    }
}
