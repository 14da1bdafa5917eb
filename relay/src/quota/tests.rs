//! Shares add up, whoever takes them.

use super::*;
use proptest::prelude::*;
use std::sync::Barrier;
use std::thread;

const SMALL: Name = Name { option: "small", limited: Limited::Process, thing: Thing::Sockets };
const LARGE: Name = Name { option: "large", limited: Limited::Room, thing: Thing::Sockets };

fn small(limit: usize) -> Quota {
    Quota::new(&Limit::new(&SMALL, limit))
}

#[test]
fn a_share_that_is_dropped_is_given_back() {
    let quota = small(3);
    let share = quota.take(3).expect("all of it");
    assert!(quota.take(1).is_err());
    drop(share);
    assert_eq!(quota.used(), 0);
}

#[test]
fn a_limit_names_itself_and_the_option_that_raises_it() {
    let words = |amount| small(0).take(amount).expect_err("there is none").to_string();
    assert_eq!(
        words(1),
        "This process may have at most 0 open sockets, and has them. `sockbox serve --small` raises the limit."
    );
    let more = "This process may have at most 0 open sockets, and 7 more would exceed that. `sockbox serve --small` raises the limit.";
    assert_eq!(words(7), more);
}

#[test]
fn the_limit_that_was_hit_is_the_one_that_is_named() {
    let large = Quota::new(&Limit::new(&LARGE, 1));
    let small = Quota::within([&large], &Limit::new(&SMALL, 2));
    let _share = small.take(1).expect("the first");
    assert_eq!(small.take(1).expect_err("the larger is full").name, &LARGE);
    assert_eq!(small.take(2).expect_err("both are full").name, &SMALL);
    assert_eq!((small.used(), large.used()), (1, 1));
}

#[test]
fn what_could_be_taken_is_told_and_not_taken() {
    let large = Quota::new(&Limit::new(&LARGE, 2));
    let small = Quota::within([&large], &Limit::new(&SMALL, 3));
    assert_eq!(small.check(2), Ok(()));
    assert_eq!(small.check(3).expect_err("the larger has two").name, &LARGE);
    assert_eq!(small.check(4).expect_err("it has three").name, &SMALL);
    assert_eq!((small.used(), large.used()), (0, 0));
}

#[test]
fn what_one_of_two_larger_ones_refuses_is_taken_from_neither() {
    let larges = [5, 1].map(|limit| Quota::new(&Limit::new(&LARGE, limit)));
    let small = Quota::within([&larges[0], &larges[1]], &Limit::new(&SMALL, 9));
    assert_eq!(small.take(2).expect_err("the second has one").name, &LARGE);
    assert_eq!((small.used(), larges.each_ref().map(Quota::used)), (0, [0, 0]));
    let share = small.take(1).expect("both have one");
    assert_eq!((small.used(), larges.each_ref().map(Quota::used)), (1, [1, 1]));
    drop(share);
    assert_eq!((small.used(), larges.each_ref().map(Quota::used)), (0, [0, 0]));
}

#[test]
fn a_share_that_grows_is_given_back_whole() {
    let quota = small(5);
    let mut share = quota.take(2).expect("there is room");
    share.grow(3).expect("there is room");
    assert_eq!(share.grow(1).expect_err("there is none left").name, &SMALL);
    assert_eq!((share.amount(), quota.used()), (5, 5));
    drop(share);
    assert_eq!(quota.used(), 0);
}

#[test]
fn every_hit_of_a_limit_is_counted() {
    let limit = Limit::new(&SMALL, 1);
    let [one, other] = [0; 2].map(|_| Quota::new(&limit));
    let _shares = [one.take(1), one.take(1), other.take(1), other.take(2)];
    assert_eq!(limit.hits.get(), 2);
}

#[test]
fn an_amount_beyond_all_numbers_is_exceeded() {
    let quota = small(usize::MAX);
    let _share = quota.take(1).expect("there is room");
    assert!(quota.take(usize::MAX).is_err());
}

#[test]
fn threads_that_take_at_once_never_have_more_than_the_limit() {
    let large = Quota::new(&Limit::new(&LARGE, 5));
    let smalls = [Quota::within([&large], &Limit::new(&SMALL, 4)), Quota::within([&large], &Limit::new(&SMALL, 4))];
    let start = Barrier::new(4);
    thread::scope(|scope| {
        for small in smalls.iter().chain(&smalls) {
            scope.spawn(|| {
                start.wait();
                for _ in 0..20_000 {
                    let shares = [small.take(2), small.take(1)];
                    assert!(large.used() <= 5 && small.used() <= 4);
                    drop(shares);
                }
            });
        }
    });
    assert_eq!((large.used(), smalls.map(|small| small.used())), (0, [0, 0]));
}

/// Two rooms in a relay, two processes in each.
fn tree(limits: [usize; 3]) -> [Quota; 7] {
    let relay = Quota::new(&Limit::new(&LARGE, limits[0]));
    let rooms = [0; 2].map(|_| Quota::within([&relay], &Limit::new(&LARGE, limits[1])));
    let [a, b] =
        [0, 1].map(|room: usize| [0; 2].map(|_| Quota::within([&rooms[room]], &Limit::new(&SMALL, limits[2]))));
    let ([c, d], [e, f], [g, h]) = (a, b, rooms);
    [c, d, e, f, g, h, relay]
}

proptest! {
    #[test]
    fn what_is_used_is_what_was_granted(
        limits in [0..12_usize, 0..12, 0..12],
        steps in prop::collection::vec((0..4_usize, 0..6_usize, any::<bool>()), 0..60),
    ) {
        let quotas = tree(limits);
        let mut granted: [Vec<Share>; 4] = Default::default();
        for (process, amount, gives_back) in steps {
            let held = |of: std::ops::Range<usize>| granted[of].iter().flatten().map(|share| share.amount).sum::<usize>();
            let room = process / 2 * 2;
            let fits = held(process..process + 1) + amount <= limits[2]
                && held(room..room + 2) + amount <= limits[1]
                && held(0..4) + amount <= limits[0];
            if gives_back {
                granted[process].pop();
            } else {
                let share = quotas[process].take(amount);
                prop_assert_eq!(share.is_ok(), fits);
                granted[process].extend(share);
            }
            let held = |of: std::ops::Range<usize>| granted[of].iter().flatten().map(|share| share.amount).sum::<usize>();
            let expect = [held(0..1), held(1..2), held(2..3), held(3..4), held(0..2), held(2..4), held(0..4)];
            prop_assert_eq!(quotas.each_ref().map(Quota::used), expect);
        }
    }
}
