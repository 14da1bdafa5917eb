//! The page at work: takes events, lets `update` decide, and has the effects done.

use crate::api::Api;
use crate::editor::{Editor, FileEditor};
use crate::event::Event;
use crate::language::{Language, say};
use crate::perform::perform;
use crate::place::Place;
use crate::random;
use crate::room::RoomSocket;
use crate::state::{State, TerminalId, WorkerId};
use crate::storage::RoomStorage;
use crate::update::update;
use crate::worker::PythonWorker;
use js_sys::{Date, WebAssembly};
use leptos::prelude::*;
use sockbox_language::Value;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// How long the panels rest, in what their last look has cost: they take at most a fifth of a processor.
const REST: f64 = 4.0;
/// Milliseconds that they rest at most: a person sees that something happens.
const REST_MAX: f64 = 200.0;

/// The page. Copies are all the same page.
#[derive(Clone, Copy)]
pub(crate) struct Page {
    state: RwSignal<State>,
    language: Memo<Language>,
    hands: StoredValue<Rc<Hands>, LocalStorage>,
}

/// What belongs to the browser and not to the state.
pub(crate) struct Hands {
    pub(crate) place: Place,
    /// What the page calls itself in its room.
    pub(crate) name: String,
    pub(crate) storage: RoomStorage,
    /// The connection to the room's events, the last that was made.
    pub(crate) room: RefCell<Option<RoomSocket>>,
    /// Python's module once it is compiled.
    pub(crate) module: RefCell<Option<WebAssembly::Module>>,
    /// The request for it that was made before this code had come.
    pub(crate) early_python: RefCell<Option<js_sys::Promise>>,
    pub(crate) workers: RefCell<HashMap<WorkerId, PythonWorker>>,
    pub(crate) editors: RefCell<HashMap<TerminalId, Rc<Editor>>>,
    pub(crate) file_editors: RefCell<HashMap<TerminalId, Rc<FileEditor>>>,
    pub(crate) api: Api,
    frame: Cell<Frame>,
}

/// How the panels stand to the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Frame {
    /// They have seen all of it.
    None,
    /// They look at it in the next frame.
    Due,
    /// They have looked, and rest.
    Drawn,
    /// They rest, and something has happened meanwhile.
    DrawnAndDue,
}

impl Hands {
    pub(crate) fn new(place: Place, early_python: Option<js_sys::Promise>) -> Self {
        Self {
            storage: RoomStorage::new(&place.room),
            place,
            name: random::page_name(),
            room: RefCell::default(),
            module: RefCell::default(),
            early_python: RefCell::new(early_python),
            workers: RefCell::default(),
            editors: RefCell::default(),
            file_editors: RefCell::default(),
            api: Api::default(),
            frame: Cell::new(Frame::None),
        }
    }

    /// The entry line of a terminal, if its panel stands.
    pub(crate) fn editor(&self, terminal: TerminalId) -> Option<Rc<Editor>> {
        self.editors.borrow().get(&terminal).cloned()
    }

    /// The editor of a terminal's file pane, if the panel stands.
    pub(crate) fn file_editor(&self, terminal: TerminalId) -> Option<Rc<FileEditor>> {
        self.file_editors.borrow().get(&terminal).cloned()
    }
}

impl Page {
    pub(crate) fn new(state: State, hands: Hands) -> Self {
        let state = RwSignal::new(state);
        let language = Memo::new(move |_| state.with(|state| state.language));
        Self { state, language, hands: StoredValue::new_local(Rc::new(hands)) }
    }

    pub(crate) fn hands(self) -> Rc<Hands> {
        self.hands.get_value()
    }

    /// Lets something happen. What it changes is shown in the next frame.
    pub(crate) fn dispatch(self, event: Event) {
        let effects = self.state.try_update_untracked(|state| update(state, event, Date::now()));
        for effect in effects.into_iter().flatten() {
            perform(self, effect);
        }
        self.request_frame();
    }

    /// Looks at the state; a panel that does will look again when it has changed.
    pub(crate) fn with<T>(self, look: impl FnOnce(&State) -> T) -> T {
        self.state.with(look)
    }

    /// Looks at the state once.
    pub(crate) fn with_untracked<T>(self, look: impl FnOnce(&State) -> T) -> T {
        self.state.with_untracked(look)
    }

    /// What the page speaks; a panel that asks will ask again when it has changed.
    pub(crate) fn language(self) -> Language {
        self.language.get()
    }

    /// A text that follows the language.
    pub(crate) fn say(self, id: &'static str) -> impl Fn() -> String + Copy + Send + Sync + 'static {
        move || say(self.language(), id, &[])
    }

    /// A text in the language of now, with these values in its places. A panel that asks will ask again when it has changed.
    pub(crate) fn say_with(self, id: &str, values: &[(&'static str, Value<'_>)]) -> String {
        say(self.language(), id, values)
    }

    /// However much happens, the panels look at the state once a frame, and rest between two looks as their work asks for.
    pub(crate) fn request_frame(self) {
        let hands = self.hands();
        match hands.frame.replace(Frame::Due) {
            Frame::None => {}
            Frame::Due => return,
            Frame::Drawn | Frame::DrawnAndDue => return hands.frame.set(Frame::DrawnAndDue),
        }
        let draw = Closure::once_into_js(move || self.draw());
        if window().request_animation_frame(draw.unchecked_ref()).is_err() {
            hands.frame.set(Frame::None);
        }
    }

    /// Programs that make thousands of calls a second need the processor more than the panels do. A task after the frame sees
    /// what the browser's layout and painting cost, too.
    fn draw(self) {
        let began = Date::now();
        self.hands().frame.set(Frame::Drawn);
        self.state.notify();
        after(0, move || {
            let cost = Date::now() - began;
            after((cost * REST).min(REST_MAX) as i32, move || self.end_rest());
        });
    }

    fn end_rest(self) {
        if self.hands().frame.replace(Frame::None) == Frame::DrawnAndDue {
            self.request_frame();
        }
    }

    /// Lets something happen after so many milliseconds.
    pub(crate) fn dispatch_later(self, event: Event, milliseconds: i32) {
        after(milliseconds, move || self.dispatch(event));
    }
}

/// Does something after so many milliseconds.
fn after(milliseconds: i32, act: impl FnOnce() + 'static) {
    let act = Closure::once_into_js(act);
    // Only a window that is going away refuses a timer.
    let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(act.unchecked_ref(), milliseconds);
}
