//! Two sessions with a TCP connection between their sockets, as a learner's server and client have it.

use crate::session::Session;
use anyhow::{bail, ensure};
use sockbox_core::{Address, Call, Fd, Reply, Wait};

/// In bytes.
pub(crate) const MESSAGE: usize = 100;

/// A session, and its end of the connection.
pub(crate) struct End<'a> {
    session: &'a mut Session,
    fd: Fd,
}

/// Connects the first sockets of two sessions at an address where nobody listens yet.
pub(crate) async fn connect<'a>(
    server: &'a mut Session,
    client: &'a mut Session,
    [listener, active]: [Fd; 2],
    address: Address,
) -> anyhow::Result<[End<'a>; 2]> {
    server.call(Call::Bind { fd: listener, address }, &[]).await?;
    server.call(Call::Listen { fd: listener, backlog: 1 }, &[]).await?;
    client.call(Call::Connect { fd: active, address, wait: Wait::Forever }, &[]).await?;
    let accept = Call::Accept { fd: listener, wait: Wait::Forever };
    let Reply::Accepted { fd: passive, .. } = server.call(accept, &[]).await? else {
        bail!("accept should bring a connection");
    };
    Ok([End { session: server, fd: passive }, End { session: client, fd: active }])
}

impl End<'_> {
    /// Sends one message.
    pub(crate) async fn send(&mut self) -> anyhow::Result<()> {
        let call = Call::SendAll { fd: self.fd, flags: 0, wait: Wait::Forever };
        let reply = self.session.call(call, &[7; MESSAGE]).await?;
        ensure!(reply == Reply::Done, "sendall replied {reply:?}");
        Ok(())
    }

    /// Closes it.
    pub(crate) async fn close(self) -> anyhow::Result<()> {
        self.session.call(Call::Close { fd: self.fd }, &[]).await.map(drop)
    }

    /// Receives one message, which loopback brings in one piece.
    pub(crate) async fn receive(&mut self) -> anyhow::Result<()> {
        let call = Call::Recv { fd: self.fd, size: MESSAGE as u32, flags: 0, wait: Wait::Forever };
        let reply = self.session.call(call, &[]).await?;
        ensure!(matches!(reply, Reply::Received { .. }), "recv replied {reply:?}");
        Ok(())
    }
}

/// Sends a message and waits for its answer.
pub(crate) async fn ask(end: &mut End<'_>) -> anyhow::Result<()> {
    end.send().await?;
    end.receive().await
}

/// Waits for a message and answers it.
pub(crate) async fn answer(end: &mut End<'_>) -> anyhow::Result<()> {
    end.receive().await?;
    end.send().await
}
