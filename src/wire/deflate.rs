//! DEFLATE on a line (RFC 4978): raw streams (RFC 1951), one each way, whose window of 32 KiB lasts as long as the line.
//!
//! Sans I/O. What arrives may be a thousand times as much once it is unpacked: it comes out in pieces of a bounded size, so that
//! whoever takes them can stop at any one.

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};

/// Octets that are unpacked, or packed, at a time.
pub const PIECE: usize = 64 * 1024;

/// What arrived is not what was agreed; nothing that follows can be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Garbled(pub &'static str);

pub struct Deflate {
    packs: Compress,
    unpacks: Decompress,
    /// What arrived, and how much of it was unpacked.
    arrived: Vec<u8>,
    taken: usize,
    piece: Box<[u8]>,
}

impl Default for Deflate {
    fn default() -> Self {
        Self {
            // Commands are short: there is little to gain from more effort.
            packs: Compress::new(Compression::fast(), false),
            unpacks: Decompress::new(false),
            arrived: Vec::new(),
            taken: 0,
            piece: vec![0; PIECE].into(),
        }
    }
}

impl Deflate {
    /// What goes over the line in place of these octets, all of them.
    pub fn pack(&mut self, octets: &[u8]) -> Result<Vec<u8>, Garbled> {
        let (mut packed, mut rest) = (Vec::new(), octets);
        loop {
            let (read, written) = (self.packs.total_in(), self.packs.total_out());
            self.packs.compress(rest, &mut self.piece, FlushCompress::Sync).map_err(|_| Garbled("it cannot be compressed"))?;
            let (read, written) = (self.packs.total_in() - read, self.packs.total_out() - written);
            rest = rest.get(read as usize..).unwrap_or_default();
            packed.extend_from_slice(self.piece.get(..written as usize).unwrap_or_default());
            // A flush is at its end where it left room.
            if rest.is_empty() && (written as usize) < PIECE {
                return Ok(packed);
            }
        }
    }

    /// Takes in what arrived: to be unpacked before there is more.
    pub fn push(&mut self, octets: &[u8]) {
        self.arrived.drain(..self.taken);
        self.taken = 0;
        self.arrived.extend_from_slice(octets);
    }

    /// The next octets of what arrived, at most [`PIECE`]; none: more must arrive first.
    pub fn next(&mut self) -> Result<&[u8], Garbled> {
        let rest = self.arrived.get(self.taken..).unwrap_or_default();
        let (read, written) = (self.unpacks.total_in(), self.unpacks.total_out());
        let status = self.unpacks.decompress(rest, &mut self.piece, FlushDecompress::Sync);
        let status = status.map_err(|_| Garbled("what comes is not compressed as agreed"))?;
        self.taken += (self.unpacks.total_in() - read) as usize;
        let written = (self.unpacks.total_out() - written) as usize;
        // Such a stream ends with the line, and never within it.
        if status == Status::StreamEnd && written == 0 {
            return Err(Garbled("what is compressed ends within the line"));
        }
        Ok(self.piece.get(..written).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests;
