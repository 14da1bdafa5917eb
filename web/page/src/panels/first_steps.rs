//! First steps: what a learner who sees this for the first time may enter, call by call.

use crate::event::{Action, Event};
use crate::page::Page;
use crate::state::TerminalId;
use crate::storage::{self, Fold};
use leptos::ev::Event as DomEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// A line of code and the text that says what it does.
struct Step {
    code: &'static str,
    does: &'static str,
}

const fn step(code: &'static str, does: &'static str) -> Step {
    Step { code, does }
}

const SERVER: [Step; 6] = [
    step("import socket; s = socket.socket()", "first-steps-socket"),
    step("s.bind(('127.0.0.1', 8001))", "first-steps-bind"),
    step("s.listen(5)", "first-steps-listen"),
    step("c, a = s.accept()", "first-steps-accept"),
    step("c.recv(1024)", "first-steps-recv"),
    step("c.sendall(b'HELLO')", "first-steps-answer"),
];

const CLIENT: [Step; 4] = [
    step("import socket; s = socket.socket()", "first-steps-socket"),
    step("s.connect(('127.0.0.1', 8001))", "first-steps-connect"),
    step("s.sendall(b'hello')", "first-steps-send"),
    step("s.recv(1024)", "first-steps-read"),
];

/// The steps for the terminal of this title, if there are any.
pub(super) fn first_steps(page: Page, terminal: TerminalId, title: &str) -> Option<impl IntoView + use<>> {
    let steps: &[Step] = match title {
        "server" => &SERVER,
        "client" => &CLIENT,
        _ => return None,
    };
    let choose = move |code: &str| {
        let action = Action::Chose(code.to_owned());
        page.dispatch(Event::Acted { terminal, action });
    };
    let item = move |step: &'static Step| {
        view! {
            <li>
                <button type="button" on:click=move |_| choose(step.code)>{step.code}</button>
                <span class="does">{page.say(step.does)}</span>
            </li>
        }
    };
    // Who has a file pane open is past the first steps, and needs the room.
    let has_files =
        Memo::new(move |_| page.with(|state| state.terminal(terminal).is_some_and(|found| found.files.pane.is_open)));
    Some(view! {
        <details
            hidden=has_files
            class="first-steps"
            open=!storage::is_folded(Fold::FirstSteps)
            on:toggle=move |event| remember_fold(&event)
        >
            <summary>{page.say("first-steps")}</summary>
            <ol>{steps.iter().map(item).collect_view()}</ol>
        </details>
    })
}

/// Who has folded the steps away does not need them at the next visit.
fn remember_fold(event: &DomEvent) {
    if let Some(details) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
        storage::remember_fold(Fold::FirstSteps, !details.has_attribute("open"));
    }
}
