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
use std::time::Duration;
use wasm_bindgen::prelude::*;
use web_sys::Worker;

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
    /// The worker that compiles it, if it was made before this code had come.
    pub(crate) early_compiler: RefCell<Option<Worker>>,
    /// Workers of terminals that were made before it.
    pub(crate) early_processes: RefCell<Vec<Worker>>,
    pub(crate) workers: RefCell<HashMap<WorkerId, PythonWorker>>,
    pub(crate) editors: RefCell<HashMap<TerminalId, Rc<Editor>>>,
    pub(crate) file_editors: RefCell<HashMap<TerminalId, Rc<FileEditor>>>,
    pub(crate) api: Api,
    is_frame_due: Cell<bool>,
    /// A timer runs that will ask for a frame.
    is_frame_planned: Cell<bool>,
    /// When the panels last looked at the state, in milliseconds since 1970.
    last_frame: Cell<f64>,
    /// Milliseconds until the page was free again after that.
    frame_took: Cell<f64>,
}

/// While there is nothing to show but that calls begin and end, the page draws for one part of the time in so many: a program can
/// make thousands of calls a second, and needs the processor more than the page does.
const SHARE_OF_FRAMES: f64 = 8.0;
/// Milliseconds from one such frame to the next, at least and at most.
const FRAME_OF_CALLS: (f64, f64) = (100.0, 500.0);

impl Hands {
    pub(crate) fn new(place: Place, early_compiler: Option<Worker>, early_processes: Vec<Worker>) -> Self {
        Self {
            storage: RoomStorage::new(&place.room),
            place,
            name: random::page_name(),
            room: RefCell::default(),
            module: RefCell::default(),
            early_compiler: RefCell::new(early_compiler),
            early_processes: RefCell::new(early_processes),
            workers: RefCell::default(),
            editors: RefCell::default(),
            file_editors: RefCell::default(),
            api: Api::default(),
            is_frame_due: Cell::new(false),
            is_frame_planned: Cell::new(false),
            last_frame: Cell::new(0.0),
            frame_took: Cell::new(0.0),
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
        let can_wait = match &event {
            Event::Said { message, .. } => message.can_wait(),
            Event::Ticked => true,
            _ => false,
        };
        let effects = self.state.try_update_untracked(|state| update(state, event, Date::now()));
        for effect in effects.into_iter().flatten() {
            perform(self, effect);
        }
        if can_wait {
            self.plan_frame();
        } else {
            self.request_frame();
        }
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

    /// However much happens, the panels look at the state once a frame.
    pub(crate) fn request_frame(self) {
        let hands = self.hands();
        if hands.is_frame_due.replace(true) {
            return;
        }
        let draw = Closure::once_into_js(move || {
            let hands = self.hands();
            let began = Date::now();
            hands.is_frame_due.set(false);
            hands.last_frame.set(began);
            self.state.notify();
            // A timer comes after what the browser itself does for the frame.
            set_timeout(move || self.hands().frame_took.set(Date::now() - began), Duration::ZERO);
        });
        if window().request_animation_frame(draw.unchecked_ref()).is_err() {
            hands.is_frame_due.set(false);
        }
    }

    /// Asks for a frame that need not be the next one.
    pub(crate) fn plan_frame(self) {
        let hands = self.hands();
        let (least, most) = FRAME_OF_CALLS;
        let pause = (hands.frame_took.get() * SHARE_OF_FRAMES).clamp(least, most);
        let left = hands.last_frame.get() + pause - Date::now();
        // A clock that was set back must not stop the page.
        if !(0.0..=pause).contains(&left) {
            return self.request_frame();
        }
        if hands.is_frame_due.get() || hands.is_frame_planned.replace(true) {
            return;
        }
        let ask = move || {
            self.hands().is_frame_planned.set(false);
            self.request_frame();
        };
        set_timeout(ask, Duration::from_secs_f64(left / 1_000.0));
    }

    /// Lets something happen after so many milliseconds.
    pub(crate) fn dispatch_later(self, event: Event, milliseconds: i32) {
        let happen = Closure::once_into_js(move || self.dispatch(event));
        // Only a window that is going away refuses a timer.
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(happen.unchecked_ref(), milliseconds);
    }
}
