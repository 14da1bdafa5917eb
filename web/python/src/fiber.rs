//! Fibers: a Python thread is a stack that the browser sets aside (JSPI) while it waits.
//!
//! ```text
//! microtask -> run_fiber(id) -> enter -> Python ... park -> block_on  ~~ suspended, other fibers run ~~  -> ... -> return
//! ```
//!
//! Everything that waits does it through [`park`], and [`park`] alone suspends. Fibers change hands nowhere else, so
//! between two parks no other Python code runs, except where the [interrupt hook](crate::interrupt) parks for a moment.

use crate::clock::{self, Deadline};
use crate::wait;
use js_sys::{Function, Promise};
use parking_lot_core::FiberHost;
use rustpython_vm::VirtualMachine;
use rustpython_vm::frame::FrameObjectRef;
use rustpython_vm::signal::eval_hook;
use rustpython_vm::vm::thread;
use sockbox_message::Awaited;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::time::Duration;
use wasm_bindgen::prelude::*;

/// Names a fiber for as long as the process lives; Python sees it as the thread's identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct FiberId(pub(crate) u64);

/// The main thread: it runs the cells.
pub(crate) const MAIN: FiberId = FiberId(1);

type Task = Box<dyn FnOnce()>;

/// The innermost frames of the fibers that have told.
type Frames = BTreeMap<FiberId, Option<FrameObjectRef>>;

thread_local! {
    static CURRENT: Cell<FiberId> = const { Cell::new(MAIN) };
    static LAST_ID: Cell<u64> = const { Cell::new(MAIN.0) };
    /// How many fibers have begun and not ended.
    static LIVE: Cell<usize> = const { Cell::new(0) };
    /// Those that wait for a lock of the interpreter's, and that nobody has woken.
    static LOCKED: RefCell<BTreeSet<FiberId>> = const { RefCell::new(BTreeSet::new()) };
    static TASKS: RefCell<HashMap<FiberId, Task>> = RefCell::default();
    static PARKED: RefCell<HashMap<FiberId, Parked>> = RefCell::default();
    static YIELDED: RefCell<VecDeque<FiberId>> = RefCell::default();
    static BROWSER: RefCell<Option<Browser>> = const { RefCell::new(None) };
    /// While somebody asks for the frames of all fibers.
    static FRAMES: RefCell<Option<Frames>> = const { RefCell::new(None) };
}

/// What fibers need of the browser, made once.
struct Browser {
    scope: web_sys::WorkerGlobalScope,
    /// Its messages come back through the event loop in microseconds, where a timer of 0 takes milliseconds.
    channel: web_sys::MessageChannel,
    start: Closure<dyn FnMut(JsValue)>,
    timer: Closure<dyn Fn(f64)>,
    _yielded: Closure<dyn Fn()>,
}

struct Parked {
    resume: Function,
    timer: Option<i32>,
}

/// Prepares the browser's part. `run_fiber` is this module's export of that name: a fiber's stack begins where
/// JavaScript calls it.
///
/// # Errors
/// The browser refuses a `MessageChannel`.
pub(crate) fn initialize(run_fiber: Function) -> Result<(), JsValue> {
    let channel = web_sys::MessageChannel::new()?;
    let yielded = Closure::new(|| {
        if let Some(fiber) = YIELDED.with_borrow_mut(VecDeque::pop_front) {
            unpark(fiber);
        }
    });
    parking_lot_core::set_fiber_host(FiberHost {
        current: || current().0 as usize,
        park: park_for_lock,
        unpark: |fiber| unlock(FiberId(fiber as u64)),
    });
    channel.port1().set_onmessage(Some(yielded.as_ref().unchecked_ref()));
    let browser = Browser {
        scope: js_sys::global().unchecked_into(),
        channel,
        start: Closure::new(move |fiber: JsValue| {
            // A fiber that traps rejects this promise; worker.js hears of every rejection nobody handles.
            let _ = run_fiber.call1(&JsValue::UNDEFINED, &fiber);
        }),
        timer: Closure::new(|fiber: f64| unpark(FiberId(fiber as u64))),
        _yielded: yielded,
    };
    BROWSER.set(Some(browser));
    Ok(())
}

/// The fiber that runs now.
pub(crate) fn current() -> FiberId {
    CURRENT.get()
}

/// An identifier for a new thread.
pub(crate) fn next_id() -> FiberId {
    let id = LAST_ID.get() + 1;
    LAST_ID.set(id);
    FiberId(id)
}

/// Lets `fiber` run `task`, from a microtask: never while another fiber's frames are live.
pub(crate) fn start(fiber: FiberId, task: impl FnOnce() + 'static) {
    TASKS.with_borrow_mut(|tasks| tasks.insert(fiber, Box::new(task)));
    BROWSER.with_borrow(|browser| {
        if let Some(browser) = browser {
            let _ = Promise::resolve(&JsValue::from(fiber.0 as f64)).then(&browser.start);
        }
    });
}

/// Where a fiber's stack begins: runs the task that was started for it.
pub(crate) fn run(fiber: FiberId) {
    if let Some(task) = TASKS.with_borrow_mut(|tasks| tasks.remove(&fiber)) {
        CURRENT.set(fiber);
        LIVE.set(LIVE.get() + 1);
        clock::begin_running(0.0);
        task();
        clock::end_running();
        LIVE.set(LIVE.get() - 1);
        expect_a_free_one();
    }
}

/// Sets the running fiber aside until [`unpark`] or the deadline. It may wake for no reason: look again at what is waited for.
pub(crate) fn park(deadline: Deadline) {
    crate::output::flush();
    crate::files::report_soon();
    let fiber = current();
    let promise = Promise::new(&mut |resume, _| {
        let timer = deadline.remaining().map(|left| set_timer(fiber, left.as_secs_f64() * 1000.0));
        PARKED.with_borrow_mut(|parked| parked.insert(fiber, Parked { resume, timer }));
    });
    block_on(&promise);
}

/// Sets the running fiber aside because another one uses an object of the interpreter, whose lock says so.
fn park_for_lock() {
    let fiber = current();
    LOCKED.with_borrow_mut(|locked| locked.insert(fiber));
    expect_a_free_one();
    let _listed = wait::listed(Awaited::Object);
    // One that wakes for another reason, such as Ctrl-C, has to go on to wait: nothing can be raised here.
    while LOCKED.with_borrow(|locked| locked.contains(&fiber)) {
        park(Deadline::NEVER);
    }
}

/// What nobody else can let go would hold the process for ever.
fn expect_a_free_one() {
    let locked = LOCKED.with_borrow(BTreeSet::len);
    assert!(locked == 0 || locked < LIVE.get(), "all threads wait for objects that they use themselves");
}

/// The lock that `fiber` waits for is free.
fn unlock(fiber: FiberId) {
    LOCKED.with_borrow_mut(|locked| locked.remove(&fiber));
    unpark(fiber);
}

/// The innermost frame of each fiber that has any, copied.
pub(crate) fn frames(vm: &VirtualMachine) -> Vec<(FiberId, FrameObjectRef)> {
    while FRAMES.with_borrow(Option::is_some) {
        yield_now();
    }
    FRAMES.set(Some(Frames::new()));
    let parked = PARKED.with_borrow(|parked| parked.keys().copied().collect::<Vec<_>>());
    // They come back for no reason of theirs, tell their frames, and are set aside again.
    parked.iter().for_each(|fiber| unpark(*fiber));
    tell_frame(vm);
    let have_told =
        || FRAMES.with_borrow(|told| told.iter().all(|told| parked.iter().all(|fiber| told.contains_key(fiber))));
    while !have_told() {
        yield_now();
    }
    let told = FRAMES.take().unwrap_or_default();
    told.into_iter().filter_map(|(fiber, frame)| Some((fiber, frame?))).collect()
}

/// Tells the running fiber's frame, if somebody asks for it.
fn tell_frame(vm: &VirtualMachine) {
    let is_asked = FRAMES.with_borrow(|told| told.as_ref().is_some_and(|told| !told.contains_key(&current())));
    if is_asked {
        let frame = eval_hook::copy_of_frames(vm);
        FRAMES.with_borrow_mut(|told| told.as_mut().and_then(|told| told.insert(current(), frame)));
    }
}

/// Lets everything else that is ready run first: other fibers, and messages from the page.
pub(crate) fn yield_now() {
    BROWSER.with_borrow(|browser| {
        if let Some(browser) = browser {
            YIELDED.with_borrow_mut(|yielded| yielded.push_back(current()));
            let _ = browser.channel.port2().post_message(&JsValue::NULL);
        }
    });
    park(Deadline::NEVER);
}

/// Wakes `fiber` if it is parked.
pub(crate) fn unpark(fiber: FiberId) {
    let Some(parked) = PARKED.with_borrow_mut(|parked| parked.remove(&fiber)) else { return };
    if let Some(timer) = parked.timer {
        BROWSER.with_borrow(|browser| browser.as_ref().map(|browser| browser.scope.clear_timeout_with_handle(timer)));
    }
    let _ = parked.resume.call0(&JsValue::UNDEFINED);
}

/// Wakes `fiber` when this time has gone by, whatever it waits for then.
pub(crate) fn wake_later(fiber: FiberId, after: Duration) {
    set_timer(fiber, after.as_secs_f64() * 1000.0);
}

/// Calls a function after `milliseconds`, outside of any fiber.
pub(crate) fn call_later(function: &Function, milliseconds: f64) {
    BROWSER.with_borrow(|browser| {
        let browser = browser.as_ref().expect("fibers run only after initialize");
        let set = browser.scope.set_timeout_with_callback_and_timeout_and_arguments_0(function, milliseconds as i32);
        set.expect("setTimeout takes any function and number")
    });
}

/// Unparks `fiber` after `milliseconds`. Browsers take a delay beyond 31 bits for none at all; the waiter looks again then.
fn set_timer(fiber: FiberId, milliseconds: f64) -> i32 {
    let delay = milliseconds.ceil().min(f64::from(i32::MAX)) as i32;
    let fiber = JsValue::from(fiber.0 as f64);
    BROWSER.with_borrow(|browser| {
        let browser = browser.as_ref().expect("fibers run only after initialize");
        let callback = browser.timer.as_ref().unchecked_ref();
        browser
            .scope
            .set_timeout_with_callback_and_timeout_and_arguments_1(callback, delay, &fiber)
            .expect("setTimeout takes any function and number")
    })
}

/// The one suspension point. What RustPython keeps per operating-system thread is taken down before and put back after,
/// as it does itself around a native call that blocks.
fn block_on(promise: &Promise) {
    let fiber = current();
    let frame = thread::set_current_frame(std::ptr::null());
    let saved = thread::save_current_thread();
    let ran = clock::end_running();
    // Nothing rejects these promises, and they carry no value.
    let _ = js_sys::futures::jspi_block_on_promise(promise);
    clock::begin_running(ran);
    thread::restore_current_thread(saved);
    let _ = thread::set_current_frame(frame);
    CURRENT.set(fiber);
    thread::with_current_vm(tell_frame);
}
