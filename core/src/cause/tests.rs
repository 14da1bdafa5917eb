//! Each cause says what it is about, in every language.

use super::*;
use crate::constants::{AF_INET, SOCK_STREAM};
use sockbox_language::Language;
use std::collections::BTreeSet;

const LIMITED: [Limited; 4] = [Limited::Process, Limited::Room, Limited::Address, Limited::Relay];
const THINGS: [Thing; 12] = [
    Thing::Rooms,
    Thing::Processes,
    Thing::Pages,
    Thing::Connections,
    Thing::MetricsConnections,
    Thing::Sockets,
    Thing::Places,
    Thing::BlockedCalls,
    Thing::BlockedBytes,
    Thing::BufferedBytes,
    Thing::CallRate,
    Thing::ByteRate,
];
const USES: [NetworkUse; 5] =
    [NetworkUse::RawSockets, NetworkUse::Multicast, NetworkUse::Interface, NetworkUse::Files, NetworkUse::UnixNames];

fn hit(limited: Limited, thing: Thing, more: usize) -> LimitHit {
    LimitHit { option: "process-descriptors", limited, thing, most: 64, more }
}

#[test]
fn a_limit_names_itself_and_the_option_that_raises_it() {
    let words = |more| hit(Limited::Process, Thing::Sockets, more).explanation().text(Language::English);
    let raise = "`sockbox serve --process-descriptors` raises the limit.";
    assert_eq!(words(1), format!("This process may have at most 64 open sockets, and has them. {raise}"));
    assert_eq!(
        words(7),
        format!("This process may have at most 64 open sockets, and 7 more would exceed that. {raise}")
    );
    assert_eq!(words(0), format!("This process may have at most 64 open sockets. {raise}"));
}

#[test]
fn a_limit_of_one_is_told_in_the_singular() {
    let limit = LimitHit { most: 1, ..hit(Limited::Relay, Thing::Rooms, 1) };
    let words = limit.explanation().text(Language::English);
    assert!(words.starts_with("This relay may have at most 1 room, and has it. "), "{words}");
}

/// A word that a text does not choose by would become that of another.
#[test]
fn every_limit_and_every_use_has_words_of_its_own_in_every_language() {
    for language in Language::ALL {
        let limits = LIMITED.iter().flat_map(|limited| THINGS.iter().map(|thing| hit(*limited, *thing, 1)));
        let limits: BTreeSet<_> = limits.map(|limit| limit.explanation().text(language)).collect();
        assert_eq!(limits.len(), LIMITED.len() * THINGS.len(), "{language:?}");
        let uses: BTreeSet<_> =
            USES.iter().map(|thing| Cause::NeedsNetwork(*thing).explanation().text(language)).collect();
        assert_eq!(uses.len(), USES.len(), "{language:?}");
    }
}

/// Fluent shows a place without a value as `{$name}`.
#[test]
fn every_place_has_its_value() {
    for cause in all() {
        for language in Language::ALL {
            let words = cause.explanation().text(language);
            assert!(!words.contains(['{', '}']), "{cause:?}: {words}");
        }
    }
}

#[test]
fn what_is_there_instead_is_named() {
    let words = |cause: Cause| cause.explanation().text(Language::English);
    let kind = Cause::TypeNotHere { family: AF_INET, kind: 5 };
    assert!(words(kind).ends_with("Available are: SOCK_STREAM, SOCK_DGRAM, SOCK_RAW."));
    let protocol = Cause::ProtocolNotHere { kind: SOCK_STREAM, protocol: 262, available: &[0, 6] };
    assert!(words(protocol).ends_with("Available are: 0, 6."));
}

/// One of each. The match is there for the compiler: a cause that is new is missing in it, and then here.
fn all() -> Vec<Cause> {
    fn _is_listed(cause: &Cause) {
        match cause {
            Cause::NoSuchType { .. }
            | Cause::NoSuchProtocol { .. }
            | Cause::FamilyNotHere { .. }
            | Cause::TypeNotHere { .. }
            | Cause::ProtocolNotHere { .. }
            | Cause::PairNotHere
            | Cause::FastOpenNotHere
            | Cause::OutOfBandNotHere
            | Cause::PollTooLong { .. }
            | Cause::TooManyRights { .. }
            | Cause::CredentialsNotHere
            | Cause::AncillaryNotHere { .. }
            | Cause::OptionNotHere { .. }
            | Cause::OptionReadOnly { .. }
            | Cause::OptionLength { .. }
            | Cause::OptionTooLong { .. }
            | Cause::NeedsNetwork(_)
            | Cause::OnlyLoopback
            | Cause::DirectoryStays
            | Cause::DirectoryStaysOpen
            | Cause::EpollInEpoll
            | Cause::EpollStays
            | Cause::Limit(_)
            | Cause::Travelling(_)
            | Cause::Services(_) => {}
        }
    }
    let limit = hit(Limited::Room, Thing::Sockets, 2);
    let (level, name, kind, protocol) = (1, 2, 3, 4);
    vec![
        Cause::NoSuchType { kind },
        Cause::NoSuchProtocol { protocol },
        Cause::FamilyNotHere { family: 40 },
        Cause::TypeNotHere { family: AF_UNIX, kind },
        Cause::ProtocolNotHere { kind, protocol, available: &[0] },
        Cause::PairNotHere,
        Cause::FastOpenNotHere,
        Cause::OutOfBandNotHere,
        Cause::PollTooLong { most: 5 },
        Cause::TooManyRights { count: 6, most: 5 },
        Cause::CredentialsNotHere,
        Cause::AncillaryNotHere { level, kind, length: 5 },
        Cause::OptionNotHere { level, name },
        Cause::OptionReadOnly { level, name },
        Cause::OptionLength { level, name, length: 3, right: &[4, 1] },
        Cause::OptionTooLong { size: 6, most: 5 },
        Cause::NeedsNetwork(NetworkUse::Files),
        Cause::OnlyLoopback,
        Cause::DirectoryStays,
        Cause::DirectoryStaysOpen,
        Cause::EpollInEpoll,
        Cause::EpollStays,
        Cause::Limit(limit),
        Cause::Travelling(limit),
        Cause::Services(limit),
    ]
}
