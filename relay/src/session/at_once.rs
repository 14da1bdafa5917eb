//! The calls that never block.

use crate::kernel::{Socket, file, memory_file};
use crate::operation::{Ended, Value, names_file};
use crate::policy::{self, Refusal};
use crate::room::Room;
use sockbox_core::{Address, Call, Cause, Errno, Reply};
use std::sync::Arc;

/// The root of a room, and the directory in it for everybody.
const ROOM_DIRECTORIES: [&[u8]; 2] = [b"/", b"/tmp"];

/// A call on a socket.
pub(super) async fn on_socket(room: &Room, socket: &Arc<Socket>, call: &Call, payload: &[u8]) -> Ended {
    match call {
        Call::Bind { address, .. } => bind(room, socket, *address).await.into(),
        Call::Shutdown { how, .. } => socket.shutdown(*how).map(|()| Reply::Done).into(),
        Call::GetSockName { .. } => socket.local_address().map(|address| Reply::Name { address }).into(),
        Call::GetPeerName { .. } => socket.peer_address().map(|address| Reply::Name { address }).into(),
        Call::SetSockOpt { level, name, .. } => {
            let value = policy::clamp(*level, *name, payload);
            socket.set_option(*level, *name, &value).map(|()| Reply::Done).into()
        }
        Call::GetSockOpt { level, name, size, .. } => match socket.option(*level, *name, *size as usize) {
            Ok(value) => Ended::Ok(Value::Reply(Reply::Value, value)),
            Err(errno) => Ended::Failed(errno),
        },
        Call::Read { size, .. } => match memory_file::read(socket, *size as usize) {
            Ok(bytes) => Ended::Ok(Value::Reply(Reply::Received { size: bytes.len() as u32 }, bytes)),
            Err(errno) => Ended::Failed(errno),
        },
        Call::Write { .. } => memory_file::write(socket, payload).into(),
        Call::LSeek { offset, whence, .. } => memory_file::seek(socket, *offset, *whence).into(),
        Call::FStat { .. } => file::fstat(socket).into(),
        Call::FTruncate { size, .. } => memory_file::truncate(socket, *size).into(),
        // The others were made by their operation, or are not made on a socket.
        _ => Ended::Failed(Errno::ENOSYS),
    }
}

/// A path is looked up, and its file made, in the room.
async fn bind(room: &Room, socket: &Arc<Socket>, address: Address) -> Result<Reply, Errno> {
    if names_file(&address) {
        let socket = Arc::clone(socket);
        room.enter(move || socket.bind(&address)).await??;
    } else {
        socket.bind(&address)?;
    }
    Ok(Reply::Done)
}

/// A call on a path of the room's file system.
pub(super) async fn on_path(room: &Room, call: &Call) -> Ended {
    match call {
        Call::ReadDir { path } => match read_directory(room, path.clone()).await {
            Ok(names) => Ended::Ok(Value::Reply(Reply::Listed, names)),
            Err(errno) => Ended::Failed(errno),
        },
        _ => {
            let call = call.clone();
            room.enter(move || in_file_system(&call)).await.unwrap_or_else(Ended::Failed)
        }
    }
}

/// The threads that work in rooms are few, and reading a full directory takes a hundred times as long as opening it: it is read here.
async fn read_directory(room: &Room, path: Vec<u8>) -> Result<Vec<u8>, Errno> {
    file::readdir(room.enter(move || file::opendir(&path)).await??)
}

/// In the file system of the calling thread.
fn in_file_system(call: &Call) -> Ended {
    match call {
        Call::Lstat { path } => file::lstat(path).into(),
        Call::Unlink { path } => file::unlink(path).into(),
        Call::MkDir { path } => file::mkdir(path).into(),
        Call::RmDir { path } if is_of_the_room(path) && file::is_empty(path) => {
            Ended::Refused(Refusal::new(Errno::EBUSY, Cause::DirectoryStays))
        }
        Call::RmDir { path } => file::rmdir(path).into(),
        Call::ChMod { path, .. } if is_of_the_room(path) => {
            Ended::Refused(Refusal::new(Errno::EPERM, Cause::DirectoryStaysOpen))
        }
        Call::ChMod { path, mode } => file::chmod(path, *mode).into(),
        _ => Ended::Failed(Errno::ENOSYS),
    }
}

/// What was there before anybody came: on a machine of one's own it would be the administrator's.
fn is_of_the_room(path: &[u8]) -> bool {
    ROOM_DIRECTORIES.iter().any(|directory| file::is_same(path, directory))
}
