//! Open files: descriptors with an offset each, as open(2) has them.

use super::tree::{File, Node, SharedFile};
use crate::clock;
use sockbox_core::{Errno, Fd};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Descriptors of files begin here: those below are of sockets, and the relay gives them out.
pub(crate) const FIRST: i32 = 1024;
/// Files that a process may have open at once, and so how many numbers they use.
pub(crate) const OPEN_MAX: i32 = 1024;

/// Flags of open(2).
pub(crate) mod flags {
    pub(crate) const ACCESS: i32 = 3;
    pub(crate) const WRITE_ONLY: i32 = 1;
    pub(crate) const CREATE: i32 = 0o100;
    pub(crate) const EXCLUSIVE: i32 = 0o200;
    pub(crate) const TRUNCATE: i32 = 0o1000;
    pub(crate) const APPEND: i32 = 0o2000;
    pub(crate) const DIRECTORY: i32 = 0o200_000;
}

/// An open file.
struct Open {
    file: SharedFile,
    offset: usize,
    flags: i32,
    /// Where its contents and its offset are since its descriptor was sent.
    at_relay: Option<Fd>,
}

/// What becomes of a file when its descriptor is sent.
pub(crate) enum ToSend {
    /// It was sent before.
    AtRelay(Fd),
    /// The file, flags of open(2), and the offset.
    Here(SharedFile, i32, usize),
}

/// The open files of the process.
#[derive(Default)]
pub(crate) struct Descriptors {
    open: BTreeMap<i32, Open>,
}

impl Descriptors {
    /// Opens a file; the lowest free number is its descriptor.
    pub(crate) fn open(&mut self, file: SharedFile, flags: i32) -> Result<i32, Errno> {
        let mut numbers = FIRST..FIRST + OPEN_MAX;
        let fd = numbers.find(|fd| !self.open.contains_key(fd)).ok_or(Errno::EMFILE)?;
        self.open.insert(fd, Open { file, offset: 0, flags, at_relay: None });
        Ok(fd)
    }

    /// Closes it here; its descriptor at the relay, if it has one.
    pub(crate) fn close(&mut self, fd: i32) -> Result<Option<Fd>, Errno> {
        self.open.remove(&fd).map(|open| open.at_relay).ok_or(Errno::EBADF)
    }

    /// The descriptor at the relay of a file that was sent.
    pub(crate) fn at_relay(&self, fd: i32) -> Option<Fd> {
        self.open.get(&fd)?.at_relay
    }

    /// `None` for a folder, and for what is no open file.
    pub(crate) fn to_send(&self, fd: i32) -> Option<ToSend> {
        let open = self.open.get(&fd).filter(|open| open.flags & flags::DIRECTORY == 0)?;
        let here = || ToSend::Here(open.file.clone(), open.flags, open.offset);
        Some(open.at_relay.map_or_else(here, ToSend::AtRelay))
    }

    /// From now on the file is at the relay, by this descriptor or by that of another thread that was faster. `None` if it was closed
    /// meanwhile.
    pub(crate) fn was_sent(&mut self, fd: i32, file: &SharedFile, at_relay: Fd) -> Option<Fd> {
        let open = self.open.get_mut(&fd).filter(|open| Rc::ptr_eq(&open.file, file))?;
        Some(*open.at_relay.get_or_insert(at_relay))
    }

    pub(crate) fn is_open(&self, fd: i32) -> bool {
        self.open.contains_key(&fd)
    }

    /// dup(2), but for the offset, which each of the two has for itself.
    pub(crate) fn dup(&mut self, fd: i32) -> Result<i32, Errno> {
        let open = self.get(fd)?;
        let (file, flags, offset) = (open.file.clone(), open.flags, open.offset);
        let copy = self.open(file, flags)?;
        self.get(copy)?.offset = offset;
        Ok(copy)
    }

    /// What a descriptor names. Only a folder is opened with `O_DIRECTORY`.
    pub(crate) fn node(&mut self, fd: i32) -> Result<Node, Errno> {
        let open = self.get(fd)?;
        Ok(match open.flags & flags::DIRECTORY {
            0 => Node::File(open.file.clone()),
            _ => Node::Folder(open.file.borrow().status),
        })
    }

    pub(crate) fn read(&mut self, fd: i32, size: usize) -> Result<Vec<u8>, Errno> {
        let open = self.get(fd)?;
        if open.flags & flags::ACCESS == flags::WRITE_ONLY {
            return Err(Errno::EBADF);
        }
        if open.flags & flags::DIRECTORY != 0 {
            return Err(Errno::EISDIR);
        }
        let file = open.file.borrow();
        let rest = file.bytes().get(open.offset..).unwrap_or_default();
        let bytes = rest[..size.min(rest.len())].to_vec();
        open.offset += bytes.len();
        Ok(bytes)
    }

    pub(crate) fn write(&mut self, fd: i32, bytes: &[u8]) -> Result<usize, Errno> {
        let open = self.writable(fd)?;
        let mut file = open.file.borrow_mut();
        if open.flags & flags::APPEND != 0 {
            open.offset = file.bytes().len();
        }
        file.write(open.offset, bytes, seconds())?;
        open.offset += bytes.len();
        Ok(bytes.len())
    }

    /// lseek(2) from the beginning (0), the offset (1) or the end (2).
    pub(crate) fn seek(&mut self, fd: i32, distance: i64, whence: i32) -> Result<usize, Errno> {
        let open = self.get(fd)?;
        let from = match whence {
            0 => 0,
            1 => open.offset,
            2 => open.file.borrow().bytes().len(),
            _ => return Err(Errno::EINVAL),
        };
        let to = (from as i64).checked_add(distance).ok_or(Errno::EOVERFLOW)?;
        open.offset = usize::try_from(to).map_err(|_| Errno::EINVAL)?;
        Ok(open.offset)
    }

    pub(crate) fn truncate(&mut self, fd: i32, size: usize) -> Result<(), Errno> {
        // ftruncate(2) has EINVAL where write(2) has EBADF.
        let open = self.get(fd)?;
        if open.flags & flags::ACCESS == 0 {
            return Err(Errno::EINVAL);
        }
        open.file.borrow_mut().resize(size, seconds())
    }

    fn get(&mut self, fd: i32) -> Result<&mut Open, Errno> {
        self.open.get_mut(&fd).ok_or(Errno::EBADF)
    }

    fn writable(&mut self, fd: i32) -> Result<&mut Open, Errno> {
        self.get(fd).and_then(|open| if open.flags & flags::ACCESS == 0 { Err(Errno::EBADF) } else { Ok(open) })
    }
}

/// Now, as files have it.
pub(crate) fn seconds() -> f64 {
    clock::wall_clock() / 1000.0
}

/// An empty file that was made now.
pub(crate) fn new_file(mode: u32) -> File {
    File::new(super::tree::Status::new(mode & 0o777, seconds()))
}
