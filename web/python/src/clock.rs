//! Time: deadlines for whatever waits, and the functions of Python's `time` that RustPython cannot offer on wasm32.

use std::cell::Cell;
use std::time::Duration;

/// When a wait gives up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Deadline(Option<f64>);

impl Deadline {
    /// It never gives up.
    pub(crate) const NEVER: Deadline = Deadline(None);

    /// This long from now; `None` never gives up.
    pub(crate) fn after(limit: Option<Duration>) -> Deadline {
        Deadline(limit.map(|limit| now() + limit.as_secs_f64() * 1000.0))
    }

    /// How long it still is; `None` for ever.
    pub(crate) fn remaining(self) -> Option<Duration> {
        self.0.map(|at| Duration::from_secs_f64((at - now()).max(0.0) / 1000.0))
    }

    /// Whether it has come.
    pub(crate) fn is_past(self) -> bool {
        self.0.is_some_and(|at| at <= now())
    }
}

/// Milliseconds since the worker began, steady.
pub(crate) fn now() -> f64 {
    of_performance(web_sys::Performance::now)
}

fn of_performance(ask: impl Fn(&web_sys::Performance) -> f64) -> f64 {
    thread_local! {
        static PERFORMANCE: Option<web_sys::Performance> = {
            use wasm_bindgen::JsCast;
            js_sys::global().unchecked_into::<web_sys::WorkerGlobalScope>().performance()
        };
    }
    PERFORMANCE.with(|performance| performance.as_ref().map_or(0.0, ask))
}

/// Milliseconds since 1970 (UTC), with fractions. All workers of a page count from the same clock: their calls are put in order by it.
pub(crate) fn wall_clock() -> f64 {
    let precise = of_performance(web_sys::Performance::time_origin) + now();
    let coarse = js_sys::Date::now();
    // The steady clock may stand still while the computer sleeps, and the other one may be set.
    if (precise - coarse).abs() < 20.0 { precise } else { coarse }
}

/// Seconds that local time is behind UTC, without and with daylight saving time; both alike where there is none.
fn zone_offsets() -> (f64, f64) {
    let year = js_sys::Date::new_0().get_full_year();
    let in_month = |month| js_sys::Date::new_with_year_month(year, month).get_timezone_offset() * 60.0;
    let (january, july) = (in_month(0), in_month(6));
    (january.max(july), january.min(july))
}

/// Milliseconds in which Python ran, which the browser does not tell: what it waits for does not count.
#[derive(Debug, Clone, Copy, Default)]
struct Running {
    since: f64,
    process: f64,
    thread: f64,
}

thread_local! {
    static RUNNING: Cell<Running> = const { Cell::new(Running { since: 0.0, process: 0.0, thread: 0.0 }) };
}

/// A thread that has run for so long goes on, or begins.
pub(crate) fn begin_running(thread: f64) {
    RUNNING.set(Running { since: now(), thread, ..RUNNING.get() });
}

/// The running thread is set aside, or ends; how long it has run.
pub(crate) fn end_running() -> f64 {
    RUNNING.set(running());
    RUNNING.get().thread
}

fn running() -> Running {
    let Running { since, process, thread } = RUNNING.get();
    let now = now();
    Running { since: now, process: process + now - since, thread: thread + now - since }
}

/// What replaces the functions of the same names in Python's `time`: RustPython's own panic on wasm32.
#[rustpython_vm::pymodule(name = "_clock")]
pub(crate) mod python {
    use super::{Deadline, zone_offsets};
    use crate::fiber;
    use rustpython_vm::builtins::{PyStrRef, PyTupleRef};
    use rustpython_vm::function::{ArgIntoFloat, FuncArgs, KwArgs};
    use rustpython_vm::{PyObjectRef, PyResult, VirtualMachine};
    use sockbox_message::Awaited;
    use std::time::Duration;

    const NANOSECONDS_PER_MILLISECOND: f64 = 1e6;
    /// In seconds: what browsers round to for a page that is not isolated from other origins, High Resolution Time section 7.
    const RESOLUTION: f64 = 1e-4;

    #[pyattr]
    fn timezone(_vm: &VirtualMachine) -> i32 {
        zone_offsets().0 as i32
    }

    #[pyattr]
    fn altzone(_vm: &VirtualMachine) -> i32 {
        zone_offsets().1 as i32
    }

    #[pyattr]
    fn daylight(_vm: &VirtualMachine) -> i32 {
        let (standard, summer) = zone_offsets();
        i32::from(standard != summer)
    }

    /// Browsers know no abbreviations; the offsets stand for them, as they do in zones that have none.
    #[pyattr]
    fn tzname(vm: &VirtualMachine) -> PyTupleRef {
        let name = |offset: f64| match (-offset / 60.0) as i32 {
            0 => "UTC".to_owned(),
            east => format!("{:+03}{:02}", east / 60, east.abs() % 60),
        };
        let (standard, summer) = zone_offsets();
        vm.new_tuple((name(standard), name(summer)))
    }

    #[pyfunction]
    fn sleep(seconds: ArgIntoFloat, vm: &VirtualMachine) -> PyResult<()> {
        let seconds = seconds.into_float();
        if seconds < 0.0 {
            return Err(vm.new_value_error("sleep length must be non-negative"));
        }
        let limit = Duration::try_from_secs_f64(seconds)
            .map_err(|_| vm.new_overflow_error("timestamp too large to convert to C PyTime_t"))?;
        if limit.is_zero() {
            fiber::yield_now();
            return crate::interrupt::check(vm);
        }
        let time = Awaited::Time { seconds: Some(seconds) };
        crate::wait::until(vm, time, Deadline::after(Some(limit)), || None::<()>).map(drop)
    }

    #[pyfunction]
    #[pyfunction(name = "perf_counter")]
    fn monotonic() -> f64 {
        super::now() / 1000.0
    }

    #[pyfunction]
    #[pyfunction(name = "perf_counter_ns")]
    fn monotonic_ns() -> u64 {
        (super::now() * NANOSECONDS_PER_MILLISECOND) as u64
    }

    #[pyfunction]
    fn process_time() -> f64 {
        super::running().process / 1000.0
    }

    #[pyfunction]
    fn process_time_ns() -> u64 {
        (super::running().process * NANOSECONDS_PER_MILLISECOND) as u64
    }

    #[pyfunction]
    fn thread_time() -> f64 {
        super::running().thread / 1000.0
    }

    #[pyfunction]
    fn thread_time_ns() -> u64 {
        (super::running().thread * NANOSECONDS_PER_MILLISECOND) as u64
    }

    // As `time.get_clock_info`: a `types.SimpleNamespace`.
    #[pyfunction]
    fn get_clock_info(name: PyStrRef, vm: &VirtualMachine) -> PyResult {
        let (implementation, adjustable) = match &*name.to_string_lossy() {
            "time" => ("Date.now()", true),
            "monotonic" | "perf_counter" | "process_time" | "thread_time" => ("performance.now()", false),
            _ => return Err(vm.new_value_error("unknown clock")),
        };
        let names: [(&str, PyObjectRef); 4] = [
            ("implementation", vm.ctx.new_str(implementation).into()),
            ("monotonic", vm.ctx.new_bool(!adjustable).into()),
            ("adjustable", vm.ctx.new_bool(adjustable).into()),
            ("resolution", vm.ctx.new_float(RESOLUTION).into()),
        ];
        let names = names.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<KwArgs>();
        vm.import("types", 0)?.get_attr("SimpleNamespace", vm)?.call(FuncArgs::new(Vec::new(), names), vm)
    }

    #[pyfunction]
    fn time() -> f64 {
        super::wall_clock() / 1000.0
    }

    #[pyfunction]
    fn time_ns() -> u64 {
        (super::wall_clock() * NANOSECONDS_PER_MILLISECOND) as u64
    }
}
