//! Which mutant is switched on. Stands in the core of the copy in which mutants are tried.

use std::{
    env, fs,
    io::Write,
    sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed},
};

/// Nothing was said yet; what is reached is noted down.
const UNREAD: u32 = u32::MAX;
const NOTED: u32 = u32::MAX - 1;

static CHOSEN: AtomicU32 = AtomicU32::new(UNREAD);
static REACHED: [AtomicBool; COUNT] = [const { AtomicBool::new(false) }; COUNT];

/// Whether this mutant is the one; asked wherever one could be.
#[inline]
pub fn on(mutant: u32) -> bool {
    let chosen = CHOSEN.load(Relaxed);
    if chosen >= NOTED { note(mutant) } else { chosen == mutant }
}

#[cold]
fn note(mutant: u32) -> bool {
    if CHOSEN.load(Relaxed) == UNREAD {
        let notes = env::var_os("KENPO_REACHED").is_some();
        let chosen = env::var("KENPO_MUTANT").ok().and_then(|text| text.parse().ok());
        choose(if notes { None } else { Some(chosen.unwrap_or(0)) });
        return on(mutant);
    }
    if !REACHED[mutant as usize].swap(true, Relaxed)
        && let Some(path) = env::var_os("KENPO_REACHED")
        && let Ok(mut file) = fs::OpenOptions::new().create(true).append(true).open(path)
    {
        let _ = file.write_all(format!("{mutant}\n").as_bytes());
    }
    false
}

/// Switches one on, 0 for none; `None` notes what is reached.
pub fn choose(mutant: Option<u32>) {
    CHOSEN.store(mutant.unwrap_or(NOTED), Relaxed);
}

/// What was reached since this was last called.
pub fn reached() -> Vec<u32> {
    (0..).zip(&REACHED).filter(|(_, reached)| reached.swap(false, Relaxed)).map(|(mutant, _)| mutant).collect()
}
