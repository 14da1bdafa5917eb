//! The page: terminals and a timeline of calls, over a pure core.
//!
//! ```text
//! person, worker, script -> Event -> update(state, event, now) -> Effects -> worker, editor, storage, script
//!                                         |
//!                                       State -> panels
//! ```
//!
//! `state`, `event`, `effect`, `update`, `language` and `diagram` know no browser and are tested on the host. Everything else is the thin
//! rest.

pub mod diagram;
pub mod effect;
pub mod event;
pub mod language;
pub mod state;
pub mod update;

mod address;
mod api;
mod editor;
mod examples;
mod leave;
mod page;
mod panels;
mod perform;
mod place;
mod python;
mod random;
mod relay;
mod room;
mod speech;
mod storage;
mod worker;

use crate::event::{Event, Jspi};
use crate::page::{Hands, Page};
use crate::state::State;
use js_sys::Reflect;
use leptos::mount::mount_to;
use leptos::prelude::{IntoView, document};
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, Worker};

/// Fills the element `#page`, whose `data-python-size` is the size of Python's module in bytes. `assets` is the folder
/// of `page.js` with a slash at its end; `compiler` is the worker that compiles the module, and `processes` are workers of terminals, as
/// far as they were made already. Where the page's address leads nowhere it says so instead, and returns why.
///
/// # Errors
/// If there is no such element.
#[wasm_bindgen]
pub fn start(assets: &str, compiler: Option<Worker>, processes: Vec<Worker>) -> Result<Option<String>, JsValue> {
    let root: HtmlElement = document().get_element_by_id("page").ok_or("there is no #page")?.dyn_into()?;
    let size = root.get_attribute("data-python-size").and_then(|size| size.parse().ok()).unwrap_or(0);
    let settled = address::settle(assets)?;
    root.set_text_content(None);
    let language = speech::chosen();
    speech::mark(language);
    match settled {
        Ok(place) => {
            let state = State { language, ..State::new(size) };
            mount_to(root, move || open(state, Hands::new(place, compiler, processes))).forget();
            Ok(None)
        }
        Err(misplaced) => {
            let why = misplaced.to_string();
            mount_to(root, move || panels::misplaced(&misplaced, language)).forget();
            Ok(Some(why))
        }
    }
}

fn open(state: State, hands: Hands) -> impl IntoView {
    let restored = state.terminals.iter().map(|terminal| hands.storage.restore(&terminal.title)).collect();
    let page = Page::new(state, hands);
    api::publish(page);
    leave::end_processes_with(page);
    page.dispatch(Event::Booted { jspi: find_jspi(), restored });
    if storage::is_refused() {
        page.dispatch(Event::StorageRefused);
    }
    panels::screen(page)
}

fn find_jspi() -> Jspi {
    let web_assembly = Reflect::get(&js_sys::global(), &"WebAssembly".into()).unwrap_or(JsValue::UNDEFINED);
    let has = web_assembly.is_object() && Reflect::has(&web_assembly, &"Suspending".into()).unwrap_or(false);
    if has { Jspi::Present } else { Jspi::Missing }
}
