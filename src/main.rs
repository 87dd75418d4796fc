//! The program: a command line, and a window when no command is given.

fn main() -> std::process::ExitCode {
    deich::cli::main()
}
