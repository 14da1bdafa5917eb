//! Who is in a room: pages, and the processes of each.
//!
//! A process says to which page it belongs, by what the page calls itself; a program that is no page says nothing, and stands for itself.

use super::Room;
use sockbox_core::Explanation;
use sockbox_core::wire::Present;
use std::sync::Arc;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};

/// Notices that a slow page may be behind before it misses some.
const NOTICES: usize = 16;

/// Who is there, and what they are told.
pub(super) struct Presence {
    people: watch::Sender<People>,
    notices: broadcast::Sender<Notice>,
}

/// Something to be told to people.
#[derive(Debug, Clone)]
struct Notice {
    /// The page whose affair it is, if not everybody's.
    page: Option<u32>,
    text: Explanation,
}

/// What the people of one page are told, as it comes.
pub(crate) struct Notices {
    page: u32,
    all: broadcast::Receiver<Notice>,
}

/// In the order in which they came.
#[derive(Debug, Default)]
pub(crate) struct People {
    /// The number of the page that came last.
    pages_so_far: u32,
    processes_so_far: u64,
    pages: Vec<Page>,
}

/// A page, or a program that is no page.
#[derive(Debug)]
struct Page {
    number: u32,
    /// What it calls itself; nothing for a program.
    name: String,
    /// WebSockets of its own. It may have several for a moment, when it connects again.
    watchers: usize,
    /// Number and name of each.
    processes: Vec<(u64, String)>,
}

/// A page that watches, or a process; it is there until this is dropped.
pub(crate) struct Presentation {
    room: Arc<Room>,
    page: u32,
    /// `None` for a page.
    process: Option<u64>,
}

impl Presence {
    pub(super) fn new() -> Self {
        Self { people: watch::Sender::new(People::default()), notices: broadcast::Sender::new(NOTICES) }
    }

    /// Whoever is there, now and whenever that changes.
    pub(super) fn people(&self) -> watch::Receiver<People> {
        self.people.subscribe()
    }

    /// Says something to all pages, or to one of them.
    pub(super) fn notify(&self, page: Option<u32>, text: Explanation) {
        // There may be no page.
        let _ = self.notices.send(Notice { page, text: text.with_english() });
    }

    fn change<T>(&self, change: impl FnOnce(&mut People) -> T) -> T {
        let mut result = None;
        self.people.send_modify(|people| result = Some(change(people)));
        result.expect("the change was made")
    }
}

impl Presentation {
    /// A page comes.
    pub(super) fn of_page(room: Arc<Room>, name: &str) -> Self {
        let page = room.presence.change(|people| {
            let page = people.page(name);
            page.watchers += 1;
            page.number
        });
        Self { room, page, process: None }
    }

    /// A process comes, of the page that calls itself so.
    pub(super) fn of_process(room: Arc<Room>, name: String, page: &str) -> Self {
        let (page, process) = room.presence.change(|people| people.add_process(name, page));
        Self { room, page, process: Some(process) }
    }

    /// What this page is told from now on.
    pub(crate) fn notices(&self) -> Notices {
        Notices { page: self.page, all: self.room.presence.notices.subscribe() }
    }

    /// Tells something to the people of its page alone.
    pub(crate) fn notify(&self, text: Explanation) {
        self.room.presence.notify(Some(self.page), text);
    }

    /// Those who are there, as this page is told.
    pub(crate) fn describe(&self, people: &People) -> Vec<Present> {
        let present = |page: &Page| Present {
            number: page.number,
            you: page.number == self.page,
            processes: page.processes.iter().map(|(_, name)| name.clone()).collect(),
        };
        people.pages.iter().map(present).collect()
    }
}

impl Notices {
    /// The next one. Some are passed over where too many came while the page did not read. Dropping the future loses nothing.
    pub(crate) async fn next(&mut self) -> Explanation {
        loop {
            match self.all.recv().await {
                Ok(Notice { page, text }) if page.is_none_or(|page| page == self.page) => return text,
                Ok(_) | Err(RecvError::Lagged(_)) => {}
                // The sender is the room's, which this page is in.
                Err(RecvError::Closed) => std::future::pending().await,
            }
        }
    }
}

impl Drop for Presentation {
    fn drop(&mut self) {
        self.room.presence.change(|people| people.remove(self.page, self.process));
    }
}

impl People {
    /// The page of this name; a new one if it was not there.
    fn page(&mut self, name: &str) -> &mut Page {
        let known = self.pages.iter().position(|page| !name.is_empty() && page.name == name);
        let place = known.unwrap_or_else(|| {
            self.pages_so_far += 1;
            let (number, name) = (self.pages_so_far, name.to_owned());
            self.pages.push(Page { number, name, watchers: 0, processes: Vec::new() });
            self.pages.len() - 1
        });
        &mut self.pages[place]
    }

    fn add_process(&mut self, name: String, page: &str) -> (u32, u64) {
        self.processes_so_far += 1;
        let process = self.processes_so_far;
        let page = self.page(page);
        page.processes.push((process, name));
        (page.number, process)
    }

    /// Takes away a process, or a WebSocket of the page itself; the page is gone with the last of both.
    fn remove(&mut self, page: u32, process: Option<u64>) {
        let Some(place) = self.pages.iter().position(|known| known.number == page) else { return };
        let page = &mut self.pages[place];
        match process {
            Some(process) => page.processes.retain(|(number, _)| *number != process),
            None => page.watchers -= 1,
        }
        if page.watchers == 0 && page.processes.is_empty() {
            self.pages.remove(place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(people: &People) -> Vec<(u32, usize)> {
        people.pages.iter().map(|page| (page.number, page.processes.len())).collect()
    }

    #[test]
    fn processes_are_with_their_page_whoever_comes_first() {
        let mut people = People::default();
        let (page, first) = people.add_process("server".to_owned(), "5d1c9a");
        people.page("5d1c9a").watchers += 1;
        people.add_process("client".to_owned(), "5d1c9a");
        assert_eq!(numbers(&people), [(1, 2)]);
        people.remove(page, Some(first));
        assert_eq!(people.pages[0].processes[0].1, "client");
        people.remove(page, None);
        assert_eq!(numbers(&people), [(1, 1)]);
    }

    #[test]
    fn a_number_is_not_used_again() {
        let mut people = People::default();
        let (page, process) = people.add_process(String::new(), "a");
        people.remove(page, Some(process));
        assert_eq!(numbers(&people), []);
        people.add_process(String::new(), "a");
        assert_eq!(numbers(&people), [(2, 1)]);
    }

    #[test]
    fn programs_that_are_no_page_stand_for_themselves() {
        let mut people = People::default();
        people.add_process("one".to_owned(), "");
        people.add_process("two".to_owned(), "");
        assert_eq!(numbers(&people), [(1, 1), (2, 1)]);
    }
}
