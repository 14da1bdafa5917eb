//! The model and the kernel, side by side: each step is made on a real socket and on the model, and what the kernel answers must be
//! among what the model predicted.
//!
//! ```text
//! Step -> Call --+--> World (kernel sockets, in a network namespace of the test's own) -> Outcome --+
//!                +--> Session::predict -> Prediction ----------------------------------------------> contains? -> Tally
//! ```
//!
//! A part of it runs with every `cargo test`. `SOCKBOX_MODEL_STEPS=1000000` sets the number of random steps, and
//! `SOCKBOX_MODEL_LENGTH=4` the length of the exhaustive sequences; `-- --nocapture` shows the figures.

mod namespace;
mod step;
mod tally;
mod trial;
mod world;

use proptest::test_runner::{Config, TestRunner};
use step::{Kind, Op, Step};
use tally::Tally;
use trial::Trial;

/// The random part makes sequences of this many calls.
const SEQUENCE: usize = 30;
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
        let (mut tally, mut sequences) = (Tally::default(), 0);
        let tally_cell = std::cell::RefCell::new((&mut tally, &mut sequences));
        TestRunner::new(config)
            .run(&step::sequence(SEQUENCE), |steps| {
                let (tally, sequences) = &mut *tally_cell.borrow_mut();
                renew(sequences);
                Trial::of(&steps, tally).map_err(proptest::test_runner::TestCaseError::fail)
            })
            .unwrap_or_else(|error| panic!("{error}"));
        tally.report("random sequences");
    });
}

#[test]
fn all_sequences_over_one_socket() {
    let length = setting("SOCKBOX_MODEL_LENGTH", 3);
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
    let length = setting("SOCKBOX_MODEL_LENGTH", 3).min(3) - usize::from(setting("SOCKBOX_MODEL_LENGTH", 0) == 0);
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
    let count = steps.len().pow(length as u32);
    let mut sequences = 0;
    for number in 0..count {
        let digits = (0..length as u32).map(|place| steps[number / steps.len().pow(place) % steps.len()]);
        let sequence: Vec<_> = beginning.iter().copied().chain(digits).collect();
        renew(&mut sequences);
        Trial::of(&sequence, tally).unwrap_or_else(|failure| panic!("{failure}"));
    }
}

/// A new namespace now and then.
fn renew(sequences: &mut usize) {
    *sequences += 1;
    if sequences.is_multiple_of(SEQUENCES) {
        namespace::enter().expect("as the first one was made");
    }
}
