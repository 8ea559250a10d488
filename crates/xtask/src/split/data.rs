//! Moves constants from the first part to the second.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use walrus::{ConstExpr, DataKind, Module, ir::Value};

use super::constants::{Constants, readable};
use super::parts::local;

/// Up to so many bytes between two constants are put again rather than left out, since a
/// piece of its own costs as many.
const GAP: u32 = 8;

/// Where what is put again can't have changed meanwhile.
const UNCHANGING: &str = ".rodata";

/// Bytes and their address.
pub(super) struct Piece {
    address: u32,
    bytes: Vec<u8>,
}

/// Takes out of the first part what only functions of `later` refer to: zeros stand in its
/// place, which the optimizer leaves out.
pub(super) fn take(
    first: &mut Module,
    constants: &Constants,
    later: &BTreeSet<usize>,
) -> Vec<Piece> {
    // Of several functions of one name, all must be moved.
    let mut is_later: BTreeMap<String, bool> = BTreeMap::new();
    for function in local(first) {
        let name = readable(function.name.as_deref().unwrap_or_default());
        *is_later.entry(name).or_insert(true) &= later.contains(&function.id().index());
    }
    let ranges = constants.only_of(|name| {
        // What has no name may be anybody's.
        !name.is_empty() && is_later.get(name).copied().unwrap_or(false)
    });
    let mut pieces: Vec<Piece> = Vec::new();
    let segments: Vec<_> = first.data.iter().map(walrus::Data::id).collect();
    for segment in segments {
        let data = first.data.get_mut(segment);
        let DataKind::Active { offset: ConstExpr::Value(Value::I32(start)), .. } = data.kind else {
            continue;
        };
        let start = start.cast_unsigned();
        let gap = if data.name.as_deref() == Some(UNCHANGING) { GAP } else { 0 };
        let whole = data.value.clone();
        let end = start + whole.len() as u32;
        let mut last: Option<u32> = None;
        for range in &ranges {
            let (from, to) = (range.start.max(start), range.end.min(end));
            if from >= to {
                continue;
            }
            let at = |address: u32| (address - start) as usize;
            data.value[at(from)..at(to)].fill(0);
            match (pieces.last_mut(), last) {
                (Some(piece), Some(before)) if from - before <= gap => {
                    piece.bytes.extend_from_slice(&whole[at(before)..at(to)]);
                }
                _ => pieces.push(Piece { address: from, bytes: whole[at(from)..at(to)].to_vec() }),
            }
            last = Some(to);
        }
    }
    pieces
}

/// Puts the pieces into the memory that the second part imports.
pub(super) fn put(later: &mut Module, pieces: Vec<Piece>) -> Result<()> {
    if pieces.is_empty() {
        return Ok(());
    }
    let memory = later.memories.iter().next().context("the second part has no memory")?.id();
    for Piece { address, bytes } in pieces {
        let offset = ConstExpr::Value(Value::I32(address.cast_signed()));
        let data = later.data.add(DataKind::Active { memory, offset }, bytes);
        later.memories.get_mut(memory).data_segments.insert(data);
    }
    Ok(())
}
