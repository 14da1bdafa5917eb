//! Quotas: what is granted at most, counted where it is used.
//!
//! ```text
//! relay ── room ──┬─ process     a process takes its descriptors from all four; so do its bytes and calls where they have a limit
//!          address ─┘             what came from one machine, also its connections, rooms and processes
//! ```
//!
//! A [`Quota`] counts one thing of one holder, and may lie within the quotas of larger holders. What it grants is a [`Share`], which
//! is given back when it is dropped. What it does not grant is an [`Exceeded`], whose words name the holder, the limit, and the option
//! of `sockbox serve` that raises it. Counting takes no lock. What is limited by the second is in [`rate`].

mod addresses;
mod holders;
mod rate;

pub(crate) use addresses::{AddressQuotas, Addresses};
pub(crate) use holders::{ProcessQuotas, ProcessRates, RelayQuotas, RoomQuotas};
pub(crate) use rate::Rate;

use prometheus_client::metrics::counter::Counter;
use sockbox_core::{Explanation, LimitHit, Limited, Thing};
use sockbox_language::Language;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// What a limit is called.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Name {
    /// The option of `sockbox serve` that sets it, without the dashes.
    pub(crate) option: &'static str,
    /// Who is held to it.
    pub(crate) limited: Limited,
    /// What is counted.
    pub(crate) thing: Thing,
}

/// How much of something is granted, the same for all who are limited so. Clones share the number of hits.
#[derive(Debug, Clone)]
pub(crate) struct Limit {
    pub(crate) name: &'static Name,
    pub(crate) value: usize,
    /// How often it was hit.
    pub(crate) hits: Counter,
}

/// A count with a limit. Clones share the count.
#[derive(Debug, Clone)]
pub(crate) struct Quota {
    level: Arc<Level>,
}

#[derive(Debug)]
struct Level {
    limit: Limit,
    used: AtomicUsize,
    within: Vec<Quota>,
}

/// So much of a quota, until it is dropped.
#[derive(Debug)]
#[must_use = "a share that is dropped is given back"]
pub(crate) struct Share {
    level: Arc<Level>,
    amount: usize,
}

/// A limit was hit. Its text is for whoever asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Exceeded {
    name: &'static Name,
    limit: usize,
    amount: usize,
}

impl Name {
    fn hit(&self, most: usize, more: usize) -> LimitHit {
        let &Self { option, limited, thing } = self;
        LimitHit { option, limited, thing, most, more }
    }
}

impl Limit {
    pub(crate) fn new(name: &'static Name, value: usize) -> Self {
        Self { name, value, hits: Counter::default() }
    }

    /// What it is, for whoever is held to it without being refused anything.
    pub(crate) fn words(&self) -> Explanation {
        self.name.hit(self.value, 0).explanation()
    }

    fn exceeded(&self, amount: usize) -> Exceeded {
        self.hits.inc();
        Exceeded { name: self.name, limit: self.value, amount }
    }
}

impl Quota {
    /// A quota of which nothing is used.
    pub(crate) fn new(limit: &Limit) -> Self {
        Self::within([], limit)
    }

    /// A quota whose shares are also taken from these.
    pub(crate) fn within<const N: usize>(larger: [&Self; N], limit: &Limit) -> Self {
        let within = larger.map(Self::clone).into();
        Self { level: Arc::new(Level { limit: limit.clone(), used: AtomicUsize::new(0), within }) }
    }

    /// Takes so much from this quota and from all that it lies within, or from none.
    ///
    /// # Errors
    /// If it would be more than the limit of one of them; the smallest holder's is named.
    pub(crate) fn take(&self, amount: usize) -> Result<Share, Exceeded> {
        self.level.add(amount)?;
        Ok(Share { level: Arc::clone(&self.level), amount })
    }

    /// Takes so much, or as much as there is.
    pub(crate) fn take_up_to(&self, amount: usize) -> Share {
        let mut share = Share { level: Arc::clone(&self.level), amount: 0 };
        share.grow_up_to(amount);
        share
    }

    /// Whether so much could be taken now. It is no hit if not: nobody asked for it.
    pub(crate) fn has(&self, amount: usize) -> bool {
        self.level.has(amount)
    }

    /// Whether so much could be taken now. Nothing is.
    ///
    /// # Errors
    /// As [`take`](Self::take).
    pub(crate) fn check(&self, amount: usize) -> Result<(), Exceeded> {
        self.level.check(amount)
    }

    /// How much of it is taken now.
    pub(crate) fn used(&self) -> usize {
        self.level.used.load(Relaxed)
    }

    /// What limits it.
    pub(crate) fn limit(&self) -> &Limit {
        &self.level.limit
    }
}

impl Level {
    fn add(&self, amount: usize) -> Result<(), Exceeded> {
        let fits = |used: usize| used.checked_add(amount).filter(|sum| *sum <= self.limit.value);
        self.used.fetch_update(Relaxed, Relaxed, fits).map_err(|_| self.limit.exceeded(amount))?;
        for (place, larger) in self.within.iter().enumerate() {
            larger.level.add(amount).inspect_err(|_| {
                self.within[..place].iter().for_each(|taken| taken.level.subtract(amount));
                self.used.fetch_sub(amount, Relaxed);
            })?;
        }
        Ok(())
    }

    /// How much there is, here and in all that it lies within.
    fn left(&self) -> usize {
        let own = self.limit.value.saturating_sub(self.used.load(Relaxed));
        self.within.iter().map(|larger| larger.level.left()).fold(own, usize::min)
    }

    fn has(&self, amount: usize) -> bool {
        self.fits(amount) && self.within.iter().all(|larger| larger.level.has(amount))
    }

    fn fits(&self, amount: usize) -> bool {
        self.used.load(Relaxed).checked_add(amount).is_some_and(|sum| sum <= self.limit.value)
    }

    fn check(&self, amount: usize) -> Result<(), Exceeded> {
        if !self.fits(amount) {
            return Err(self.limit.exceeded(amount));
        }
        self.within.iter().try_for_each(|larger| larger.level.check(amount))
    }

    fn subtract(&self, amount: usize) {
        self.used.fetch_sub(amount, Relaxed);
        self.within.iter().for_each(|larger| larger.level.subtract(amount));
    }
}

impl Share {
    /// How much it is.
    pub(crate) fn amount(&self) -> usize {
        self.amount
    }

    /// Takes so much more, or nothing.
    ///
    /// # Errors
    /// As [`Quota::take`].
    pub(crate) fn grow(&mut self, amount: usize) -> Result<(), Exceeded> {
        self.level.add(amount)?;
        self.amount += amount;
        Ok(())
    }

    /// Takes as much more as there is, until it is so much.
    pub(crate) fn grow_up_to(&mut self, amount: usize) {
        // Others may take some of what is left before it is taken here.
        while self.amount < amount && self.grow(amount - self.amount).is_err() {
            let left = self.level.left();
            if left == 0 || self.grow(left.min(amount - self.amount)).is_ok() {
                return;
            }
        }
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.level.subtract(self.amount);
    }
}

impl Exceeded {
    /// The option that sets the limit, without the dashes.
    pub(crate) fn option(&self) -> &'static str {
        self.name.option
    }
}

impl From<Exceeded> for LimitHit {
    fn from(exceeded: Exceeded) -> Self {
        // Nothing at all is asked for only where there is too much already.
        exceeded.name.hit(exceeded.limit, exceeded.amount.max(1))
    }
}

impl fmt::Display for Exceeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&LimitHit::from(*self).explanation().text(Language::English))
    }
}

impl std::error::Error for Exceeded {}

#[cfg(test)]
mod tests;
