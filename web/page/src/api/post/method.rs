//! The methods that a parent window may call: those of `Sockbox`, and those of `Process` with the process named.

use super::request::Request;
use super::{Parent, object};
use crate::api::listeners::Subject;
use crate::api::process::Process;
use crate::api::sockbox::Sockbox;
use crate::page::Page;
use crate::state::TerminalId;
use js_sys::{Array, Error, Promise, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// The answer of what has no value.
const DONE: Result<JsValue, JsValue> = Ok(JsValue::UNDEFINED);

/// Calls the method that is asked for.
///
/// # Errors
/// An `Error` of JavaScript, as the method itself would throw it or be rejected with.
pub(super) async fn call(parent: &Parent, request: &Request, origin: &str) -> Result<JsValue, JsValue> {
    let sockbox = Sockbox::new(parent.page);
    match request.method.as_str() {
        "ready" => wait(sockbox.ready()).await,
        "version" => Ok(sockbox.version().into()),
        "room" => Ok(sockbox.room()),
        "relay" => Ok(sockbox.relay().into()),
        "processes" => Ok(describe_all(parent.page)),
        "open" => describe_opened(wait(sockbox.open(request.args.get(0))).await?),
        "on" if request.target.is_none() => {
            let listen = |event: &str, tell: JsValue| sockbox.on(event, tell);
            parent.subscriptions.add(&parent.window, Subject::Page, request.event(), origin, listen).and(DONE)
        }
        "off" if request.target.is_none() => {
            parent.subscriptions.remove(Subject::Page, &request.event());
            DONE
        }
        _ => call_process(parent, request, origin).await,
    }
}

/// The methods of `Process`.
enum Method {
    Run,
    Start,
    Write,
    Threads,
    Pace,
    Step,
    Output,
    Close,
    Interrupt,
    Kill,
    On,
    Off,
}

impl Method {
    fn named(name: &str) -> Result<Self, JsValue> {
        Ok(match name {
            "run" => Self::Run,
            "start" => Self::Start,
            "write" => Self::Write,
            "threads" => Self::Threads,
            "pace" => Self::Pace,
            "step" => Self::Step,
            "output" => Self::Output,
            "close" => Self::Close,
            "interrupt" => Self::Interrupt,
            "kill" => Self::Kill,
            "on" => Self::On,
            "off" => Self::Off,
            _ => return Err(Error::new(&format!("there is no method {name:?}")).into()),
        })
    }
}

async fn call_process(parent: &Parent, request: &Request, origin: &str) -> Result<JsValue, JsValue> {
    // A wrong name is told as such, also without a process.
    let method = Method::named(&request.method)?;
    let terminal = find(parent.page, request)?;
    let process = Process::new(parent.page, terminal);
    let argument = |n| request.args.get(n);
    let subject = Subject::Process(terminal);
    match method {
        Method::Run => wait(process.run(argument(0))).await,
        Method::Start => wait(process.start(argument(0), argument(1))).await,
        Method::Write => wait(process.write(argument(0))).await,
        Method::Threads => wait(process.threads()).await,
        Method::Pace => process.pace(argument(0)).and(DONE),
        Method::Step => {
            process.step(argument(0));
            DONE
        }
        Method::Output => Ok(process.output().into()),
        Method::Close => wait(process.close()).await,
        Method::Interrupt => {
            process.interrupt();
            DONE
        }
        Method::Kill => {
            process.kill();
            DONE
        }
        Method::On => {
            let listen = |event: &str, tell: JsValue| process.on(event, tell);
            parent.subscriptions.add(&parent.window, subject, request.event(), origin, listen).and(DONE)
        }
        Method::Off => {
            parent.subscriptions.remove(subject, &request.event());
            DONE
        }
    }
}

fn find(page: Page, request: &Request) -> Result<TerminalId, JsValue> {
    let missing = || Error::new("process is missing: the id or the title of a process");
    let target = request.target.as_ref().ok_or_else(missing)?;
    let found = page.with_untracked(|state| {
        let mut terminals = state.terminals.iter();
        terminals.find(|terminal| target.names(terminal)).map(|terminal| terminal.id)
    });
    found.ok_or_else(|| Error::new(&format!("there is no process {target}")).into())
}

/// A `Process` cannot be posted; its id and its title can.
fn describe_opened(process: JsValue) -> Result<JsValue, JsValue> {
    let field = |name: &str| Reflect::get(&process, &name.into());
    Ok(object(&[("id", field("id")?), ("title", field("title")?)]).into())
}

fn describe_all(page: Page) -> JsValue {
    page.with_untracked(|state| {
        let describe = |id: u32, title: &str| object(&[("id", id.into()), ("title", title.into())]);
        state.terminals.iter().map(|terminal| describe(terminal.id.0, &terminal.title)).collect::<Array>().into()
    })
}

async fn wait(promise: Promise) -> Result<JsValue, JsValue> {
    JsFuture::from(promise).await
}
