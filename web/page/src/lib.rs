//! The page: terminals and a timeline of calls, over a pure core.
//!
//! ```text
//! person, worker, script -> Event -> update(state, event, now) -> Effects -> worker, editor, storage, script
//!                                         |
//!                                       State -> panels
//! ```
//!
//! `state`, `event`, `effect` and `update` know no browser and are tested on the host. Everything else is the thin rest.

pub mod effect;
pub mod event;
pub mod state;
pub mod update;
