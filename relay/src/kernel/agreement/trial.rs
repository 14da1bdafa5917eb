//! One sequence, on the kernel and on the model.

use super::step::{Op, Step};
use super::tally::{Tally, unforeseen};
use super::world::World;
use sockbox_core::constants::{SO_ERROR, SO_KEEPALIVE, SO_REUSEADDR, SOL_SOCKET};
use sockbox_core::model::{Answer, CallKind, Prediction, Session};
use sockbox_core::{Call, Fd, Outcome, Reply, Wait};
use std::fmt::Write;

/// The bytes of a message.
const MESSAGE: [u8; 512] = [b'x'; 512];
/// More sockets than this are not opened.
const SOCKETS: usize = 6;
/// `Fill` gives up after this many messages: where none are lost, buffers are smaller.
const FILL: usize = 400;

/// A sequence under way.
pub(super) struct Trial<'a> {
    world: World,
    session: Session,
    /// In the order they came.
    fds: Vec<Fd>,
    tally: &'a mut Tally,
    history: String,
    /// Whether the steps are counted; they are judged in any case.
    counts: bool,
}

impl<'a> Trial<'a> {
    /// Makes all steps of a sequence; those of its beginning are not counted.
    ///
    /// # Errors
    /// At the first answer that was not foreseen: the steps up to it, in words.
    pub(super) fn of(beginning: &[Step], steps: &[Step], tally: &'a mut Tally) -> Result<(), String> {
        let mut trial = Trial {
            world: World::default(),
            session: Session::alone(),
            fds: Vec::new(),
            tally,
            history: String::new(),
            counts: false,
        };
        beginning.iter().try_for_each(|step| trial.step(*step))?;
        trial.counts = true;
        steps.iter().try_for_each(|step| trial.step(*step))
    }

    fn step(&mut self, step: Step) -> Result<(), String> {
        match step {
            Step::Open(_) if self.fds.len() >= SOCKETS => Ok(()),
            Step::Open(kind) => {
                let (family, kind, protocol) = kind.numbers();
                self.make(Call::Socket { family, kind, protocol }, &[])
            }
            Step::On(place, op) => self.act(self.at(place), op),
        }
    }

    fn act(&mut self, fd: Fd, op: Op) -> Result<(), String> {
        let call = match op {
            Op::Bind => Call::Bind { fd, address: self.world.fresh_address(fd) },
            Op::BindLike(place) => Call::Bind { fd, address: self.world.address_for(fd, self.at(place)) },
            Op::BindAnyPort => Call::Bind { fd, address: self.world.any_address(fd) },
            Op::Listen => Call::Listen { fd, backlog: 1 },
            Op::Accept => Call::Accept { fd, wait: Wait::Never },
            Op::Connect(place) => {
                Call::Connect { fd, address: self.world.address_for(fd, self.at(place)), wait: Wait::Never }
            }
            Op::ConnectAcross(place) => {
                let address = self.world.address_of(self.at(place)).unwrap_or(self.world.any_address(fd));
                Call::Connect { fd, address, wait: Wait::Never }
            }
            Op::SendTo(place) => {
                let address = self.world.address_for(fd, self.at(place));
                Call::SendTo { fd, address, flags: 0, wait: Wait::Never }
            }
            Op::Send => Call::Send { fd, flags: 0, wait: Wait::Never },
            Op::Fill => return self.fill(fd),
            Op::Recv => Call::Recv { fd, size: 1024, flags: 0, wait: Wait::Never },
            Op::Shutdown(how) => Call::Shutdown { fd, how },
            Op::GetSockName => Call::GetSockName { fd },
            Op::GetPeerName => Call::GetPeerName { fd },
            Op::Error => Call::GetSockOpt { fd, level: SOL_SOCKET, name: SO_ERROR, size: 4 },
            Op::ReuseAddress => return self.switch_on(fd, SO_REUSEADDR),
            Op::KeepAlive => return self.switch_on(fd, SO_KEEPALIVE),
            Op::Dup if self.fds.len() >= SOCKETS => return Ok(()),
            Op::Dup => Call::Dup { fd },
            Op::Close => Call::Close { fd },
        };
        self.make(call, &self.world.message(fd))
    }

    fn switch_on(&mut self, fd: Fd, name: i32) -> Result<(), String> {
        self.make(Call::SetSockOpt { fd, level: SOL_SOCKET, name }, &1_i32.to_ne_bytes())
    }

    /// The calls before the last are judged, but not counted: they are all alike.
    fn fill(&mut self, fd: Fd) -> Result<(), String> {
        let call = Call::Send { fd, flags: 0, wait: Wait::Never };
        for _ in 0..FILL {
            if self.judge(&call, &MESSAGE)?.0 != Some(Answer::Ok) {
                break;
            }
        }
        self.make(call, &MESSAGE)
    }

    /// The socket at this place. Without any it is a descriptor that was never open.
    fn at(&self, place: usize) -> Fd {
        match self.fds.len() {
            0 => Fd(3),
            count => self.fds[place % count],
        }
    }

    /// Makes a call on both sides, and counts it.
    fn make(&mut self, call: Call, payload: &[u8]) -> Result<(), String> {
        let (_, prediction) = self.judge(&call, payload)?;
        if let Some(kind) = CallKind::of(&call).filter(|_| self.counts) {
            self.tally.add(kind, &prediction);
        }
        Ok(())
    }

    /// Makes a call on both sides, and compares.
    fn judge(&mut self, call: &Call, payload: &[u8]) -> Result<(Option<Answer>, Prediction), String> {
        let prediction = self.session.predict(call, payload);
        let before = call.fd().map_or(Vec::new(), |fd| self.session.states(fd).to_vec());
        let (outcome, received) = self.world.make(call, payload);
        let answer = Answer::of(&outcome);
        writeln!(self.history, "  {call:?} = {outcome:?}").expect("a string takes all");
        if let Some(answer) = answer.filter(|answer| !prediction.contains(*answer)) {
            let states: String = before.iter().map(|state| format!(" {state}")).collect();
            return Err(format!("{}:{states}\n{}", unforeseen(&prediction, answer), self.history));
        }
        self.session.begin(call, payload);
        self.session.end(call, &outcome, &received);
        self.note(&outcome);
        Ok((answer, prediction))
    }

    /// A new descriptor has the next place; one that was closed and came anew keeps its own.
    fn note(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Ok(Reply::Opened { fd } | Reply::Accepted { fd, .. }) if !self.fds.contains(fd) => {
                self.fds.push(*fd);
            }
            _ => {}
        }
    }
}
