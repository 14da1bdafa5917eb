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
//! shows the figures, which `docs/model.md` keeps. A sequence that failed is kept in [`sequences_that_failed_once`].

mod namespace;
mod step;
mod tally;
mod trial;
mod world;

use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use sockbox_core::How;
use std::cell::{Cell, RefCell};
use step::{Kind, Op, Step};
use tally::Tally;
use trial::Trial;

/// The random part makes sequences of this many calls.
const SEQUENCE: usize = 30;
/// All sequences of this many calls are made over one socket.
const LENGTH: usize = 3;
/// The most descriptors of a message, unix(7).
const DESCRIPTORS: i32 = 252;
/// Namespaces are cheap, and ports that were used rest for a minute: after this many sequences there is a new one.
const SEQUENCES: usize = 500;

/// A number from the environment.
fn setting(name: &str, default: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

#[test]
fn random_sequences_over_six_sockets() {
    // With each `cargo test` the same ones; a long run makes new ones.
    let is_long = std::env::var_os("SOCKBOX_MODEL_STEPS").is_some();
    let steps = setting("SOCKBOX_MODEL_STEPS", 20_000);
    namespace::inside("kernel::agreement::random_sequences_over_six_sockets", move || {
        let config = Config {
            cases: (steps / SEQUENCE) as u32,
            failure_persistence: None,
            max_shrink_iters: 500,
            ..Config::default()
        };
        let (tally, sequences) = (RefCell::new(Tally::default()), Cell::new(0));
        let mut runner = if is_long {
            TestRunner::new(config)
        } else {
            TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
        };
        let result = runner.run(&step::sequence(SEQUENCE), |steps| {
            sequences.set(sequences.get() + 1);
            renew(sequences.get());
            Trial::of(&[], &steps, &mut tally.borrow_mut()).map_err(TestCaseError::fail)
        });
        result.unwrap_or_else(|error| panic!("{error}"));
        tally.borrow().report("random sequences", 88.0);
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
        tally.report(&format!("all sequences of {length} calls over one socket"), 95.0);
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
        tally.report(&format!("all sequences of {length} calls over two sockets"), 84.0);
    });
}

/// Answers that the model once did not foresee, in the fewest steps.
#[test]
fn sequences_that_failed_once() {
    use Op::*;
    let alone: [&[Op]; 3] = [
        // So it does at a port that the kernel chose.
        &[BindAnyPort, Connect(0), Shutdown(How::Write), Shutdown(How::Read), BindLike(0)],
        // A connection to itself rests at the port.
        &[Bind, Shutdown(How::Write), Connect(0), Connect(0), Send, Listen],
        // A second bind to no name changes nothing.
        &[Bind, BindAnyPort, Connect(0)],
    ];
    let between: [&[Step]; 5] = [
        // An end that came before a reset is told before it.
        &[
            Step::On(0, BindAnyPort),
            Step::On(0, Shutdown(How::Both)),
            Step::On(0, Listen),
            Step::On(1, Connect(0)),
            Step::On(1, Send),
            Step::On(1, Bind),
            Step::On(1, Recv),
        ],
        // A listener that listens no more cannot connect to one that it took: the pair of addresses is in use.
        &[
            Step::On(0, Bind),
            Step::On(0, Listen),
            Step::On(1, Connect(0)),
            Step::On(0, Accept),
            Step::On(0, Shutdown(How::Read)),
            Step::On(0, Connect(1)),
        ],
        // A port that the kernel chose is given back, and another chosen.
        &[
            Step::On(0, Listen),
            Step::On(0, GetSockName),
            Step::On(0, Shutdown(How::Read)),
            Step::On(0, Listen),
            Step::On(1, BindLike(0)),
        ],
        // Abstract names of another kind of socket are other names.
        &[Step::On(0, Bind), Step::Open(Kind::UnixStream), Step::On(2, Connect(0))],
        // Whose queue a connection is in is not known where the kernel chose the name.
        &[Step::On(0, BindAnyPort), Step::On(0, Listen), Step::On(1, Connect(0)), Step::On(0, Accept)],
    ];
    namespace::inside("kernel::agreement::sequences_that_failed_once", move || {
        let mut tally = Tally::default();
        for kind in Kind::ALL {
            for ops in alone {
                let steps: Vec<_> = ops.iter().map(|op| Step::On(0, *op)).collect();
                Trial::of(&[Step::Open(kind)], &steps, &mut tally).unwrap_or_else(|failure| panic!("{failure}"));
            }
            for steps in between {
                let two = [Step::Open(kind), Step::Open(kind)];
                Trial::of(&two, steps, &mut tally).unwrap_or_else(|failure| panic!("{failure}"));
            }
        }
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

/// Whoever sends descriptors may ask for all that can become of each: it has to be worked out once and not for each.
#[test]
fn a_message_with_all_the_descriptors_it_can_have_takes_the_model_a_moment() {
    use sockbox_core::model::Session;
    use sockbox_core::{Call, Control, Fd, Outcome, Reply, Wait};
    let mut session = Session::default();
    let fds: Vec<_> = (3..3 + DESCRIPTORS).map(Fd).collect();
    for fd in &fds {
        let call = Call::Socket { family: 2, kind: 1, protocol: 0 };
        session.begin(&call, &[]);
        session.end(&call, &Outcome::Ok(Reply::Opened { fd: *fd }), &[]);
    }
    let control = vec![Control::Rights { fds }];
    let send = Call::SendMsg { fd: Fd(3), address: None, control, flags: 0, wait: Wait::Forever };
    let begun = std::time::Instant::now();
    session.begin(&send, &[]);
    session.end(&send, &Outcome::Ok(Reply::Sent { size: 1 }), &[]);
    // Some milliseconds without optimization; each by itself would take a minute together.
    assert!(begun.elapsed() < std::time::Duration::from_secs(10), "{:?}", begun.elapsed());
}
