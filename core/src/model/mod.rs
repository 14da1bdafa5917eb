//! The model: what the kernel will answer to a call, judged from the calls before it.
//!
//! ```text
//! Call -> CallKind --+
//!                    +-> transition::rule -> Rule -> Session -> Verdict, in the words of explain
//! State, Protocol ---+
//! ```
//!
//! It refuses only what is certain whatever the peer does and whatever else is in flight; all else is left to the kernel.
//! Its knowledge is ip(7), tcp(7), udp(7), ipv6(7) and the man pages of the calls; the kernel is the judge of it.

mod call_kind;
mod explain;
mod session;
mod socket;
mod state;
pub mod transition;

#[cfg(test)]
mod tests;

pub use call_kind::CallKind;
pub use session::{Session, Verdict};
pub use state::{Protocol, State};
