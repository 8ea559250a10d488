//! What functions refer to.

use std::collections::BTreeSet;

use walrus::ir::{Visitor, dfs_in_order};
use walrus::{
    ExportItem, Function, FunctionId, FunctionKind, GlobalId, ImportKind, MemoryId, Module, TableId,
};

/// An item by its index in the module, which is the same each time the module is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Item {
    Function(usize),
    Global(usize),
    Memory(usize),
    Table(usize),
}

/// What `function` refers to; nothing, if it is imported.
pub(super) fn uses(function: &Function) -> BTreeSet<Item> {
    let mut uses = Uses::default();
    if let FunctionKind::Local(local) = &function.kind {
        dfs_in_order(&mut uses, local, local.entry_block());
    }
    uses.0
}

/// All items of a module, in an order that is always the same.
pub(super) fn items(module: &Module) -> impl Iterator<Item = ExportItem> {
    let functions = module.funcs.iter().map(|item| item.id().into());
    let globals = module.globals.iter().map(|item| item.id().into());
    let memories = module.memories.iter().map(|item| item.id().into());
    let tables = module.tables.iter().map(|item| item.id().into());
    functions.chain(globals).chain(memories).chain(tables)
}

impl TryFrom<ExportItem> for Item {
    type Error = anyhow::Error;

    fn try_from(item: ExportItem) -> anyhow::Result<Self> {
        Ok(match item {
            ExportItem::Function(id) => Self::Function(id.index()),
            ExportItem::Global(id) => Self::Global(id.index()),
            ExportItem::Memory(id) => Self::Memory(id.index()),
            ExportItem::Table(id) => Self::Table(id.index()),
            ExportItem::Tag(_) => anyhow::bail!("a module with exceptions can't be split"),
        })
    }
}

/// The import of what another module exports.
pub(super) fn import_of(item: ExportItem) -> ImportKind {
    match item {
        ExportItem::Function(id) => ImportKind::Function(id),
        ExportItem::Global(id) => ImportKind::Global(id),
        ExportItem::Memory(id) => ImportKind::Memory(id),
        ExportItem::Table(id) => ImportKind::Table(id),
        ExportItem::Tag(id) => ImportKind::Tag(id),
    }
}

#[derive(Default)]
struct Uses(BTreeSet<Item>);

impl<'instr> Visitor<'instr> for Uses {
    fn visit_function_id(&mut self, id: &FunctionId) {
        self.0.insert(Item::Function(id.index()));
    }

    fn visit_global_id(&mut self, id: &GlobalId) {
        self.0.insert(Item::Global(id.index()));
    }

    fn visit_memory_id(&mut self, id: &MemoryId) {
        self.0.insert(Item::Memory(id.index()));
    }

    fn visit_table_id(&mut self, id: &TableId) {
        self.0.insert(Item::Table(id.index()));
    }
}
