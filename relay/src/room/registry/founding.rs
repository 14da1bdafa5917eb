//! Whose turn it is to make a room: of those who want the same one at once, the first makes it. Nobody waits for another room.

use super::Name;
use crate::lock::lock;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, Weak};

/// The rooms that are being made.
#[derive(Default)]
pub(super) struct Founding {
    turns: Mutex<HashMap<Name, Weak<Turn>>>,
}

/// Held by who makes a room.
pub(super) type Turn = tokio::sync::Mutex<()>;

impl Founding {
    /// The same for all who want this room now. It is forgotten with the last of them.
    pub(super) fn turn(&self, name: Name) -> Arc<Turn> {
        let mut turns = lock(&self.turns);
        turns.retain(|_, turn| turn.strong_count() > 0);
        if let Some(turn) = turns.get(&name).and_then(Weak::upgrade) {
            return turn;
        }
        let turn = Arc::default();
        turns.insert(name, Arc::downgrade(&turn));
        turn
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(digit: char) -> Name {
        digit.to_string().repeat(32).parse().expect("it is a name")
    }

    #[test]
    fn only_those_who_want_the_same_room_wait_for_each_other() {
        let founding = Founding::default();
        let [one, same, other] = ['a', 'a', 'b'].map(|digit| founding.turn(name(digit)));
        let _made = one.try_lock().expect("nobody makes it yet");
        assert!(same.try_lock().is_err());
        assert!(other.try_lock().is_ok());
    }

    #[test]
    fn a_room_that_was_made_is_forgotten() {
        let founding = Founding::default();
        drop(founding.turn(name('a')));
        let _other = founding.turn(name('b'));
        assert_eq!(founding.turns.lock().expect("nobody panicked").len(), 1);
    }
}
