/// How much a server may send at once.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Octets of a line.
    pub line: usize,
    /// Octets of a literal.
    pub literal: usize,
    /// Octets of a response, with its literals.
    pub response: usize,
}

const MIB: usize = 1024 * 1024;

impl Default for Limits {
    fn default() -> Self {
        Self { line: 16 * MIB, literal: 32 * MIB, response: 64 * MIB }
    }
}
