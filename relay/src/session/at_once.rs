//! The calls that never block.

use crate::kernel::{Socket, file};
use crate::operation::{Ended, Value, names_file};
use crate::policy;
use crate::room::Room;
use sockbox_core::{Address, Call, Errno, Reply};
use std::sync::Arc;

/// A call on a socket.
pub(super) async fn on_socket(room: &Room, socket: &Arc<Socket>, call: &Call, payload: &[u8]) -> Ended {
    match call {
        Call::Bind { address, .. } => bind(room, socket, *address).await.into(),
        Call::Listen { backlog, .. } => socket.listen(policy::backlog(*backlog)).map(|()| Reply::Done).into(),
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
    type Make = fn(&[u8]) -> Result<Reply, Errno>;
    let (path, make): (_, Make) = match call {
        Call::Lstat { path } => (path, file::lstat),
        Call::Unlink { path } => (path, file::unlink),
        Call::MkDir { path } => (path, file::mkdir),
        Call::RmDir { path } => (path, file::rmdir),
        _ => return Ended::Failed(Errno::ENOSYS),
    };
    let path = path.clone();
    room.enter(move || make(&path)).await.flatten().into()
}
