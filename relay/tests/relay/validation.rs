//! What a room does with calls that the model refuses.

use crate::vocabulary::{Page, Relay, Worker, error, get, localhost, reason};
use sockbox_core::wire::{RelayToWorker, Validation};
use sockbox_core::{Call, Errno, Fd, Outcome, Wait};
use sockbox_language::Language;

fn accept(fd: Fd) -> Call {
    Call::Accept { fd, wait: Wait::Forever }
}

async fn bound(worker: &mut Worker) -> Fd {
    let fd = worker.tcp().await;
    worker.call(Call::Bind { fd, address: localhost(0) }).await;
    fd
}

/// A process that does not check first, as a browser would.
#[tokio::test]
async fn a_call_that_skipped_the_browsers_check_is_refused_with_the_kernels_errno() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let fd = bound(&mut worker).await;
    let answer = worker.call_with(accept(fd), &[]).await;
    assert!(matches!(answer.outcome, Outcome::Refused { errno: Errno::EINVAL, .. }), "{answer:?}");
    assert!(reason(answer.outcome).contains("listen() was not called"));
    let (mut page, _) = Page::join(&relay, "").await;
    page.set_validation(Validation::Explain).await;
    assert_eq!(worker.call(accept(fd)).await, Outcome::Failed { errno: Errno::EINVAL });
}

#[tokio::test]
async fn where_it_only_explains_the_kernels_answer_and_the_models_are_told() {
    let relay = Relay::start().await;
    let (mut page, _) = Page::join(&relay, "").await;
    page.set_validation(Validation::Explain).await;
    // Who comes later is told in the hello, and the relay knows by itself.
    let mut worker = Worker::join(&relay).await;
    let fd = bound(&mut worker).await;
    let answer = worker.call_with(accept(fd), &[]).await;
    let predicted = answer.facts.predicted.expect("the model had refused it");
    assert_eq!((answer.outcome, predicted.errno), (Outcome::Failed { errno: Errno::EINVAL }, Errno::EINVAL));
    let why = predicted.why.text(Language::English);
    assert!(why.contains("listen() was not called"), "{why}");
    let metrics = get(&relay, "/metrics", "").await;
    assert!(metrics.contains(r#"sockbox_predictions_total{call="accept",agreed="true"} 1"#), "{metrics}");

    page.set_validation(Validation::Enforce).await;
    assert!(matches!(worker.call(accept(fd)).await, Outcome::Refused { .. }));
}

#[tokio::test]
async fn everyone_in_the_room_is_told_when_the_setting_changes() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (mut page, _) = Page::join(&relay, "").await;
    let (mut other, _) = Page::join(&relay, "").await;
    page.set_validation(Validation::Explain).await;
    let change = RelayToWorker::Validation { validation: Validation::Explain };
    assert_eq!(worker.hear().await, Ok((change, Vec::new())));
    other.set_validation(Validation::Enforce).await;
}

#[tokio::test]
async fn a_descriptor_that_names_nothing_is_no_question_for_the_kernel() {
    let relay = Relay::start().await;
    let (mut page, _) = Page::join(&relay, "").await;
    page.set_validation(Validation::Explain).await;
    let mut worker = Worker::join(&relay).await;
    let answer = worker.call_with(accept(Fd(9)), &[]).await;
    assert!(matches!(answer.outcome, Outcome::Refused { errno: Errno::EBADF, .. }), "{answer:?}");
    assert_eq!(error(worker.call(accept(Fd(1))).await), Errno::ENOTSOCK);
}
