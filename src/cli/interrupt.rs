//! Ctrl-C: the first ends the run in good order, with what was done; the second ends it at once.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::{fs, process};

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// What is written on the way to a result.
static TEMPORARY: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Listens from now on. Where the system does not let us, Ctrl-C ends the program as it always did.
pub(super) fn listen() {
    let _ = ctrlc::set_handler(|| {
        if INTERRUPTED.swap(true, Ordering::Relaxed) {
            for path in TEMPORARY.lock().unwrap_or_else(PoisonError::into_inner).iter() {
                let _ = fs::remove_file(path);
            }
            process::exit(130);
        }
    });
}

/// A file that is nobody's when the program ends at once.
pub(super) fn to_remove(path: &Path) {
    TEMPORARY.lock().unwrap_or_else(PoisonError::into_inner).push(path.to_owned());
}

/// Whether the run is to end.
pub(super) fn is_wanted() -> bool {
    INTERRUPTED.load(Ordering::Relaxed)
}
