//! The module `_stored_files`: calls like those of `posix`, on these files only. Errors have no file names here;
//! `lib/_paths.py` adds them.

pub(crate) use stored_files::module_def;

#[rustpython_vm::pymodule(name = "_stored_files")]
mod stored_files {
    use super::super::descriptors::{FIRST, OPEN_MAX, flags, new_file, seconds};
    use super::super::tree::{File, Node, Status, resolve};
    use super::super::{FILES, Files, IS_CHANGED, report_soon, sent};
    use crate::errors;
    use crate::socket::call;
    use rustpython_vm::builtins::{PyStr, PyStrRef};
    use rustpython_vm::bytecode::{CodeUnit, Instruction};
    use rustpython_vm::convert::ToPyObject;
    use rustpython_vm::function::{ArgBytesLike, FuncArgs};
    use rustpython_vm::{AsObject, PyObjectRef, PyResult, VirtualMachine};
    use sockbox_core::{Call, Errno, FileKind};
    use std::cell::RefCell;
    use std::rc::Rc;

    #[pyattr]
    const S_IFMT: u32 = FileKind::MODE_MASK;
    #[pyattr]
    const S_IFREG: u32 = FileKind::File.mode();
    #[pyattr]
    const S_IFDIR: u32 = FileKind::Directory.mode();

    #[pyattr]
    fn first_descriptor(_vm: &VirtualMachine) -> i32 {
        FIRST
    }

    // One more than the last.
    #[pyattr]
    fn end_of_descriptors(_vm: &VirtualMachine) -> i32 {
        FIRST + OPEN_MAX
    }

    /// What stat(2) tells: mode, inode, size, time of the last change.
    type Stat = (u32, u64, usize, f64);

    // `open` of `_files`, called so that a traceback has no frames but the program's.
    #[pyfunction]
    fn open_quietly(arguments: FuncArgs, vm: &VirtualMachine) -> PyResult {
        let files = vm.import("_files", 0)?;
        let opened = files.get_attr("open_file", vm)?.call(arguments, vm);
        opened.inspect_err(|error| error.set_traceback(None))
    }

    // What a module raises that has no such name, if its file hides a module of the library: RustPython's own hint needs a
    // working directory of the browser's.
    #[pyfunction]
    fn fail_hidden(module: PyStrRef, file: PyStrRef, name: PyStrRef, vm: &VirtualMachine) -> PyResult<()> {
        let [module, file, name] = [module, file, name].map(|text| text.to_string_lossy().into_owned());
        let hint = format!(
            "(consider renaming '{file}' since it has the same name as the standard library module named '{module}' and \
             prevents importing that standard library module)"
        );
        if !is_imported_from(vm) {
            return Err(vm.new_attribute_error(format!("module '{module}' has no attribute '{name}' {hint}")));
        }
        let text = format!("cannot import name '{name}' from '{module}' {hint}");
        let error = vm.new_import_error(text, vm.ctx.new_str(module));
        error.as_object().set_attr("path", vm.ctx.new_str(file), vm)?;
        error.as_object().set_attr("name_from", vm.ctx.new_str(name), vm)?;
        Err(error)
    }

    /// Whether the program asks for a name of a module by `from module import name`.
    fn is_imported_from(vm: &VirtualMachine) -> bool {
        let Some(frame) = vm.current_frame() else { return false };
        // In bytes; its own `lasti` may be that of an earlier copy.
        let Ok(offset) =
            frame.as_object().get_attr("f_lasti", vm).and_then(|offset| offset.try_into_value::<usize>(vm))
        else {
            return false;
        };
        let code = frame.f_code();
        let instruction = code.code.instructions.get(offset / size_of::<CodeUnit>());
        instruction.is_some_and(|unit| matches!(unit.op, Instruction::ImportFrom { .. }))
    }

    // A descriptor.
    #[pyfunction]
    fn open(path: PyStrRef, how: i32, mode: u32, vm: &VirtualMachine) -> PyResult<i32> {
        let fd = with(&path, vm, |files, name| files.open(name, how, mode))?;
        // A new or emptied file shows at once.
        if how & (flags::CREATE | flags::TRUNCATE) != 0 {
            IS_CHANGED.set(true);
        }
        Ok(fd)
    }

    #[pyfunction]
    fn close(fd: i32, vm: &VirtualMachine) -> PyResult<()> {
        let closed = FILES.with_borrow_mut(|files| files.descriptors.close(fd));
        report_soon();
        match closed.map_err(|errno| errors::os_error(vm, errno))? {
            Some(at_relay) => call::make_unawaited(vm, Call::Close { fd: at_relay }),
            None => Ok(()),
        }
    }

    #[pyfunction]
    fn dup(fd: i32, vm: &VirtualMachine) -> PyResult<i32> {
        if let Some(fd) = sent::at_relay(fd) {
            return sent::dup(fd, vm);
        }
        on_descriptors(vm, |files| files.descriptors.dup(fd))
    }

    #[pyfunction]
    fn read(fd: i32, size: usize, vm: &VirtualMachine) -> PyResult<Vec<u8>> {
        if let Some(fd) = sent::at_relay(fd) {
            return sent::read(fd, size, vm);
        }
        on_descriptors(vm, |files| files.descriptors.read(fd, size))
    }

    #[pyfunction]
    fn write(fd: i32, data: ArgBytesLike, vm: &VirtualMachine) -> PyResult<usize> {
        if let Some(fd) = sent::at_relay(fd) {
            return sent::write(fd, &data.with_ref(<[u8]>::to_vec), vm);
        }
        IS_CHANGED.set(true);
        data.with_ref(|bytes| on_descriptors(vm, |files| files.descriptors.write(fd, bytes)))
    }

    #[pyfunction]
    fn lseek(fd: i32, distance: i64, whence: i32, vm: &VirtualMachine) -> PyResult<usize> {
        if let Some(fd) = sent::at_relay(fd) {
            return sent::seek(fd, distance, whence, vm);
        }
        on_descriptors(vm, |files| files.descriptors.seek(fd, distance, whence))
    }

    #[pyfunction]
    fn ftruncate(fd: i32, size: usize, vm: &VirtualMachine) -> PyResult<()> {
        if let Some(fd) = sent::at_relay(fd) {
            return call::make(vm, Call::FTruncate { fd, size: size as u64 }, &[]).map(drop);
        }
        IS_CHANGED.set(true);
        on_descriptors(vm, |files| files.descriptors.truncate(fd, size))
    }

    #[pyfunction]
    fn fstat(fd: i32, vm: &VirtualMachine) -> PyResult<Stat> {
        if let Some(fd) = sent::at_relay(fd) {
            return sent::status(fd, vm);
        }
        on_descriptors(vm, |files| files.descriptors.node(fd)).map(|node| tell(&node))
    }

    // `None` where there is nothing.
    #[pyfunction]
    fn stat(path: PyStrRef) -> Option<Stat> {
        FILES.with_borrow(|files| files.tree.node(&name_of(files, &path)).map(tell))
    }

    #[pyfunction]
    fn listdir(path: PyStrRef, vm: &VirtualMachine) -> PyResult<Vec<PyObjectRef>> {
        let names = with(&path, vm, |files, name| files.tree.list(name))?;
        Ok(names.into_iter().map(|name| name.to_pyobject(vm)).collect())
    }

    #[pyfunction]
    fn mkdir(path: PyStrRef, mode: u32, vm: &VirtualMachine) -> PyResult<()> {
        with(&path, vm, |files, name| files.tree.add(name, Node::Folder(Status::new(mode & 0o777, seconds()))))
    }

    #[pyfunction]
    fn rmdir(path: PyStrRef, vm: &VirtualMachine) -> PyResult<()> {
        with(&path, vm, |files, name| files.tree.rmdir(name))
    }

    #[pyfunction]
    fn unlink(path: PyStrRef, vm: &VirtualMachine) -> PyResult<()> {
        with(&path, vm, |files, name| files.tree.unlink(name))?;
        changed();
        Ok(())
    }

    #[pyfunction]
    fn rename(from: PyStrRef, to: PyStrRef, vm: &VirtualMachine) -> PyResult<()> {
        with(&from, vm, |files, name| {
            let to = name_of(files, &to);
            files.tree.rename(name, &to)
        })?;
        changed();
        Ok(())
    }

    #[pyfunction]
    fn chmod(path: PyStrRef, mode: u32, vm: &VirtualMachine) -> PyResult<()> {
        with(&path, vm, |files, name| files.change_status(name, |status| status.mode = mode & 0o7777))
    }

    // Seconds since 1970.
    #[pyfunction]
    fn utime(path: PyStrRef, modified: f64, vm: &VirtualMachine) -> PyResult<()> {
        with(&path, vm, |files, name| files.change_status(name, |status| status.modified = modified))
    }

    #[pyfunction]
    fn chdir(path: PyStrRef, vm: &VirtualMachine) -> PyResult<()> {
        with(&path, vm, |files, name| match files.tree.node(name) {
            Some(Node::Folder(_)) => {
                files.folder = name.to_owned();
                Ok(())
            }
            Some(Node::File(_)) => Err(Errno::ENOTDIR),
            None => Err(files.tree.missing(name)),
        })
    }

    #[pyfunction]
    fn getcwd() -> String {
        FILES.with_borrow(|files| format!("/{}", files.folder))
    }

    // The bytes of a file, or `None`.
    #[pyfunction]
    fn content(path: PyStrRef) -> Option<Vec<u8>> {
        super::super::read(&path.to_string_lossy())
    }

    fn changed() {
        IS_CHANGED.set(true);
        report_soon();
    }

    fn tell(node: &Node) -> Stat {
        match node {
            Node::File(file) => {
                let file = file.borrow();
                let Status { inode, mode, modified } = file.status;
                (S_IFREG | mode, inode, file.bytes().len(), modified)
            }
            Node::Folder(Status { inode, mode, modified }) => (S_IFDIR | mode, *inode, 0, *modified),
        }
    }

    fn name_of(files: &Files, path: &PyStr) -> String {
        resolve(&files.folder, &path.to_string_lossy())
    }

    fn with<T>(
        path: &PyStr,
        vm: &VirtualMachine,
        work: impl FnOnce(&mut Files, &str) -> Result<T, Errno>,
    ) -> PyResult<T> {
        on_descriptors(vm, |files| {
            let name = name_of(files, path);
            let is_folder_meant = path.to_string_lossy().ends_with('/');
            match files.tree.node(&name) {
                Some(Node::File(_)) if is_folder_meant => Err(Errno::ENOTDIR),
                _ => work(files, &name),
            }
        })
    }

    fn on_descriptors<T>(vm: &VirtualMachine, work: impl FnOnce(&mut Files) -> Result<T, Errno>) -> PyResult<T> {
        FILES.with_borrow_mut(work).map_err(|errno| errors::os_error(vm, errno))
    }

    impl Files {
        fn open(&mut self, name: &str, how: i32, mode: u32) -> Result<i32, Errno> {
            let file = match self.tree.node(name) {
                Some(Node::File(_)) if how & flags::DIRECTORY != 0 => return Err(Errno::ENOTDIR),
                Some(_) if how & flags::CREATE != 0 && how & flags::EXCLUSIVE != 0 => return Err(Errno::EEXIST),
                Some(Node::File(file)) => file.clone(),
                Some(Node::Folder(_)) if how & (flags::ACCESS | flags::CREATE) != 0 => return Err(Errno::EISDIR),
                Some(Node::Folder(status)) => {
                    let folder = Rc::new(RefCell::new(File::new(*status)));
                    return self.descriptors.open(folder, how | flags::DIRECTORY);
                }
                None if how & flags::CREATE == 0 => return Err(self.tree.missing(name)),
                None => {
                    let file = Rc::new(RefCell::new(new_file(mode)));
                    self.tree.add(name, Node::File(file.clone()))?;
                    file
                }
            };
            if how & flags::TRUNCATE != 0 && how & flags::ACCESS != 0 {
                file.borrow_mut().resize(0, seconds())?;
            }
            self.descriptors.open(file, how)
        }

        fn change_status(&mut self, name: &str, change: impl FnOnce(&mut Status)) -> Result<(), Errno> {
            let missing = self.tree.missing(name);
            match self.tree.node_mut(name).ok_or(missing)? {
                Node::File(file) => change(&mut file.borrow_mut().status),
                Node::Folder(status) => change(status),
            }
            Ok(())
        }
    }
}
