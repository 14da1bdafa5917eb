//! The list of examples, and what is said about the one that was opened.

use super::marked::marked;
use crate::event::{Event, ExampleEvent};
use crate::page::Page;
use crate::state::{Example, ExampleList};
use leptos::prelude::*;

/// The id of the panel, which its button names.
const PANEL: &str = "examples";

pub(super) fn examples(page: Page) -> impl IntoView {
    let ask = move |_| page.dispatch(Event::Examples(ExampleEvent::Asked));
    let list = Memo::new(move |_| page.with(|state| state.examples.list.clone()));
    let content = move || match list.get() {
        ExampleList::Unasked | ExampleList::Fetching => view! { <p>{page.say("examples-coming")}</p> }.into_any(),
        ExampleList::Failed(why) => view! { <p role="alert">{page.say("examples-failed")}" "{why}</p> }.into_any(),
        ExampleList::Here(list) => {
            view! { <ol class="examples">{list.into_iter().map(|one| item(page, one)).collect_view()}</ol> }.into_any()
        }
    };
    view! {
        <button type="button" class="opens-examples" popovertarget=PANEL on:click=ask>{page.say("examples")}</button>
        <section class="network" id=PANEL popover="auto" aria-labelledby="examples-heading">
            <header>
                <h2 id="examples-heading">{page.say("examples")}</h2>
                <button type="button" popovertarget=PANEL popovertargetaction="hide">{page.say("close")}</button>
            </header>
            <p>{page.say("examples-what")}</p>
            {content}
        </section>
    }
}

fn item(page: Page, example: Example) -> impl IntoView {
    let name = example.name.clone();
    let choose = move |_| page.dispatch(Event::Examples(ExampleEvent::Chosen(name.clone())));
    view! {
        <li>
            <button
                type="button"
                data-example=example.name
                popovertarget=PANEL
                popovertargetaction="hide"
                on:click=choose
            >
                {move || example.title.in_language(page.language()).to_owned()}
            </button>
            <p>{move || example.look.in_language(page.language()).to_owned()}</p>
        </li>
    }
}

/// What to look at in the example that was opened last.
pub(super) fn told(page: Page) -> impl IntoView {
    let told = Memo::new(move |_| page.with(|state| state.examples.told.clone()));
    let run = move |_| page.dispatch(Event::Examples(ExampleEvent::Ran));
    let dismiss = move |_| page.dispatch(Event::Examples(ExampleEvent::Read));
    move || {
        told.get().map(|(title, look)| {
            let language = page.language();
            let (title, look) = (title.in_language(language).to_owned(), look.in_language(language).to_owned());
            view! {
                <div class="notice" role="status">
                    <p><b>{title}</b>" "{look}" "{move || marked(&page.say_with("examples-how", &[]))}</p>
                    <button type="button" class="run" on:click=run>{page.say("examples-run")}</button>
                    <button type="button" on:click=dismiss>{page.say("dismiss")}</button>
                </div>
            }
        })
    }
}
