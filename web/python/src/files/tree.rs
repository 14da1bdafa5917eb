//! The tree of files and folders, and the rules of path_resolution(7) as far as there are no links.

use sockbox_core::Errno;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Bytes that all files together may have.
pub(crate) const CAPACITY: usize = 64 << 20;
/// Characters of one name in a path, as Linux has it.
const NAME_MAX: usize = 255;
/// The folder for what ends with the process: `tempfile` puts it there.
pub(super) const TEMPORARY: &str = "tmp";

thread_local! {
    static USED: Cell<usize> = const { Cell::new(0) };
    static LAST_INODE: Cell<u64> = const { Cell::new(0) };
}

/// A file. Whoever has it open keeps it, even when no name leads to it any more.
pub(crate) type SharedFile = Rc<RefCell<File>>;

/// What a name leads to.
#[derive(Clone)]
pub(crate) enum Node {
    File(SharedFile),
    Folder(Status),
}

/// What stat(2) tells, besides the size.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Status {
    pub(crate) inode: u64,
    /// Permissions only.
    pub(crate) mode: u32,
    /// Of the last change: seconds since 1970.
    pub(crate) modified: f64,
}

impl Status {
    pub(crate) fn new(mode: u32, now: f64) -> Self {
        let inode = LAST_INODE.get() + 1;
        LAST_INODE.set(inode);
        Self { inode, mode, modified: now }
    }
}

/// Bytes, and what is known about them.
pub(crate) struct File {
    pub(crate) status: Status,
    /// Grows with each change.
    pub(crate) version: u64,
    bytes: Vec<u8>,
}

impl File {
    pub(crate) fn new(status: Status) -> Self {
        Self { status, version: 0, bytes: Vec::new() }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Makes it so long, by cutting its end off or adding zeros.
    pub(crate) fn resize(&mut self, size: usize, now: f64) -> Result<(), Errno> {
        let used = USED.get() - self.bytes.len();
        if used.saturating_add(size) > CAPACITY {
            return Err(Errno::ENOSPC);
        }
        USED.set(used + size);
        self.bytes.resize(size, 0);
        self.change(now);
        Ok(())
    }

    /// Writes at an offset; what lies between the end and the offset becomes zeros.
    pub(crate) fn write(&mut self, offset: usize, bytes: &[u8], now: f64) -> Result<(), Errno> {
        let end = offset.checked_add(bytes.len()).ok_or(Errno::EFBIG)?;
        if end > self.bytes.len() {
            self.resize(end, now)?;
        }
        self.bytes[offset..end].copy_from_slice(bytes);
        self.change(now);
        Ok(())
    }

    fn change(&mut self, now: f64) {
        self.version += 1;
        self.status.modified = now;
    }
}

impl Drop for File {
    fn drop(&mut self) {
        USED.set(USED.get() - self.bytes.len());
    }
}

/// All names, each as the path from the root without a slash at either end; the root itself is `""`.
pub(crate) struct Tree {
    nodes: BTreeMap<String, Node>,
}

impl Tree {
    pub(crate) fn new() -> Self {
        let folder = || Node::Folder(Status::new(0o755, 0.0));
        Self { nodes: BTreeMap::from([(String::new(), folder()), (TEMPORARY.to_owned(), folder())]) }
    }

    pub(crate) fn node(&self, name: &str) -> Option<&Node> {
        self.nodes.get(name)
    }

    pub(crate) fn node_mut(&mut self, name: &str) -> Option<&mut Node> {
        self.nodes.get_mut(name)
    }

    pub(crate) fn file(&self, name: &str) -> Option<&SharedFile> {
        match self.nodes.get(name) {
            Some(Node::File(file)) => Some(file),
            _ => None,
        }
    }

    /// All files with their names.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&str, &SharedFile)> {
        self.nodes.iter().filter_map(|(name, node)| match node {
            Node::File(file) => Some((name.as_str(), file)),
            Node::Folder(_) => None,
        })
    }

    /// The names in a folder.
    pub(crate) fn list(&self, name: &str) -> Result<Vec<String>, Errno> {
        match self.nodes.get(name) {
            Some(Node::Folder(_)) => {
                Ok(self.below(name).filter(|rest| !rest.contains('/')).map(str::to_owned).collect())
            }
            Some(Node::File(_)) => Err(Errno::ENOTDIR),
            None => Err(Errno::ENOENT),
        }
    }

    /// Adds a file or folder under a name that is free, in a folder that exists.
    pub(crate) fn add(&mut self, name: &str, node: Node) -> Result<(), Errno> {
        if last(name).chars().count() > NAME_MAX {
            return Err(Errno::ENAMETOOLONG);
        }
        if self.nodes.contains_key(name) {
            return Err(Errno::EEXIST);
        }
        self.check_parent(name)?;
        self.nodes.insert(name.to_owned(), node);
        Ok(())
    }

    /// Adds a file and the folders it is in, whatever was there.
    pub(crate) fn add_with_folders(&mut self, name: &str, file: SharedFile, now: f64) -> Result<(), Errno> {
        for (at, _) in name.match_indices('/') {
            let folder = Node::Folder(Status::new(0o755, now));
            match self.nodes.entry(name[..at].to_owned()).or_insert(folder) {
                Node::Folder(_) => {}
                Node::File(_) => return Err(Errno::ENOTDIR),
            }
        }
        self.nodes.insert(name.to_owned(), Node::File(file));
        Ok(())
    }

    pub(crate) fn unlink(&mut self, name: &str) -> Result<(), Errno> {
        match self.nodes.get(name) {
            Some(Node::File(_)) => drop(self.nodes.remove(name)),
            Some(Node::Folder(_)) => return Err(Errno::EISDIR),
            None => return Err(Errno::ENOENT),
        }
        Ok(())
    }

    pub(crate) fn rmdir(&mut self, name: &str) -> Result<(), Errno> {
        match self.nodes.get(name) {
            Some(Node::Folder(_)) if name.is_empty() => Err(Errno::EBUSY),
            Some(Node::Folder(_)) if self.below(name).next().is_some() => Err(Errno::ENOTEMPTY),
            Some(Node::Folder(_)) => {
                self.nodes.remove(name);
                Ok(())
            }
            Some(Node::File(_)) => Err(Errno::ENOTDIR),
            None => Err(Errno::ENOENT),
        }
    }

    /// rename(2): what was at the new name is replaced, if it is of the same kind.
    pub(crate) fn rename(&mut self, from: &str, to: &str) -> Result<(), Errno> {
        let node = self.nodes.get(from).cloned().ok_or(Errno::ENOENT)?;
        if from == to {
            return Ok(());
        }
        let is_folder = matches!(node, Node::Folder(_));
        if is_folder && (from.is_empty() || to.starts_with(&format!("{from}/"))) {
            return Err(Errno::EINVAL);
        }
        self.check_parent(to)?;
        match self.nodes.get(to) {
            Some(Node::Folder(_)) if !is_folder => return Err(Errno::EISDIR),
            Some(Node::File(_)) if is_folder => return Err(Errno::ENOTDIR),
            Some(Node::Folder(_)) => self.rmdir(to)?,
            _ => {}
        }
        let below: Vec<String> = self.below(from).map(str::to_owned).collect();
        self.nodes.remove(from);
        self.nodes.insert(to.to_owned(), node);
        for rest in below {
            if let Some(node) = self.nodes.remove(&join(from, &rest)) {
                self.nodes.insert(join(to, &rest), node);
            }
        }
        Ok(())
    }

    fn check_parent(&self, name: &str) -> Result<(), Errno> {
        match self.nodes.get(parent(name)) {
            Some(Node::Folder(_)) => Ok(()),
            Some(Node::File(_)) => Err(Errno::ENOTDIR),
            None => Err(self.missing(parent(name))),
        }
    }

    /// Why nothing is found at a name: a part of the path is a file, or is not there.
    pub(crate) fn missing(&self, name: &str) -> Errno {
        let mut above = name;
        while !above.is_empty() {
            above = parent(above);
            if let Some(Node::File(_)) = self.nodes.get(above) {
                return Errno::ENOTDIR;
            }
        }
        Errno::ENOENT
    }

    /// The paths below a folder, relative to it.
    fn below(&self, name: &str) -> impl Iterator<Item = &str> {
        let prefix = if name.is_empty() { String::new() } else { format!("{name}/") };
        let from = prefix.clone();
        let names = self.nodes.range(from..).map(|(name, _)| name.as_str());
        let length = prefix.len();
        names
            .take_while(move |name| name.starts_with(&prefix))
            .map(move |name| &name[length..])
            .filter(|rest| !rest.is_empty())
    }
}

/// The name that a path means from a folder: without `.`, `..` and double slashes.
pub(crate) fn resolve(folder: &str, path: &str) -> String {
    let start = if path.starts_with('/') { "" } else { folder };
    let mut parts: Vec<&str> = start.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

fn parent(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(parent, _)| parent)
}

fn last(name: &str) -> &str {
    name.rsplit_once('/').map_or(name, |(_, last)| last)
}
