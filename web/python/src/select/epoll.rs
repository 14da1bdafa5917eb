//! `select.epoll`, epoll(7): an epoll of the relay's kernel, so that edges, one shots and everything else are as in Linux. What the relay
//! does not have, the terminal's descriptors, is watched here; it is level-triggered whatever is asked.

use crate::fiber::{self, FiberId};
use crate::wait::Waiters;
use sockbox_core::Fd;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// The descriptors of the terminal that are registered, with their events.
type Registered = BTreeMap<Fd, u32>;

/// What an epoll watches here.
#[derive(Default)]
struct Here {
    registered: Registered,
    /// Grows with each change of what is registered.
    version: u64,
    /// Who waits for it.
    waiting: Waiters,
    /// Whether the relay's descriptors were first when it was last asked what is ready.
    were_sockets_first: bool,
}

thread_local! {
    /// By the descriptor of the epoll.
    static HERE: RefCell<BTreeMap<i32, Here>> = const { RefCell::new(BTreeMap::new()) };
}

/// A descriptor is closed, which may be one of an epoll.
pub(crate) fn closed(fd: Fd) {
    HERE.with_borrow_mut(|here| here.remove(&fd.0));
}

fn with<R>(fd: i32, work: impl FnOnce(&mut Here) -> R) -> R {
    HERE.with_borrow_mut(|here| work(here.entry(fd).or_default()))
}

/// What is registered, and a number that changes with it; `None` once the epoll is closed.
fn registered(fd: i32) -> Option<(u64, Registered)> {
    HERE.with_borrow(|here| here.get(&fd).map(|here| (here.version, here.registered.clone())))
}

/// Whether the relay's descriptors are first this time, if a program takes only some: the kernel's turns its list as well.
fn are_sockets_first(fd: i32) -> bool {
    with(fd, |here| {
        here.were_sockets_first = !here.were_sockets_first;
        here.were_sockets_first
    })
}

/// Changes with what is registered; `None` once the epoll is closed.
fn version(fd: i32) -> Option<u64> {
    HERE.with_borrow(|here| here.get(&fd).map(|here| here.version))
}

/// Works on what is registered, and lets who waits for it look again.
fn change<R>(fd: i32, work: impl FnOnce(&mut Registered) -> R) -> R {
    let (worked, waiting) = with(fd, |here| {
        here.version += 1;
        (work(&mut here.registered), here.waiting.clone())
    });
    waiting.wake();
    worked
}

/// While the value lives, its fiber is unparked when what is registered changes.
struct Waiting {
    fd: i32,
    fiber: FiberId,
}

impl Waiting {
    fn begin(fd: i32) -> Waiting {
        let fiber = fiber::current();
        with(fd, |here| here.waiting.enter());
        Waiting { fd, fiber }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        HERE.with_borrow_mut(|here| here.get_mut(&self.fd).map(|here| here.waiting.leave(self.fiber)));
    }
}

#[rustpython_vm::pymodule(sub, name = "select")]
pub(super) mod python {
    use super::super::arguments::{descriptor, limit};
    use super::super::wait::{TERMINAL, poll_epoll};
    use super::Waiting;
    use crate::clock::Deadline;
    use crate::socket::call::{self, unexpected};
    use crate::{errors, files};
    use rustpython_vm::builtins::{PyType, PyTypeRef};
    use rustpython_vm::function::{ArgIntoFloat, FuncArgs, OptionalArg};
    use rustpython_vm::types::{Constructor, Destructor};
    use rustpython_vm::{FromArgs, Py, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, pyclass};
    use sockbox_core::constants::{EPOLLONESHOT, POLLIN, POLLOUT, POLLPRI};
    use sockbox_core::{Call, EpollOperation, Errno, Fd, PollEntry, Reply};
    use std::collections::BTreeMap;
    use std::sync::atomic::{AtomicI32, Ordering::Relaxed};

    #[pyattr(name = "EPOLL_CLOEXEC")]
    const CLOEXEC: i32 = 0x80000;

    /// The bits that poll(2) has as well.
    const EVENTS: u32 = 0xffff;
    /// Ours: it has told its one shot. A mask without events is another thing: hang-ups and errors are told all the same.
    const DISARMED: u32 = 1 << 27;
    /// How many descriptors one call reports unless told otherwise, as in CPython.
    const REPORTED_MAX: u32 = 1023;

    /// The descriptor of a closed one.
    const CLOSED: i32 = -1;

    /// What `select.epoll()` returns.
    #[pyattr(name = "epoll")]
    #[pyclass(name = "epoll")]
    #[derive(Debug, PyPayload)]
    struct Epoll {
        fd: AtomicI32,
    }

    #[derive(FromArgs)]
    struct NewArgs {
        #[pyarg(any, default = -1)]
        sizehint: i32,
        #[pyarg(any, default = 0)]
        flags: i32,
    }

    #[derive(FromArgs)]
    struct EventArgs {
        #[pyarg(any)]
        fd: PyObjectRef,
        #[pyarg(any, optional)]
        eventmask: OptionalArg<u32>,
    }

    #[derive(FromArgs)]
    struct PollArgs {
        #[pyarg(any, default)]
        timeout: Option<PyObjectRef>,
        #[pyarg(any, default = -1)]
        maxevents: i32,
    }

    impl Epoll {
        /// # Errors
        /// `ValueError` if it is closed.
        fn open(&self, vm: &VirtualMachine) -> PyResult<i32> {
            match self.fd.load(Relaxed) {
                CLOSED => Err(vm.new_value_error("I/O operation on closed epoll object")),
                fd => Ok(fd),
            }
        }

        /// epoll_ctl(2).
        fn control(
            &self,
            operation: EpollOperation,
            object: &PyObjectRef,
            events: u32,
            vm: &VirtualMachine,
        ) -> PyResult<()> {
            let fd = self.open(vm)?;
            let target = descriptor(object, vm)?;
            if TERMINAL.contains(&target.0) {
                return control_here(fd, operation, target, events).map_err(|errno| errors::os_error(vm, errno));
            }
            // A file is always ready: epoll_ctl(2) takes none.
            if files::is_open(target.0) {
                return Err(errors::os_error(vm, Errno::EPERM));
            }
            call::make(vm, Call::EpollCtl { fd: Fd(fd), operation, target, events }, &[]).map(drop)
        }

        /// What is ready, of what is registered by then; none if the deadline came first.
        fn wait(&self, most: u32, deadline: Deadline, vm: &VirtualMachine) -> PyResult<Vec<PollEntry>> {
            let fd = self.open(vm)?;
            let _waiting = Waiting::begin(fd);
            let sockets_first = super::are_sockets_first(fd);
            loop {
                let (version, registered) = super::registered(fd).unwrap_or_default();
                let is_changed = || super::version(fd).is_some_and(|now| now != version);
                let call = |most, wait| Call::EpollWait { fd: Fd(fd), most, wait };
                let here = entries(&registered);
                if let Some(mut found) = poll_epoll(vm, &here, (most, sockets_first), call, deadline, is_changed)? {
                    // What is too many is of the terminal, which tells it again.
                    found.drain(..found.len().saturating_sub(most as usize));
                    return Ok(found);
                }
            }
        }
    }

    fn control_here(fd: i32, operation: EpollOperation, target: Fd, events: u32) -> Result<(), Errno> {
        super::change(fd, |registered| {
            match (operation, registered.contains_key(&target)) {
                (EpollOperation::Add, true) => return Err(Errno::EEXIST),
                (EpollOperation::Modify | EpollOperation::Delete, false) => return Err(Errno::ENOENT),
                (EpollOperation::Delete, true) => registered.remove(&target),
                _ => registered.insert(target, events & !DISARMED),
            };
            Ok(())
        })
    }

    /// What is to be polled now. One that has told its one shot has nothing to tell until it is modified.
    fn entries(registered: &BTreeMap<Fd, u32>) -> Vec<PollEntry> {
        let armed = registered.iter().filter(|(_, mask)| **mask & DISARMED == 0);
        armed.map(|(fd, mask)| PollEntry { fd: *fd, events: (mask & EVENTS) as i16 }).collect()
    }

    /// Disarms what has told its one shot.
    fn settle(fd: i32, entry: &PollEntry) {
        super::HERE.with_borrow_mut(|here| {
            let mask = here.get_mut(&fd).and_then(|here| here.registered.get_mut(&entry.fd));
            mask.filter(|mask| **mask & EPOLLONESHOT != 0).map(|mask| *mask |= DISARMED)
        });
    }

    #[pyclass(with(Constructor, Destructor))]
    impl Epoll {
        #[pyclassmethod]
        fn fromfd(_class: PyTypeRef, fd: i32) -> Epoll {
            Epoll { fd: AtomicI32::new(fd) }
        }

        #[pymethod]
        fn register(zelf: &Py<Self>, arguments: EventArgs, vm: &VirtualMachine) -> PyResult<()> {
            let events = arguments.eventmask.unwrap_or((POLLIN | POLLPRI | POLLOUT) as u32);
            zelf.control(EpollOperation::Add, &arguments.fd, events, vm)
        }

        #[pymethod]
        fn modify(zelf: &Py<Self>, fd: PyObjectRef, eventmask: u32, vm: &VirtualMachine) -> PyResult<()> {
            zelf.control(EpollOperation::Modify, &fd, eventmask, vm)
        }

        #[pymethod]
        fn unregister(zelf: &Py<Self>, fd: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
            zelf.control(EpollOperation::Delete, &fd, 0, vm)
        }

        // Seconds; none or a negative number wait for ever.
        #[pymethod]
        fn poll(zelf: &Py<Self>, arguments: PollArgs, vm: &VirtualMachine) -> PyResult<Vec<PyObjectRef>> {
            let seconds = arguments.timeout.map(|timeout| timeout.try_into_value::<ArgIntoFloat>(vm)).transpose();
            let seconds = seconds.map_err(|_| vm.new_type_error("timeout must be an integer or None"))?;
            let seconds = seconds.map(ArgIntoFloat::into_float).filter(|seconds| seconds.is_nan() || *seconds >= 0.0);
            let deadline = Deadline::after(seconds.map(|seconds| limit(seconds, vm)).transpose()?);
            let most = match arguments.maxevents {
                -1 => REPORTED_MAX,
                most => u32::try_from(most)
                    .ok()
                    .filter(|most| *most > 0)
                    .ok_or_else(|| vm.new_value_error(format!("maxevents must be greater than 0, got {most}")))?,
            };
            let found = zelf.wait(most, deadline, vm)?;
            found.iter().for_each(|entry| settle(zelf.fd.load(Relaxed), entry));
            Ok(found.iter().map(|entry| vm.new_tuple((entry.fd.0, entry.events)).into()).collect())
        }

        #[pymethod]
        fn close(zelf: &Py<Self>, vm: &VirtualMachine) {
            let fd = zelf.fd.swap(CLOSED, Relaxed);
            if fd != CLOSED {
                // As in CPython: nobody hears of a descriptor that was closed otherwise.
                let _ = call::make_unawaited(vm, Call::Close { fd: Fd(fd) });
            }
        }

        #[pygetset]
        fn closed(zelf: &Py<Self>) -> bool {
            zelf.fd.load(Relaxed) == CLOSED
        }

        #[pymethod]
        fn fileno(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<i32> {
            zelf.open(vm)
        }

        #[pymethod]
        fn __enter__(zelf: PyRef<Self>, vm: &VirtualMachine) -> PyResult<PyRef<Self>> {
            zelf.open(vm)?;
            Ok(zelf)
        }

        #[pymethod]
        fn __exit__(zelf: &Py<Self>, _exception: FuncArgs, vm: &VirtualMachine) {
            Epoll::close(zelf, vm);
        }
    }

    impl Constructor for Epoll {
        type Args = NewArgs;

        fn py_new(_class: &Py<PyType>, arguments: NewArgs, vm: &VirtualMachine) -> PyResult<Self> {
            if arguments.sizehint == 0 || arguments.sizehint < -1 {
                return Err(vm.new_value_error("negative sizehint"));
            }
            if arguments.flags & !CLOEXEC != 0 {
                return Err(vm.new_os_error("invalid flags"));
            }
            match call::make(vm, Call::EpollCreate, &[])? {
                (Reply::Opened { fd }, _) => Ok(Epoll { fd: AtomicI32::new(fd.0) }),
                (reply, _) => Err(unexpected(vm, &reply)),
            }
        }
    }

    impl Destructor for Epoll {
        fn del(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
            Epoll::close(zelf, vm);
            Ok(())
        }
    }
}
