//! What a person sees of a long command: which step of how many, and how long it took.

use std::time::{Duration, Instant};

/// Steps quicker than this found their work done; their time is not worth a line.
const WORTH_TELLING: Duration = Duration::from_secs(1);

/// Numbers the steps of one command.
pub(crate) struct Progress {
    started: Instant,
    steps: usize,
    begun: usize,
}

impl Progress {
    /// A command of so many steps, which begins now.
    pub(crate) fn of_steps(steps: usize) -> Self {
        Self { started: Instant::now(), steps, begun: 0 }
    }

    /// Announces a step, does it, and tells how long it took.
    ///
    /// # Errors
    /// Those of the step, with its name.
    pub(crate) fn step<T>(&mut self, name: &str, work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
        self.announce(name);
        let started = Instant::now();
        let result = work().map_err(|error| error.context(name.to_owned()))?;
        let took = started.elapsed();
        if took >= WORTH_TELLING {
            Self::remark(&format!("done in {:.0} s", took.as_secs_f64()));
        }
        Ok(result)
    }

    /// Announces a step that has the last word itself.
    pub(crate) fn announce(&mut self, name: &str) {
        self.begun += 1;
        eprintln!("[{}/{}] {name}", self.begun, self.steps);
    }

    /// Something worth knowing within a step.
    pub(crate) fn remark(words: &str) {
        eprintln!("      {words}");
    }

    /// Since the command began.
    pub(crate) fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }
}
