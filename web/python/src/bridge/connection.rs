//! The WebSocket to the relay, owned by this worker: when the worker ends it closes, and with it the relay's session.

use super::calls::{CallId, Calls};
use crate::{page, posix, process};
use js_sys::{Array, ArrayBuffer, Uint8Array};
use sockbox_core::Explanation;
use sockbox_core::wire::{self, PROTOCOL_VERSION, RelayToWorker, WorkerToRelay};
use sockbox_message::ExitReason;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use web_sys::{BinaryType, CloseEvent, MessageEvent, WebSocket};

/// WebSocket's code for a connection that ended without a word, RFC 6455 section 7.4.1.
const ABNORMAL_CLOSURE: u16 = 1006;

thread_local! {
    static CALLS: RefCell<Calls> = RefCell::default();
    static CONNECTION: RefCell<Option<Connection>> = const { RefCell::new(None) };
}

struct Connection {
    url: String,
    socket: WebSocket,
    said_hello: bool,
    /// Why it is about to end.
    farewell: Option<Explanation>,
    _on_open: Closure<dyn Fn()>,
    _on_message: Closure<dyn Fn(MessageEvent)>,
    _on_close: Closure<dyn Fn(CloseEvent)>,
}

/// Begins to connect; [`process::relay_answered`] or the page hears how it went.
///
/// `name` and `page` are what the room is told of this process.
pub(crate) fn connect(url: &str, name: String, page: String, access_token: Option<String>) {
    let opened = match access_token {
        Some(token) => {
            WebSocket::new_with_str_sequence(url, &Array::of2(&"sockbox".into(), &format!("token.{token}").into()))
        }
        None => WebSocket::new(url),
    };
    let socket = match opened {
        Ok(socket) => socket,
        Err(_) => return lose(&format!("{url} is not the address of a WebSocket")),
    };
    socket.set_binary_type(BinaryType::Arraybuffer);
    let hello = WorkerToRelay::Hello { version: PROTOCOL_VERSION, name, page };
    let on_open = Closure::new(move || send(&hello, &[]));
    let on_message = Closure::new(|event: MessageEvent| receive(&event.data()));
    let on_close = Closure::new(|event: CloseEvent| end(why_closed(&event)));
    socket.set_onopen(Some(on_open.as_ref().unchecked_ref()));
    socket.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    socket.set_onclose(Some(on_close.as_ref().unchecked_ref()));
    CONNECTION.set(Some(Connection {
        url: url.to_owned(),
        socket,
        said_hello: false,
        farewell: None,
        _on_open: on_open,
        _on_message: on_message,
        _on_close: on_close,
    }));
}

/// Ends the connection, and with it the session and its sockets at the relay.
pub(crate) fn close() {
    CONNECTION.with_borrow(|connection| {
        if let Some(connection) = connection {
            connection.socket.set_onclose(None);
            // Without a code there is nothing that could be refused.
            let _ = connection.socket.close();
        }
    });
}

/// Works on the calls that are not yet answered.
pub(super) fn calls<R>(work: impl FnOnce(&mut Calls) -> R) -> R {
    CALLS.with_borrow_mut(work)
}

/// Sends a frame. A socket that is already closing drops it: its `close` event ends all calls.
pub(super) fn send(header: &WorkerToRelay, payload: &[u8]) {
    let frame = wire::encode(header, payload);
    CONNECTION.with_borrow(|connection| {
        if let Some(connection) = connection {
            let _ = connection.socket.send_with_u8_array(&frame);
        }
    });
}

fn receive(data: &JsValue) {
    let Some(buffer) = data.dyn_ref::<ArrayBuffer>() else {
        return lose("the relay sent text where frames are bytes");
    };
    let frame = Uint8Array::new(buffer).to_vec();
    match wire::decode::<RelayToWorker>(&frame) {
        Ok((RelayToWorker::Hello { version, isolation, validation, descriptors }, _))
            if version == PROTOCOL_VERSION =>
        {
            CONNECTION.with_borrow_mut(|connection| {
                connection.iter_mut().for_each(|connection| connection.said_hello = true);
            });
            calls(|calls| calls.set_validation(validation));
            posix::set_descriptors_max(descriptors);
            process::relay_answered(isolation);
        }
        Ok((RelayToWorker::Hello { version, .. }, _)) => lose(&format!(
            "the relay speaks version {version} of the protocol, this page version {PROTOCOL_VERSION}: reload the page"
        )),
        Ok((RelayToWorker::Validation { validation }, _)) => calls(|calls| calls.set_validation(validation)),
        Ok((RelayToWorker::Reply { id, outcome, facts }, payload)) => {
            calls(|calls| calls.end(CallId(id), outcome, &facts, payload));
        }
        Ok((RelayToWorker::Farewell { why }, _)) => CONNECTION.with_borrow_mut(|connection| {
            if let Some(connection) = connection {
                connection.farewell = Some(why);
            }
        }),
        Err(error) => lose(&format!("the relay sent a frame that cannot be read: {error}")),
    }
}

/// The process cannot go on without its sockets.
fn lose(why: &str) {
    end(ExitReason::RelayLost { why: why.to_owned() });
}

fn end(reason: ExitReason) {
    close();
    calls(Calls::end_all);
    page::exit(reason);
}

fn why_closed(event: &CloseEvent) -> ExitReason {
    let (url, said_hello, farewell) = CONNECTION.with_borrow_mut(|connection| {
        let known = connection.as_mut();
        known.map(|known| (known.url.clone(), known.said_hello, known.farewell.take())).unwrap_or_default()
    });
    let (code, reason) = (event.code(), event.reason());
    // What it says in the close itself is in English.
    if let Some(why) = farewell.or_else(|| (!reason.is_empty()).then(|| Explanation::verbatim(reason))) {
        return ExitReason::RelayClosed { why };
    }
    let why = match (code, said_hello) {
        (ABNORMAL_CLOSURE, false) => format!("the relay at {url} cannot be reached"),
        (ABNORMAL_CLOSURE, true) => "the connection to the relay was lost".to_owned(),
        _ => format!("the relay closed the connection with code {code}"),
    };
    ExitReason::RelayLost { why }
}
