//! Ctrl-C: the first ends a run in good order, with what was done; the second ends it at once, and so does the first where
//! there is nothing to end in order yet. Whatever was written on the way to a result goes with it.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, Once, PoisonError};
use std::{fs, process};

/// A run is under way that can end in good order.
static UNDER_WAY: AtomicBool = AtomicBool::new(false);
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// What is written on the way to a result.
static TEMPORARY: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// A run begins: from now on the first Ctrl-C ends it in good order.
pub(super) fn listen() {
    UNDER_WAY.store(true, Ordering::Relaxed);
    handle();
}

/// Takes Ctrl-C into our hands. Where the system does not let us, it ends the program as it always did.
fn handle() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let _ = ctrlc::set_handler(|| {
            // Nobody else is told of one that ends everything at once: a run that stopped early would end with half a result.
            if !UNDER_WAY.load(Ordering::Relaxed) || INTERRUPTED.swap(true, Ordering::Relaxed) {
                for path in TEMPORARY.lock().unwrap_or_else(PoisonError::into_inner).iter() {
                    let _ = fs::remove_file(path);
                }
                process::exit(130);
            }
        });
    });
}

/// A file that is nobody's when the program ends at once.
pub(super) fn to_remove(path: &Path) {
    handle();
    TEMPORARY.lock().unwrap_or_else(PoisonError::into_inner).push(path.to_owned());
}

/// Whether the run is to end.
pub(super) fn is_wanted() -> bool {
    INTERRUPTED.load(Ordering::Relaxed)
}
