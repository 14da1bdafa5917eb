//! What both ends of sockbox agree on: the calls, their replies, how they travel, and the model of socket states.
//!
//! Data in, data out. No sockets, clock, threads or randomness live here (`clippy.toml` holds it to that),
//! so the same code runs in the browser and at the relay.

mod address;
mod call;
mod cause;
pub mod constants;
mod control;
pub mod errno;
mod explanation;
mod facts;
pub mod hosts;
mod mistake;
pub mod model;
mod notice;
mod octets;
mod reply;
mod sun_path;
pub mod wire;

pub use address::Address;
pub use call::{Call, EpollOperation, Fd, How, PollEntry, Wait};
pub use cause::{Cause, LimitHit, Limited, NetworkUse, Thing};
pub use control::Control;
pub use errno::Errno;
pub use explanation::Explanation;
pub use facts::{Facts, HOLDERS_MAX, Holder, Predicted, Rest};
pub use mistake::mistake;
pub use notice::{Ending, NotAdmitted, Notice};
pub use reply::{FileKind, Outcome, Reply};
pub use sun_path::{SUN_PATH_MAX, SunPath};
