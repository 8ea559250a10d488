//! Makes the second part of the whole module.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use walrus::passes::gc;
use walrus::{
    ConstExpr, ElementItems, ElementKind, ExportItem, FunctionKind, GlobalKind, ImportedFunction,
    Module, ir::Value,
};

use super::parts::{Slot, slots};
use super::uses::{Item, import_of, items};

/// The second part: the functions of `later`, which are put into their places in the table
/// when it starts. All else is imported under the names in `exported` or left out.
pub(super) fn module(
    mut whole: Module,
    later: &BTreeSet<usize>,
    exported: &BTreeMap<Item, String>,
) -> Result<Module> {
    let mut slots = slots(&whole)?;
    slots.retain(|slot| later.contains(&slot.function.index()));
    clear(&mut whole);
    let all: Vec<ExportItem> = items(&whole).collect();
    for item in all {
        if let Some(name) = exported.get(&item.try_into()?) {
            import(&mut whole, item, name);
        }
    }
    for run in slots.chunk_by(|a, b| a.table == b.table && a.index + 1 == b.index) {
        fill(&mut whole, run);
    }
    gc::run(&mut whole);
    Ok(whole)
}

/// Takes out all ways in and out, and what happens at the start.
fn clear(module: &mut Module) {
    module.start = None;
    for id in module.imports.iter().map(|import| import.id()).collect::<Vec<_>>() {
        module.imports.delete(id);
    }
    for id in module.exports.iter().map(|export| export.id()).collect::<Vec<_>>() {
        module.exports.delete(id);
    }
    for id in module.elements.iter().map(|element| element.id()).collect::<Vec<_>>() {
        module.elements.delete(id);
    }
    for id in module.data.iter().map(|data| data.id()).collect::<Vec<_>>() {
        module.data.delete(id);
    }
    for table in module.tables.iter_mut() {
        table.elem_segments.clear();
    }
    for memory in module.memories.iter_mut() {
        memory.data_segments.clear();
    }
}

/// Makes an import of an item, which functions go on referring to.
fn import(module: &mut Module, item: ExportItem, name: &str) {
    let import = module.imports.add(super::IMPORTS, name, import_of(item));
    match item {
        ExportItem::Function(id) => {
            let function = module.funcs.get_mut(id);
            function.kind = FunctionKind::Import(ImportedFunction { import, ty: function.ty() });
        }
        ExportItem::Global(id) => module.globals.get_mut(id).kind = GlobalKind::Import(import),
        ExportItem::Memory(id) => module.memories.get_mut(id).import = Some(import),
        ExportItem::Table(id) => module.tables.get_mut(id).import = Some(import),
        ExportItem::Tag(_) => {}
    }
}

/// Fills places that follow each other.
fn fill(module: &mut Module, run: &[Slot]) {
    let Some(start) = run.first() else { return };
    let kind = ElementKind::Active {
        table: start.table,
        offset: ConstExpr::Value(Value::I32(start.index)),
    };
    let functions = run.iter().map(|slot| slot.function).collect();
    let element = module.elements.add(kind, ElementItems::Functions(functions));
    module.tables.get_mut(start.table).elem_segments.insert(element);
}
