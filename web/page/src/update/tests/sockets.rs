use super::Desk;
use crate::event::Event;
use crate::state::{CallState, Judge, Sockets};
use sockbox_core::Fd;
use sockbox_core::model::{Description, Direction, Protocol, State};
use sockbox_message::{Excerpt, Predicted, Traffic, WorkerToPage};

fn socket(state: State) -> Description {
    Description {
        id: 1,
        fds: vec![Fd(3)],
        protocol: Protocol::Tcp,
        family: 2,
        state,
        possible: Vec::new(),
        local: None,
        peer: None,
        receiving: Direction::Absent,
        sending: Direction::Absent,
        options: Vec::new(),
        wait: None,
        in_flight: 0,
    }
}

fn end(traffic: Traffic, predicted: Option<Predicted>) -> WorkerToPage {
    WorkerToPage::CallEnded {
        call: 1,
        result: Err("OSError: [Errno 22] Invalid argument".to_owned()),
        took: 1.0,
        refused: false,
        why: None,
        socket: Some(1),
        payload: Excerpt::of(b"hi"),
        traffic,
        predicted: predicted.map(Box::new),
    }
}

#[test]
fn a_socket_that_the_worker_tells_of_has_a_card_until_it_has_faded() {
    let mut desk = Desk::ready();
    desk.say(WorkerToPage::SocketChanged { socket: Box::new(socket(State::Created)) });
    assert_eq!(desk.state.sockets.open(), 1);
    desk.say(WorkerToPage::SocketClosed { socket: 1 });
    assert!(desk.effects.contains(&crate::effect::Effect::Tick), "time goes on while it fades");
    desk.wait(Sockets::FADING);
    assert_eq!(desk.state.sockets.cards(), []);
}

#[test]
fn a_process_that_ends_takes_its_sockets_along() {
    let mut desk = Desk::ready();
    desk.say(WorkerToPage::SocketChanged { socket: Box::new(socket(State::Created)) });
    let worker = desk.server().worker;
    desk.happen(Event::WorkerFailed { worker, why: "no memory".to_owned() });
    assert_eq!(desk.state.sockets.open(), 0);
}

#[test]
fn the_end_of_a_call_leaves_its_bytes_and_the_models_word() {
    let mut desk = Desk::ready();
    desk.say(WorkerToPage::SocketChanged { socket: Box::new(socket(State::Created)) });
    desk.submit("s.accept()");
    desk.begin_call(1, "accept()", None);
    let exception = "OSError: [Errno 22] Invalid argument".to_owned();
    let predicted = Predicted { exception, why: Default::default(), agrees: true };
    let traffic = Traffic { sent: 2, received: 1 };
    desk.say(end(traffic, Some(predicted.clone())));
    let card = &desk.state.sockets.cards()[0];
    assert_eq!((card.traffic, card.predicted.as_deref()), (traffic, Some(&predicted)));
    let row = &desk.state.timeline.rows()[0];
    assert!(matches!(row.state, CallState::Raised { judge: Judge::Kernel, .. }));
    let after = row.after.as_ref().unwrap();
    assert_eq!((after.payload.size, after.socket.as_ref().map(|socket| socket.state)), (2, Some(State::Created)));
}
