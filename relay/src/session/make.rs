//! Making a call that may be tried.

use super::descriptors::{EPOLL, weight};
use super::{Session, at_once};
use crate::kernel::{Socket, epoll, memory_file};
use crate::operation::{Enclosed, Ended, Failure, Operation, Poll, Started};
use crate::policy::{self, Refusal};
use bytes::Bytes;
use sockbox_core::{Call, Cause, Control, EpollOperation, Errno, Fd, Reply};
use std::sync::Arc;

/// Descriptors of the pipe that shows when sockets have arrived: one end travels with them, the other stays.
const TRACER: usize = 2;

impl Session {
    pub(super) async fn make(&mut self, call: &Call, payload: Bytes) -> Started {
        let made = match call {
            Call::Socket { family, kind, protocol } => self.open(*family, *kind, *protocol).await,
            Call::SocketPair { family, kind, protocol } => self.open_pair(*family, *kind, *protocol).await,
            Call::MemFdCreate { flags, offset } => self.create_file(&payload, *flags, *offset),
            Call::EpollCreate => self.create_epoll(),
            Call::Dup { fd } => self.duplicate(*fd),
            Call::Listen { fd, backlog } => self.listen(*fd, *backlog),
            Call::Close { fd } => self.close(*fd),
            Call::Poll { entries, wait } => {
                let poll = Poll::new(entries, |fd| self.descriptors.find(fd).cloned());
                return Operation::poll(poll, *wait).start(&self.room).await;
            }
            _ if call.path().is_some() => return Started::Ended(at_once::on_path(&self.room, call).await),
            _ => {
                return self
                    .make_on_socket(call, payload)
                    .await
                    .unwrap_or_else(|failure| Started::Ended(failure.into()));
            }
        };
        Started::Ended(made.map_or_else(Ended::from, |reply| Ended::Ok(reply.into())))
    }

    async fn open(&mut self, family: i32, kind: i32, protocol: i32) -> Result<Reply, Failure> {
        let share = self.reserve(1)?;
        let socket = self.room.socket(family, policy::kind_without_flags(kind), protocol).await?;
        Ok(Reply::Opened { fd: self.descriptors.insert(socket, share) })
    }

    async fn open_pair(&mut self, family: i32, kind: i32, protocol: i32) -> Result<Reply, Failure> {
        let shares = [self.reserve(1)?, self.reserve(1)?];
        let kind = policy::kind_without_flags(kind);
        let [one, other] = self.room.enter(move || Socket::open_pair(family, kind, protocol)).await??;
        let [for_one, for_other] = shares;
        Ok(Reply::OpenedPair {
            fds: [self.descriptors.insert(one, for_one), self.descriptors.insert(other, for_other)],
        })
    }

    fn create_file(&mut self, content: &[u8], flags: i32, offset: u32) -> Result<Reply, Failure> {
        let share = self.reserve(1)?;
        let file = memory_file::create(content, flags, offset)?;
        Ok(Reply::Opened { fd: self.descriptors.insert(file, share) })
    }

    fn create_epoll(&mut self) -> Result<Reply, Failure> {
        let share = self.reserve(EPOLL)?;
        Ok(Reply::Opened { fd: self.descriptors.insert(epoll::create()?, share) })
    }

    fn control_epoll(
        &self,
        epoll: &Socket,
        operation: EpollOperation,
        target: Fd,
        events: u32,
    ) -> Result<Reply, Failure> {
        let watched = self.descriptors.find(target).ok_or(Errno::EBADF)?;
        let is_itself = std::ptr::eq(epoll, &**watched);
        if operation == EpollOperation::Add && !is_itself && epoll.is_epoll() && watched.is_epoll() {
            return Err(Refusal::new(Errno::ELOOP, Cause::EpollInEpoll).into());
        }
        epoll::control(epoll, operation, watched, target, events)?;
        Ok(Reply::Done)
    }

    fn duplicate(&mut self, fd: Fd) -> Result<Reply, Failure> {
        let count = weight(self.descriptors.find(fd).ok_or(Errno::EBADF)?);
        let share = self.reserve(count)?;
        let duplicate = self.descriptors.duplicate(fd, share).ok_or(Errno::EBADF)?;
        Ok(Reply::Opened { fd: duplicate })
    }

    fn listen(&mut self, fd: Fd, backlog: i32) -> Result<Reply, Failure> {
        let socket = self.descriptors.find(fd).ok_or(Errno::EBADF)?;
        self.queues.listen(socket, backlog)?;
        Ok(Reply::Done)
    }

    fn close(&mut self, fd: Fd) -> Result<Reply, Failure> {
        drop(self.descriptors.remove(fd).ok_or(Errno::EBADF)?);
        self.blocked.close(fd);
        self.queues.let_go();
        Ok(Reply::Done)
    }

    async fn make_on_socket(&mut self, call: &Call, payload: Bytes) -> Result<Started, Failure> {
        let socket = call.fd().and_then(|fd| self.descriptors.find(fd)).cloned().ok_or(Errno::EBADF)?;
        let enclosed = match call {
            Call::EpollCtl { operation, target, events, .. } => {
                let reply = self.control_epoll(&socket, *operation, *target, *events)?;
                return Ok(Started::Ended(Ended::Ok(reply.into())));
            }
            Call::SendMsg { control, .. } => self.enclose(control)?,
            _ => Enclosed::default(),
        };
        match Operation::new(call, &payload, enclosed, &socket) {
            Some(operation) => Ok(operation.start(&self.room).await),
            None => Ok(Started::Ended(at_once::on_socket(&self.room, &socket, call, &payload).await)),
        }
    }

    /// Ancillary data as the kernel takes it. Only this session's sockets can be sent.
    fn enclose(&mut self, control: &[Control]) -> Result<Enclosed, Failure> {
        let (mut enclosed, mut sockets) = (Enclosed::default(), Vec::new());
        for message in control {
            match message {
                Control::Data { level, kind, data } => enclosed.push(*level, *kind, data),
                Control::Rights { fds } => {
                    for fd in fds {
                        let socket = self.descriptors.find(*fd).ok_or(Errno::EBADF)?;
                        if socket.is_epoll() {
                            return Err(Refusal::new(Errno::EPERM, Cause::EpollStays).into());
                        }
                        sockets.push(Arc::clone(socket));
                    }
                }
            }
        }
        if !sockets.is_empty() {
            // Sockets that travel are no descriptors of the relay while they do; the pipe is two.
            let share = self
                .descriptors
                .reserve(sockets.len().max(TRACER))
                .map_err(|exceeded| Refusal::new(Errno::ETOOMANYREFS, Cause::Travelling(exceeded.into())))?;
            let queues = sockets.iter().filter_map(|socket| self.queues.of(socket)).collect();
            enclosed.enclose(sockets, share, queues)?;
        }
        Ok(enclosed)
    }
}
