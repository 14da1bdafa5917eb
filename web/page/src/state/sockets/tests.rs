use super::*;
use sockbox_core::model::Direction;
use std::net::Ipv4Addr;

const SERVER: (WorkerId, TerminalId) = (WorkerId(1), TerminalId(1));
const CLIENT: (WorkerId, TerminalId) = (WorkerId(2), TerminalId(2));

fn at(port: u16) -> Option<Address> {
    Some(Address::Inet { host: Ipv4Addr::LOCALHOST, port })
}

fn socket(id: u64, state: State, local: Option<Address>, peer: Option<Address>) -> Description {
    let fds = vec![Fd(id as i32 + 2)];
    Description {
        id,
        fds,
        protocol: Protocol::Tcp,
        family: 2,
        state,
        possible: Vec::new(),
        local,
        peer,
        receiving: Direction::Open,
        sending: Direction::Open,
        options: Vec::new(),
        wait: None,
        in_flight: 0,
    }
}

fn fresh(id: u64) -> Description {
    socket(id, State::Created, None, None)
}

#[test]
fn a_socket_that_moves_keeps_its_card_and_the_state_before() {
    let mut sockets = Sockets::default();
    sockets.change(SERVER, fresh(1));
    sockets.change(SERVER, socket(1, State::Bound, at(8001), None));
    let [card] = sockets.cards() else { panic!("{:?}", sockets.cards()) };
    assert_eq!((card.before, card.socket.state), (Some(State::Created), State::Bound));
    sockets.change(SERVER, socket(1, State::Bound, at(8001), None));
    sockets.end_call(SERVER.0, 1, Traffic { sent: 5, received: 0 }, None);
    assert_eq!(sockets.cards()[0].before, Some(State::Created), "bytes are no change of state");
}

#[test]
fn two_processes_may_name_their_sockets_alike() {
    let mut sockets = Sockets::default();
    sockets.change(SERVER, fresh(1));
    sockets.change(CLIENT, fresh(1));
    sockets.close(CLIENT.0, 1, 0.0);
    assert_eq!(sockets.cards().iter().map(|card| card.closed.is_some()).collect::<Vec<_>>(), [false, true]);
    assert!(sockets.cards()[0].has(SERVER.1, 3));
    assert!(!sockets.cards()[1].has(CLIENT.1, 3), "its descriptor is free again");
}

#[test]
fn a_closed_socket_stays_for_a_moment_and_many_do_not() {
    let mut sockets = Sockets::default();
    for id in 1..=20 {
        sockets.change(SERVER, fresh(id));
    }
    sockets.abandon(SERVER.0, 1_000.0);
    assert_eq!((sockets.cards().len(), sockets.open()), (Sockets::FADING_MAX, 0));
    assert!(sockets.are_fading());
    sockets.tick(1_000.0 + Sockets::FADING);
    assert_eq!(sockets.cards(), []);
}

#[test]
fn what_the_peer_has_sent_and_nobody_has_received_waits() {
    let mut sockets = Sockets::default();
    let unread = |sockets: &Sockets| sockets.cards().iter().map(|card| sockets.unread(card)).collect::<Vec<_>>();
    sockets.change(SERVER, socket(1, State::Listening, at(8001), None));
    sockets.change(SERVER, socket(2, State::Connected, at(8001), at(40_000)));
    // A client seldom asks for its own address.
    sockets.change(CLIENT, socket(1, State::Connected, None, at(8001)));
    sockets.end_call(CLIENT.0, 1, Traffic { sent: 7, received: 0 }, None);
    sockets.end_call(SERVER.0, 2, Traffic { sent: 0, received: 2 }, None);
    assert_eq!(unread(&sockets), [None, Some(5), Some(0)]);
    // Whose bytes they are is not known of two.
    sockets.change(CLIENT, socket(2, State::Connected, None, at(8001)));
    assert_eq!(unread(&sockets), [None; 4]);
    // With their addresses it is.
    sockets.change(CLIENT, socket(1, State::Connected, at(40_000), at(8001)));
    sockets.change(CLIENT, socket(2, State::Connected, at(40_001), at(8001)));
    assert_eq!(sockets.unread(&sockets.cards()[1]), Some(5));
}
