//! `select`: waiting for several sockets at once, by the `poll` call. The terminal's input can be waited for with them.

mod arguments;
mod epoll;
mod wait;

pub(crate) use epoll::closed;
pub(crate) use python::module_def;

#[rustpython_vm::pymodule(name = "select", with(epoll::python))]
mod python {
    use super::arguments::{descriptor, event_mask, limit, poll_limit};
    use super::wait::poll;
    use crate::clock::Deadline;
    use crate::errors;
    use crate::single::Single;
    use rustpython_vm::builtins::{PyList, PyModule, PyType, PyTypeRef};
    use rustpython_vm::convert::ToPyObject;
    use rustpython_vm::function::{ArgIntoFloat, FuncArgs, OptionalArg};
    use rustpython_vm::types::Constructor;
    use rustpython_vm::{AsObject, Py, PyObjectRef, PyPayload, PyResult, VirtualMachine, pyclass};
    use sockbox_core::constants::{
        EPOLL_CONSTANTS, POLL_CONSTANTS, POLLERR, POLLHUP, POLLIN, POLLNVAL, POLLOUT, POLLPRI,
    };
    use sockbox_core::{Errno, Fd, PollEntry};
    use std::cell::RefCell;
    use std::collections::BTreeMap;
    use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

    /// What makes select(2) call a descriptor readable, writable or exceptional, in terms of poll(2).
    const READABLE: i16 = POLLIN | POLLHUP | POLLERR;
    const WRITABLE: i16 = POLLOUT | POLLERR;
    const EXCEPTIONAL: i16 = POLLPRI;

    /// Bytes that a pipe takes at once, pipe(7).
    #[pyattr]
    const PIPE_BUF: i32 = 4096;

    #[pyattr]
    fn error(vm: &VirtualMachine) -> PyTypeRef {
        vm.ctx.exceptions.os_error.to_owned()
    }

    /// The objects of one of select's three lists, with their descriptors.
    struct Asked {
        objects: Vec<(Fd, PyObjectRef)>,
        events: i16,
    }

    impl Asked {
        fn new(list: PyObjectRef, events: i16, vm: &VirtualMachine) -> PyResult<Asked> {
            let mut objects = Vec::new();
            if let Some(list) = list.downcast_ref_if_exact::<PyList>(vm) {
                // A `fileno()` may shorten the list while it is read.
                while let Some(object) = nth(list, objects.len()) {
                    objects.push((descriptor(&object, vm)?, object));
                }
            } else {
                let all: Vec<PyObjectRef> =
                    list.try_to_value(vm).map_err(|_| vm.new_type_error("arguments 1-3 must be sequences"))?;
                for object in all {
                    objects.push((descriptor(&object, vm)?, object));
                }
            }
            Ok(Asked { objects, events })
        }

        fn ready(&self, found: &BTreeMap<Fd, i16>, mask: i16, vm: &VirtualMachine) -> PyObjectRef {
            let is_ready = |fd: &Fd| found.get(fd).is_some_and(|events| events & mask != 0);
            let ready = self.objects.iter().filter(|(fd, _)| is_ready(fd)).map(|(_, object)| object.clone());
            vm.ctx.new_list(ready.collect()).into()
        }
    }

    fn nth(list: &PyList, index: usize) -> Option<PyObjectRef> {
        list.borrow_vec().get(index).cloned()
    }

    #[pyfunction]
    fn select(
        readers: PyObjectRef,
        writers: PyObjectRef,
        exceptional: PyObjectRef,
        timeout: OptionalArg<Option<ArgIntoFloat>>,
        vm: &VirtualMachine,
    ) -> PyResult<(PyObjectRef, PyObjectRef, PyObjectRef)> {
        let limit = timeout.flatten().map(|seconds| limit(seconds.into_float(), vm)).transpose()?;
        let readers = Asked::new(readers, POLLIN, vm)?;
        let writers = Asked::new(writers, POLLOUT, vm)?;
        let exceptional = Asked::new(exceptional, POLLPRI, vm)?;
        let mut wanted = BTreeMap::new();
        for asked in [&readers, &writers, &exceptional] {
            asked.objects.iter().for_each(|(fd, _)| *wanted.entry(*fd).or_insert(0) |= asked.events);
        }
        let found = poll(vm, entries(&wanted), Deadline::after(limit))?;
        if found.iter().any(|entry| entry.events & POLLNVAL != 0) {
            return Err(errors::os_error(vm, Errno::EBADF));
        }
        let found = found.into_iter().map(|entry| (entry.fd, entry.events)).collect();
        Ok((
            readers.ready(&found, READABLE, vm),
            writers.ready(&found, WRITABLE, vm),
            exceptional.ready(&found, EXCEPTIONAL, vm),
        ))
    }

    fn entries(wanted: &BTreeMap<Fd, i16>) -> Vec<PollEntry> {
        wanted.iter().map(|(fd, events)| PollEntry { fd: *fd, events: *events }).collect()
    }

    /// What `select.poll()` returns.
    #[pyattr(name = "_Poll")]
    #[pyclass(name = "poll")]
    #[derive(Debug, PyPayload)]
    struct PollObject {
        registered: Single<RefCell<BTreeMap<Fd, i16>>>,
        is_polling: AtomicBool,
    }

    #[pyfunction(name = "poll")]
    fn new_poll() -> PollObject {
        PollObject { registered: Single::default(), is_polling: AtomicBool::new(false) }
    }

    #[pyclass(with(Constructor))]
    impl PollObject {
        #[pymethod]
        fn register(
            zelf: &Py<Self>,
            object: PyObjectRef,
            events: OptionalArg<PyObjectRef>,
            vm: &VirtualMachine,
        ) -> PyResult<()> {
            let events = events.into_option().map(|events| event_mask(&events, vm)).transpose()?;
            let events = events.unwrap_or(POLLIN | POLLPRI | POLLOUT);
            let fd = descriptor(&object, vm)?;
            zelf.registered.borrow_mut().insert(fd, events);
            Ok(())
        }

        #[pymethod]
        fn modify(zelf: &Py<Self>, object: PyObjectRef, events: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
            let (fd, events) = (descriptor(&object, vm)?, event_mask(&events, vm)?);
            match zelf.registered.borrow_mut().get_mut(&fd) {
                Some(registered) => *registered = events,
                None => return Err(errors::os_error(vm, Errno::ENOENT)),
            }
            Ok(())
        }

        #[pymethod]
        fn unregister(zelf: &Py<Self>, object: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
            let fd = descriptor(&object, vm)?;
            match zelf.registered.borrow_mut().remove(&fd) {
                Some(_) => Ok(()),
                None => Err(vm.new_key_error(vm.ctx.new_int(fd.0).into())),
            }
        }

        // Milliseconds; none or a negative number wait for ever.
        #[pymethod]
        fn poll(
            zelf: &Py<Self>,
            timeout: OptionalArg<Option<PyObjectRef>>,
            vm: &VirtualMachine,
        ) -> PyResult<Vec<PyObjectRef>> {
            let limit = timeout.flatten().map(|timeout| poll_limit(&timeout, vm)).transpose()?.flatten();
            if zelf.is_polling.swap(true, Relaxed) {
                return Err(vm.new_runtime_error("concurrent poll() invocation"));
            }
            let entries = entries(&zelf.registered.borrow());
            let found = poll(vm, entries, Deadline::after(limit));
            zelf.is_polling.store(false, Relaxed);
            let found = found?;
            Ok(found.into_iter().map(|entry| vm.new_tuple((entry.fd.0, entry.events)).into()).collect())
        }
    }

    impl Constructor for PollObject {
        type Args = FuncArgs;

        fn py_new(_class: &Py<PyType>, _arguments: FuncArgs, vm: &VirtualMachine) -> PyResult<Self> {
            Err(vm.new_type_error("cannot create 'select.poll' instances"))
        }
    }

    pub(crate) fn module_exec(vm: &VirtualMachine, module: &Py<PyModule>) -> PyResult<()> {
        __module_exec(vm, module);
        for (name, value) in POLL_CONSTANTS.iter().chain(EPOLL_CONSTANTS) {
            module.as_object().set_attr(*name, value.to_pyobject(vm), vm)?;
        }
        Ok(())
    }
}
