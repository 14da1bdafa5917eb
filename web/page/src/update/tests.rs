//! A page without a browser: events in, effects out.

mod files;
mod inspection;
mod language;
mod life;
mod program;
mod room;
mod sockets;
mod typing;

use super::update;
use crate::effect::{Answer, Effect};
use crate::event::{Action, Event, Jspi, Wish};
use crate::state::{RequestId, State, Terminal, TerminalId, WorkerId};
use sockbox_message::{End, Excerpt, PageToWorker, Stream, WorkerToPage};

/// `server`, the first terminal.
const SERVER: TerminalId = TerminalId(1);
const CLIENT: TerminalId = TerminalId(2);

/// The state, a clock, and the effects since they were last looked at.
struct Desk {
    state: State,
    now: f64,
    effects: Vec<Effect>,
}

impl Desk {
    /// A page that is loading Python.
    fn loading() -> Self {
        let mut desk = Self { state: State::new(1_000), now: 1_000.0, effects: Vec::new() };
        desk.happen(Event::Booted { jspi: Jspi::Present, restored: Vec::new() });
        desk
    }

    /// A page at two prompts.
    fn ready() -> Self {
        let mut desk = Self::loading();
        desk.happen(Event::PythonCompiled);
        for id in [SERVER, CLIENT] {
            desk.become_ready(id);
        }
        desk.effects.clear();
        desk
    }

    fn happen(&mut self, event: Event) {
        self.effects.extend(update(&mut self.state, event, self.now));
    }

    fn act(&mut self, action: Action) {
        self.happen(Event::Acted { terminal: SERVER, action });
    }

    fn submit(&mut self, text: &str) {
        self.act(Action::Submitted(text.to_owned()));
    }

    fn ask(&mut self, wish: Wish) {
        self.happen(Event::Asked { terminal: SERVER, wish });
    }

    fn ask_run(&mut self, request: u64, source: &str) {
        self.ask(Wish::Run { request: RequestId(request), source: source.to_owned() });
    }

    /// The server's worker says something.
    fn say(&mut self, message: WorkerToPage) {
        let worker = self.server().worker;
        self.happen(Event::Said { worker, message });
    }

    fn become_ready(&mut self, id: TerminalId) {
        let worker = self.terminal(id).worker;
        let message = WorkerToPage::Ready { python: "3.14.0".to_owned(), isolated: true };
        self.happen(Event::Said { worker, message });
    }

    fn print(&mut self, stream: Stream, text: &str) {
        self.say(WorkerToPage::Output { stream, text: text.to_owned() });
    }

    fn finish(&mut self, cell: u64) {
        self.say(WorkerToPage::Finished { cell, end: End::Completed, value: None });
    }

    fn begin_call(&mut self, call: u64, text: &str, place: Option<&str>) {
        let place = place.map(str::to_owned);
        self.say(WorkerToPage::CallBegun {
            call,
            fd: Some(3),
            text: text.to_owned(),
            place,
            at: self.now,
            socket: None,
            waits: None,
            payload: Excerpt::default(),
        });
    }

    /// Lets time go by, with one tick at its end.
    fn wait(&mut self, milliseconds: f64) {
        self.now += milliseconds;
        self.happen(Event::Ticked);
    }

    fn terminal(&self, id: TerminalId) -> &Terminal {
        self.state.terminal(id).expect("the terminal is open")
    }

    fn server(&self) -> &Terminal {
        self.terminal(SERVER)
    }

    fn output(&self) -> String {
        self.server().scrollback.text()
    }

    fn status(&self) -> String {
        self.state.status(self.server()).text
    }

    /// The messages that were posted to any worker.
    fn posted(&self) -> Vec<&PageToWorker> {
        let effects = self.effects.iter();
        effects
            .filter_map(|effect| if let Effect::Post { message, .. } = effect { Some(message) } else { None })
            .collect()
    }

    /// The sources of the cells that were posted.
    fn sources(&self) -> Vec<&str> {
        let mut sources = Vec::new();
        for message in self.posted() {
            if let PageToWorker::RunCell { source, .. } = message {
                sources.push(source.as_str());
            }
        }
        sources
    }

    fn answer(&self, request: u64) -> Option<&Result<Answer, String>> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::Answer { request: RequestId(id), answer } if *id == request => Some(answer),
            _ => None,
        })
    }

    fn has_terminated(&self, worker: WorkerId) -> bool {
        self.effects.contains(&Effect::Terminate { worker })
    }
}
