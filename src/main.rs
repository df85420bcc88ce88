//! The `gouji` program. Everything is in the library; this is its door.

use std::process::ExitCode;

use mimalloc::MiMalloc;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    gouji::cli::main()
}
