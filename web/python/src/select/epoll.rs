//! `select.epoll`, epoll(7), by the `poll` call. It is level-triggered whatever is asked: a program for `EPOLLET` reads until
//! there is nothing more, so it is told at most too often. Its descriptors are this process's own; nothing else can be done with them.

use crate::fiber::{self, FiberId};
use sockbox_core::Fd;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Descriptors begin here: those below are the relay's, and of files.
const FIRST: i32 = 4096;

/// What is registered, with its events.
type Registered = BTreeMap<Fd, u32>;

/// An open epoll.
#[derive(Default)]
struct Open {
    registered: Registered,
    /// Grows with each change of what is registered.
    version: u64,
    /// Who waits for it.
    waiting: Vec<FiberId>,
}

thread_local! {
    static OPEN: RefCell<BTreeMap<i32, Open>> = const { RefCell::new(BTreeMap::new()) };
}

/// Whether this descriptor is of an epoll object.
pub(crate) fn is_open(fd: i32) -> bool {
    OPEN.with_borrow(|open| open.contains_key(&fd))
}

/// The lowest free descriptor, with nothing registered.
fn create() -> i32 {
    OPEN.with_borrow_mut(|open| {
        let fd = (FIRST..).find(|fd| !open.contains_key(fd)).expect("memory ends before the numbers do");
        open.insert(fd, Open::default());
        fd
    })
}

/// Whether it was open.
fn close(fd: i32) -> bool {
    OPEN.with_borrow_mut(|open| open.remove(&fd).is_some())
}

/// Works on what is registered, if the descriptor is open.
fn with<R>(fd: i32, work: impl FnOnce(&mut Registered) -> R) -> Option<R> {
    OPEN.with_borrow_mut(|open| open.get_mut(&fd).map(|open| work(&mut open.registered)))
}

/// What is registered has changed: who waits for it looks again.
fn wake(fd: i32) {
    let waiting = OPEN.with_borrow_mut(|open| {
        open.get_mut(&fd).map(|open| {
            open.version += 1;
            open.waiting.clone()
        })
    });
    waiting.into_iter().flatten().for_each(fiber::unpark);
}

/// A descriptor is closed: nothing is registered for it any more, epoll(7), and the next one of its number is another.
pub(crate) fn forget(fd: Fd) {
    let changed = OPEN.with_borrow_mut(|open| {
        let had = open.iter_mut().filter_map(|(epoll, open)| open.registered.remove(&fd).map(|_| *epoll));
        had.collect::<Vec<_>>()
    });
    changed.into_iter().for_each(wake);
}

/// Changes with what is registered.
fn version(fd: i32) -> Option<u64> {
    OPEN.with_borrow(|open| open.get(&fd).map(|open| open.version))
}

/// While the value lives, its fiber is unparked when what is registered changes.
struct Waiting {
    fd: i32,
    fiber: FiberId,
}

impl Waiting {
    fn begin(fd: i32) -> Waiting {
        let fiber = fiber::current();
        OPEN.with_borrow_mut(|open| open.get_mut(&fd).map(|open| open.waiting.push(fiber)));
        Waiting { fd, fiber }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        OPEN.with_borrow_mut(|open| {
            open.get_mut(&self.fd).map(|open| open.waiting.retain(|waiting| *waiting != self.fiber))
        });
    }
}

#[rustpython_vm::pymodule(sub, name = "select")]
pub(super) mod python {
    use super::super::arguments::{descriptor, limit};
    use super::super::wait::poll_unless;
    use super::{Registered, Waiting};
    use crate::clock::Deadline;
    use crate::{bridge, errors, files};
    use rustpython_vm::builtins::{PyBaseExceptionRef, PyType, PyTypeRef};
    use rustpython_vm::function::{ArgIntoFloat, FuncArgs, OptionalArg};
    use rustpython_vm::types::{Constructor, Destructor};
    use rustpython_vm::{FromArgs, Py, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, pyclass};
    use sockbox_core::constants::{POLLIN, POLLNVAL, POLLOUT, POLLPRI};
    use sockbox_core::{Call, Errno, Fd, PollEntry};
    use std::sync::atomic::{AtomicI32, Ordering::Relaxed};

    #[pyattr]
    const EPOLLIN: u32 = 0x1;
    #[pyattr]
    const EPOLLPRI: u32 = 0x2;
    #[pyattr]
    const EPOLLOUT: u32 = 0x4;
    #[pyattr]
    const EPOLLERR: u32 = 0x8;
    #[pyattr]
    const EPOLLHUP: u32 = 0x10;
    #[pyattr]
    const EPOLLRDNORM: u32 = 0x40;
    #[pyattr]
    const EPOLLRDBAND: u32 = 0x80;
    #[pyattr]
    const EPOLLWRNORM: u32 = 0x100;
    #[pyattr]
    const EPOLLWRBAND: u32 = 0x200;
    #[pyattr]
    const EPOLLMSG: u32 = 0x400;
    #[pyattr]
    const EPOLLRDHUP: u32 = 0x2000;
    #[pyattr]
    const EPOLLEXCLUSIVE: u32 = 1 << 28;
    #[pyattr]
    const EPOLLWAKEUP: u32 = 1 << 29;
    #[pyattr]
    const EPOLLONESHOT: u32 = 1 << 30;
    #[pyattr]
    const EPOLLET: u32 = 1 << 31;
    #[pyattr(name = "EPOLL_CLOEXEC")]
    const CLOEXEC: i32 = 0x80000;

    /// The bits that poll(2) has as well.
    const EVENTS: u32 = 0xffff;
    /// Ours: it has told its one shot. A mask without events is another thing: hang-ups and errors are told all the same.
    const DISARMED: u32 = 1 << 27;
    /// How many descriptors one call reports unless told otherwise, as in CPython.
    const REPORTED_MAX: usize = 1023;

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
        fn with<R>(&self, vm: &VirtualMachine, work: impl FnOnce(&mut Registered) -> R) -> PyResult<R> {
            match self.fd.load(Relaxed) {
                CLOSED => Err(closed(vm)),
                fd => super::with(fd, work).ok_or_else(|| errors::os_error(vm, Errno::EBADF)),
            }
        }

        fn change<R>(&self, vm: &VirtualMachine, work: impl FnOnce(&mut Registered) -> R) -> PyResult<R> {
            let worked = self.with(vm, work)?;
            super::wake(self.fd.load(Relaxed));
            Ok(worked)
        }

        /// What is ready, of what is registered by then; none if the deadline came first.
        fn wait(&self, deadline: Deadline, vm: &VirtualMachine) -> PyResult<Vec<PollEntry>> {
            let fd = self.fd.load(Relaxed);
            let _waiting = Waiting::begin(fd);
            loop {
                let version = super::version(fd);
                let is_changed = || super::version(fd) != version;
                if let Some(found) = poll_unless(vm, self.entries(vm)?, deadline, is_changed)? {
                    return Ok(found);
                }
            }
        }

        /// What the caller names, unless this object is closed, which is told first.
        fn open_descriptor(&self, object: &PyObjectRef, vm: &VirtualMachine) -> PyResult<Fd> {
            self.with(vm, |_| ())?;
            let fd = descriptor(object, vm)?;
            match bridge::refusal(&Call::GetSockName { fd }) {
                // A file is always ready: epoll_ctl(2) takes none.
                _ if files::is_open(fd.0) => Err(errors::os_error(vm, Errno::EPERM)),
                Some(errno @ Errno::EBADF) if fd.0 > 2 => Err(errors::os_error(vm, errno)),
                _ => Ok(fd),
            }
        }

        /// What is to be polled now. One that has told its one shot has nothing to tell until it is modified.
        fn entries(&self, vm: &VirtualMachine) -> PyResult<Vec<PollEntry>> {
            self.with(vm, |registered| {
                let armed = registered.iter().filter(|(_, mask)| **mask & DISARMED == 0);
                armed.map(|(fd, mask)| PollEntry { fd: *fd, events: (mask & EVENTS) as i16 }).collect()
            })
        }

        /// Forgets what was closed, as epoll does, and disarms what has told its one shot.
        fn settle(&self, entry: &PollEntry, vm: &VirtualMachine) -> PyResult<()> {
            self.with(vm, |registered| match registered.get_mut(&entry.fd) {
                _ if entry.events & POLLNVAL != 0 => drop(registered.remove(&entry.fd)),
                Some(mask) if *mask & EPOLLONESHOT != 0 => *mask |= DISARMED,
                _ => {}
            })
        }
    }

    #[pyclass(with(Constructor, Destructor))]
    impl Epoll {
        #[pyclassmethod]
        fn fromfd(_class: PyTypeRef, fd: i32) -> Epoll {
            Epoll { fd: AtomicI32::new(fd) }
        }

        #[pymethod]
        fn register(zelf: &Py<Self>, arguments: EventArgs, vm: &VirtualMachine) -> PyResult<()> {
            let fd = zelf.open_descriptor(&arguments.fd, vm)?;
            let mask = arguments.eventmask.unwrap_or((POLLIN | POLLPRI | POLLOUT) as u32) & !DISARMED;
            match zelf.change(vm, |registered| registered.insert(fd, mask))? {
                None => Ok(()),
                Some(mask) => {
                    zelf.change(vm, |registered| registered.insert(fd, mask))?;
                    Err(errors::os_error(vm, Errno::EEXIST))
                }
            }
        }

        #[pymethod]
        fn modify(zelf: &Py<Self>, fd: PyObjectRef, eventmask: u32, vm: &VirtualMachine) -> PyResult<()> {
            let fd = zelf.open_descriptor(&fd, vm)?;
            let found =
                zelf.change(vm, |registered| registered.get_mut(&fd).map(|mask| *mask = eventmask & !DISARMED))?;
            found.ok_or_else(|| errors::os_error(vm, Errno::ENOENT))
        }

        #[pymethod]
        fn unregister(zelf: &Py<Self>, fd: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
            let fd = zelf.open_descriptor(&fd, vm)?;
            let found = zelf.change(vm, |registered| registered.remove(&fd))?;
            found.map(drop).ok_or_else(|| errors::os_error(vm, Errno::ENOENT))
        }

        // Seconds; none or a negative number wait for ever.
        #[pymethod]
        fn poll(zelf: &Py<Self>, arguments: PollArgs, vm: &VirtualMachine) -> PyResult<Vec<PyObjectRef>> {
            let seconds = arguments.timeout.map(|timeout| timeout.try_into_value::<ArgIntoFloat>(vm)).transpose();
            let seconds = seconds.map_err(|_| vm.new_type_error("timeout must be an integer or None"))?;
            let seconds = seconds.map(ArgIntoFloat::into_float).filter(|seconds| *seconds >= 0.0);
            let deadline = Deadline::after(seconds.map(|seconds| limit(seconds, vm)).transpose()?);
            let most = match arguments.maxevents {
                -1 => REPORTED_MAX,
                most => usize::try_from(most)
                    .ok()
                    .filter(|most| *most > 0)
                    .ok_or_else(|| vm.new_value_error(format!("maxevents must be greater than 0, got {most}")))?,
            };
            loop {
                let found = zelf.wait(deadline, vm)?;
                found.iter().take(most).try_for_each(|entry| zelf.settle(entry, vm))?;
                let told = found.iter().take(most).filter(|entry| entry.events & !POLLNVAL != 0);
                let told: Vec<_> = told.map(|entry| vm.new_tuple((entry.fd.0, entry.events)).into()).collect();
                if !told.is_empty() || found.is_empty() {
                    return Ok(told);
                }
            }
        }

        #[pymethod]
        fn close(zelf: &Py<Self>) {
            super::close(zelf.fd.swap(CLOSED, Relaxed));
        }

        #[pygetset]
        fn closed(zelf: &Py<Self>) -> bool {
            zelf.fd.load(Relaxed) == CLOSED
        }

        #[pymethod]
        fn fileno(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<i32> {
            match zelf.fd.load(Relaxed) {
                CLOSED => Err(closed(vm)),
                fd => Ok(fd),
            }
        }

        #[pymethod]
        fn __enter__(zelf: PyRef<Self>, vm: &VirtualMachine) -> PyResult<PyRef<Self>> {
            zelf.with(vm, |_| ())?;
            Ok(zelf)
        }

        #[pymethod]
        fn __exit__(zelf: &Py<Self>, _exception: FuncArgs) {
            Epoll::close(zelf);
        }
    }

    fn closed(vm: &VirtualMachine) -> PyBaseExceptionRef {
        vm.new_value_error("I/O operation on closed epoll object")
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
            Ok(Epoll { fd: AtomicI32::new(super::create()) })
        }
    }

    impl Destructor for Epoll {
        fn del(zelf: &Py<Self>, _vm: &VirtualMachine) -> PyResult<()> {
            Epoll::close(zelf);
            Ok(())
        }
    }

    // For `os.close`: whether it was an open one.
    #[pyfunction]
    fn _close(fd: i32) -> bool {
        super::close(fd)
    }
}
