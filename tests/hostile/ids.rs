//! Ids of calls: their order, and cancels of calls that are not there, are over, or belong to somebody else.

use crate::vocabulary::{Attack, Worker, error, localhost, withstand};
use sockbox_core::wire::WorkerToRelay;
use sockbox_core::{Call, Errno, Fd, Outcome, Reply, Wait};

const CANCELS: u64 = 20_000;

#[test]
fn ids_that_do_not_grow_end_their_connection() {
    let orders = [[7, 7], [7, 6], [7, 0], [u64::MAX, u64::MAX], [u64::MAX, 0]];
    withstand(Attack { name: "ids that do not grow", options: &[], memory: 16 }, async |relay| {
        let room = relay.room();
        for order in orders {
            let mut worker = Worker::join(relay, &room).await;
            for id in order {
                let call = WorkerToRelay::Call { id, call: Call::Close { fd: Fd(3) } };
                worker.say(&call).await.expect("the relay reads");
            }
            assert_eq!(worker.closed().await, Some(1002), "{order:?}");
        }
        orders.len()
    });
}

#[test]
fn cancels_of_what_is_not_there_do_nothing() {
    withstand(Attack { name: "cancels of calls that never were", options: &[], memory: 16 }, async |relay| {
        let mut worker = Worker::join(relay, &relay.room()).await;
        for id in 0..CANCELS {
            worker.say(&WorkerToRelay::Cancel { id: id.wrapping_mul(0x9e37_79b9_7f4a_7c15) }).await.expect("it reads");
        }
        worker.tcp().await;
        CANCELS as usize
    });
}

#[test]
fn a_cancel_reaches_no_call_of_another_process() {
    withstand(Attack { name: "cancels of somebody else's calls", options: &[], memory: 16 }, async |relay| {
        let room = relay.room();
        let (mut victim, mut attacker) = (Worker::join(relay, &room).await, Worker::join(relay, &room).await);
        let listener = victim.tcp().await;
        victim.must(Call::Bind { fd: listener, address: localhost(0) }).await;
        victim.must(Call::Listen { fd: listener, backlog: 1 }).await;
        let Reply::Name { address } = victim.must(Call::GetSockName { fd: listener }).await else { panic!("a name") };
        let accept = victim.begin(Call::Accept { fd: listener, wait: Wait::Forever }).await;
        for id in 0..CANCELS {
            attacker.say(&WorkerToRelay::Cancel { id }).await.expect("it reads");
        }
        let fd = attacker.tcp().await;
        attacker.must(Call::Connect { fd, address, wait: Wait::Forever }).await;
        let outcome = victim.end(accept).await.outcome;
        assert!(matches!(outcome, Outcome::Ok(Reply::Accepted { .. })), "{outcome:?}");
        CANCELS as usize
    });
}

/// Each call is answered exactly once, however often it is cancelled; `Worker::end` sees a second answer.
#[test]
fn calls_that_are_cancelled_again_and_again_end_once() {
    const CALLS: usize = 500;
    withstand(Attack { name: "calls cancelled at once, repeatedly", options: &[], memory: 16 }, async |relay| {
        let mut worker = Worker::join(relay, &relay.room()).await;
        let poll = Call::Poll { entries: Vec::new(), wait: Wait::Forever };
        let mut interrupted = 0;
        for _ in 0..CALLS {
            let id = worker.begin(poll.clone()).await;
            for _ in 0..5 {
                worker.say(&WorkerToRelay::Cancel { id }).await.expect("it reads");
            }
            interrupted += usize::from(error(&worker.end(id).await.outcome) == Some(Errno::EINTR));
        }
        assert_eq!(interrupted, CALLS);
        CALLS
    });
}
