//! The whole of reading, fenced: should anything panic on a file, that file is in error, and the run goes on.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::problem::{Problem, ReadError};

thread_local! {
    static FENCED: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is reading a file: a panic hook need not report what will be reported as a damaged file.
#[must_use]
pub fn is_fenced() -> bool {
    FENCED.get()
}

/// Runs `read`; a panic becomes [`Problem::Damaged`].
pub(in crate::reading) fn fenced<T>(read: impl FnOnce() -> Result<T, ReadError>) -> Result<T, ReadError> {
    let before = FENCED.replace(true);
    let result = catch_unwind(AssertUnwindSafe(read));
    FENCED.set(before);
    result.unwrap_or_else(|_| Err(ReadError::new(Problem::Damaged).with("reason", "gouji itself failed on it")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_inside_the_fence_is_an_error_of_the_file() {
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(|_| assert!(is_fenced())));
        let result: Result<(), _> = fenced(|| panic!("a damaged file"));
        std::panic::set_hook(hook);
        assert_eq!(result.expect_err("caught").problem, Problem::Damaged);
        assert!(!is_fenced());
    }
}
