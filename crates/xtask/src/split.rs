//! Splits the page's wasm in two: what the first load needs, and what a later lab needs.
//!
//! A function goes to the second part if nothing of the first calls it by name. Of those that
//! are called through a table, a deferred lab's are known by their names: they are first
//! called after the second part was loaded, and until then a function that traps stands in
//! their place. Both parts share memory, table and globals. A constant, such as a text, that
//! nothing of the first part refers to is put into its place by the second.

mod constants;
mod data;
mod later;
mod names;
mod parts;
#[cfg(test)]
mod tests;
mod uses;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use walrus::passes::gc;
use walrus::{ElementItems, FunctionBuilder, Module};

pub use constants::Constants;
pub use names::Deferred;
use uses::Item;

/// The name of the module from which the second part imports what the first exports.
pub const IMPORTS: &str = "page";

/// The two parts of a module.
#[derive(Debug)]
pub struct Split {
    /// What the page starts with.
    pub first: Vec<u8>,
    /// What a later lab needs; it imports the exports of `first` from [`IMPORTS`].
    pub later: Vec<u8>,
    /// The functions of deferred labs that the first part calls, for which reason they are
    /// in it.
    pub kept: Vec<String>,
}

/// Splits `wasm`, whose functions must have their names, or gives `None` if no lab is
/// deferred. `constants` are those of the module as it was linked. The same module is always
/// split in the same way.
///
/// # Errors
///
/// When the bytes are no module, or the module fills its table in an unusual way.
///
/// ```
/// use xtask::split::{Constants, split};
///
/// assert!(split(b"\0asm\x01\0\0\0", &Constants::default())?.is_none());
/// assert!(split(b"no module", &Constants::default()).is_err());
/// # Ok::<(), anyhow::Error>(())
/// ```
pub fn split(wasm: &[u8], constants: &Constants) -> Result<Option<Split>> {
    let mut first = Module::from_buffer(wasm)?;
    let deferred = Deferred::of(first.funcs.iter().filter_map(|f| f.name.as_deref()));
    if deferred.is_empty() {
        return Ok(None);
    }
    let later = parts::later(&first, &deferred)?;
    let kept = parts::local(&first)
        .filter(|f| parts::is_deferred(f, &deferred) && !later.contains(&f.id().index()))
        .filter_map(|f| f.name.clone())
        .collect();
    let exported = export(&mut first, &later)?;
    let moved = data::take(&mut first, constants, &later);
    leave_out(&mut first, &later);
    let mut later = later::module(Module::from_buffer(wasm)?, &later, &exported)?;
    data::put(&mut later, moved)?;
    Ok(Some(Split { first: first.emit_wasm(), later: later.emit_wasm(), kept }))
}

/// Exports what the functions of `later` use of the rest, and gives the names.
fn export(first: &mut Module, later: &BTreeSet<usize>) -> Result<BTreeMap<Item, String>> {
    let mut used: BTreeSet<Item> = parts::local(first)
        .filter(|function| later.contains(&function.id().index()))
        .flat_map(uses::uses)
        .collect();
    used.retain(|item| !matches!(item, Item::Function(index) if later.contains(index)));
    used.extend(parts::slots(first)?.iter().map(|slot| Item::Table(slot.table.index())));

    let mut names = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for export in first.exports.iter() {
        taken.insert(export.name.clone());
        names.insert(Item::try_from(export.item)?, export.name.clone());
    }
    let mut fresh = (0..).map(|i| format!("s{i}")).filter(|name| !taken.contains(name));
    let all: Vec<_> = uses::items(first).collect();
    for export in all {
        let item = export.try_into()?;
        if used.contains(&item) && !names.contains_key(&item) {
            names.extend(fresh.next().map(|name| {
                first.exports.add(&name, export);
                (item, name)
            }));
        }
    }
    names.retain(|item, _| used.contains(item));
    Ok(names)
}

/// Takes the functions of `later` out of the first part; one that traps takes their places
/// in the table.
fn leave_out(first: &mut Module, later: &BTreeSet<usize>) {
    let mut trap = FunctionBuilder::new(&mut first.types, &[], &[]);
    trap.func_body().unreachable();
    let trap = trap.finish(Vec::new(), &mut first.funcs);
    for element in first.elements.iter_mut() {
        if let ElementItems::Functions(functions) = &mut element.items {
            for function in functions.iter_mut().filter(|f| later.contains(&f.index())) {
                *function = trap;
            }
        }
    }
    gc::run(first);
}
