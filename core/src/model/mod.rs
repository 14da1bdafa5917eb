//! The model. (Filled in by the core helper.)
use crate::{Address, Call, Errno, Fd, Outcome};
/// What the model says of a call before it is made.
pub enum Verdict {
    /// It may travel.
    Allowed,
    /// The kernel would answer this for certain.
    Refused {
        /// The kernel's answer.
        errno: Errno,
        /// The reason in words.
        why: String,
    },
}
/// The sockets of one session as far as its calls tell.
#[derive(Default)]
pub struct Session;
impl Session {
    /// Judges a call.
    pub fn check(&self, _call: &Call) -> Verdict {
        Verdict::Allowed
    }
    /// A call that was allowed is being made.
    pub fn begin(&mut self, _call: &Call) {}
    /// A call that was begun has ended.
    pub fn end(&mut self, _call: &Call, _outcome: &Outcome) {}
    /// The local address of a socket, as far as known.
    pub fn local_address(&self, _fd: Fd) -> Option<Address> {
        None
    }
}
