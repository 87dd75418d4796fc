use super::*;
use proptest::prelude::*;

/// What a server sends in place of these, each flushed by itself.
fn packed(pieces: &[Vec<u8>]) -> Vec<u8> {
    let mut server = Deflate::default();
    pieces.iter().flat_map(|piece| server.pack(piece).unwrap()).collect()
}

/// Everything that can be unpacked by now; no piece is larger than it may be.
fn unpacked(line: &mut Deflate) -> Result<Vec<u8>, Garbled> {
    let mut all = Vec::new();
    loop {
        let piece = line.next()?;
        assert!(piece.len() <= PIECE);
        if piece.is_empty() {
            return Ok(all);
        }
        all.extend_from_slice(piece);
    }
}

proptest! {
    /// However the octets are cut on their way, they come out as they went in, and whatever was flushed comes out at once.
    #[test]
    fn what_goes_in_comes_out(
        pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..3_000), 1..6),
        repeat in 1_usize..200,
        cuts in prop::collection::vec(1_usize..2_000, 1..40),
    ) {
        let pieces: Vec<Vec<u8>> = pieces.into_iter().map(|piece| piece.repeat(repeat)).collect();
        let (wire, mut line, mut came) = (packed(&pieces), Deflate::default(), Vec::new());
        let (mut rest, mut cuts) = (wire.as_slice(), cuts.into_iter().cycle());
        while !rest.is_empty() {
            let (now, later) = rest.split_at(cuts.next().unwrap().min(rest.len()));
            line.push(now);
            came.extend(unpacked(&mut line).unwrap());
            rest = later;
        }
        prop_assert!(came == pieces.concat());
    }

    /// Whatever comes, it ends: with octets, or with an error.
    #[test]
    fn garbage_does_no_harm(octets in prop::collection::vec(any::<u8>(), 0..5_000)) {
        let mut line = Deflate::default();
        line.push(&octets);
        let _ = unpacked(&mut line);
    }
}

#[test]
fn a_bomb_comes_out_piece_by_piece() {
    let zeros = vec![0; 64 * 1024 * 1024];
    let wire = packed(std::slice::from_ref(&zeros));
    assert!(wire.len() < 512 * 1024, "{}", wire.len());
    let mut line = Deflate::default();
    line.push(&wire);
    // One piece is unpacked at a time, and the rest only when it is asked for.
    assert_eq!(line.next().unwrap().len(), PIECE);
    assert!(line.taken < 4 * 1024, "{}", line.taken);
    assert_eq!(unpacked(&mut line).unwrap().len(), zeros.len() - PIECE);
}

#[test]
fn garbage_and_an_end_within_are_told() {
    let mut line = Deflate::default();
    // A block of a kind that there is not.
    line.push(&[0xFF; 64]);
    assert_eq!(unpacked(&mut line), Err(Garbled("what comes is not compressed as agreed")));

    let mut line = Deflate::default();
    let mut ended = Vec::with_capacity(100);
    Compress::new(Compression::fast(), false).compress_vec(b"* OK hello\r\n", &mut ended, FlushCompress::Finish).unwrap();
    line.push(&ended);
    assert_eq!(line.next(), Ok(&b"* OK hello\r\n"[..]));
    assert_eq!(line.next(), Err(Garbled("what is compressed ends within the line")));
}
