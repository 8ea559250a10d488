//! Decides which function goes to which part.

use std::collections::BTreeSet;

use anyhow::{Result, bail};
use walrus::{
    ConstExpr, ElementItems, ElementKind, ExportItem, Function, FunctionId, Module, TableId,
    ir::Value,
};

use super::names::Deferred;
use super::uses::{Item, uses};

/// A function's place in a table.
pub(super) struct Slot {
    pub table: TableId,
    pub index: i32,
    pub function: FunctionId,
}

/// All places in tables that `module` fills, in their order.
pub(super) fn slots(module: &Module) -> Result<Vec<Slot>> {
    let mut slots = Vec::new();
    for element in module.elements.iter() {
        let (
            &ElementKind::Active { table, offset: ConstExpr::Value(Value::I32(offset)) },
            ElementItems::Functions(functions),
        ) = (&element.kind, &element.items)
        else {
            bail!("only tables that are filled at once, from a fixed place, can be split");
        };
        slots.extend((offset..).zip(functions).map(|(index, &function)| Slot {
            table,
            index,
            function,
        }));
    }
    slots.sort_by_key(|slot| (slot.table.index(), slot.index));
    Ok(slots)
}

/// The indices of the functions that go to the second part.
pub(super) fn later(module: &Module, deferred: &Deferred) -> Result<BTreeSet<usize>> {
    let exported = module.exports.iter().filter_map(|export| match export.item {
        ExportItem::Function(id) => Some(id),
        _ => None,
    });
    let in_tables = slots(module)?.into_iter().map(|slot| slot.function);
    let called_first = in_tables.filter(|&id| !is_deferred(module.funcs.get(id), deferred));
    let mut unseen: Vec<FunctionId> = exported.chain(module.start).chain(called_first).collect();

    let mut left: BTreeSet<usize> = local(module).map(|function| function.id().index()).collect();
    let by_index: Vec<FunctionId> = module.funcs.iter().map(Function::id).collect();
    while let Some(id) = unseen.pop() {
        if left.remove(&id.index()) {
            unseen.extend(uses(module.funcs.get(id)).into_iter().filter_map(|item| match item {
                Item::Function(index) => by_index.get(index),
                _ => None,
            }));
        }
    }
    Ok(left)
}

/// The functions of `module` that aren't imported.
pub(super) fn local(module: &Module) -> impl Iterator<Item = &Function> {
    module.funcs.iter().filter(|function| matches!(function.kind, walrus::FunctionKind::Local(_)))
}

/// Whether a function belongs to a deferred lab.
pub(super) fn is_deferred(function: &Function, deferred: &Deferred) -> bool {
    function.name.as_deref().is_some_and(|name| deferred.owns(name))
}
