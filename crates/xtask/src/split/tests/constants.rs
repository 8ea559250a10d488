//! Constants, of a module as a linker writes it.

use wasm_encoder::{
    CodeSection, ConstExpr, CustomSection, DataSection, ElementSection, Elements, ExportKind,
    ExportSection, Function, FunctionSection, LinkingSection, MemorySection, MemoryType, Module,
    NameMap, NameSection, RefType, SymbolTable, TableSection, TableType, TypeSection, ValType,
};

use super::super::{Constants, split};
use super::Page;

const START: u32 = 16;
/// What stands in memory, in words: the second one is the address of the fourth.
const WORDS: [u32; 6] = [11, 28, 13, 14, 15, 16];
const ORDER: &str = "app[1]::labs::deferred::draw::<app[1]::labs::order::Order>";

/// A function that the table holds gives a word of memory.
struct Reader {
    name: &'static str,
    word: u32,
}

const READERS: [Reader; 5] = [
    Reader { name: "app[1]::labs::attention::view", word: 0 },
    Reader { name: ORDER, word: 1 },
    Reader { name: "app[1]::labs::order::text", word: 4 },
    Reader { name: "app[1]::view", word: 4 },
    Reader { name: "app[1]::labs::order::other", word: 5 },
];

/// A number as linkers write it where they may have to change it: in five bytes.
fn padded(value: u32) -> [u8; 5] {
    let mut bytes = [0; 5];
    for (index, byte) in bytes.iter_mut().enumerate() {
        let rest = u8::try_from(value >> (7 * index) & 0x7f).unwrap();
        *byte = rest | if index < 4 { 0x80 } else { 0 };
    }
    bytes
}

/// Relocations of a section: kind, place from the start of the section's contents, symbol.
fn relocations(section: u32, entries: &[(u8, u32, u32)]) -> Vec<u8> {
    let mut bytes = padded(section).to_vec();
    bytes.extend(padded(u32::try_from(entries.len()).unwrap()));
    for (kind, at, symbol) in entries {
        bytes.push(*kind);
        bytes.extend(padded(*at));
        bytes.extend(padded(*symbol));
        bytes.push(0);
    }
    bytes
}

fn linked(with_relocations: bool) -> Vec<u8> {
    let count = u32::try_from(READERS.len()).unwrap();
    let mut types = TypeSection::new();
    types.ty().function([], [ValType::I32]);
    types.ty().function([ValType::I32, ValType::I32], [ValType::I32]);
    let mut functions = FunctionSection::new();
    let mut code = CodeSection::new();
    let mut in_code = Vec::new();
    // The section begins with the number of functions, a body with its length.
    let mut at = 1;
    let mut names = NameMap::new();
    for (index, reader) in (0..).zip(&READERS) {
        functions.function(0);
        let mut body = vec![0, 0x41];
        body.extend(padded(START + 4 * reader.word));
        body.extend([0x28, 2, 0, 0x0b]);
        in_code.push((4, at + 1 + 2, reader.word));
        at += 1 + u32::try_from(body.len()).unwrap();
        code.raw(&body);
        names.append(index, reader.name);
    }
    functions.function(1);
    let mut open = Function::new([]);
    open.instructions().local_get(0).call_indirect(0, 0).end();
    code.function(&open);

    let mut tables = TableSection::new();
    tables.table(TableType {
        element_type: RefType::FUNCREF,
        table64: false,
        minimum: u64::from(count) + 1,
        maximum: None,
        shared: false,
    });
    let mut memories = MemorySection::new();
    memories.memory(MemoryType {
        minimum: 1,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    let mut exports = ExportSection::new();
    exports.export("memory", ExportKind::Memory, 0);
    exports.export("open", ExportKind::Func, count);
    let mut elements = ElementSection::new();
    let all: Vec<u32> = (0..count).collect();
    elements.active(None, &ConstExpr::i32_const(1), Elements::Functions(all.into()));
    let mut data = DataSection::new();
    let words: Vec<u8> = WORDS.iter().flat_map(|word| word.to_le_bytes()).collect();
    data.active(0, &ConstExpr::i32_const(START.cast_signed()), words);

    let mut module = Module::new();
    module.section(&types).section(&functions).section(&tables).section(&memories);
    module.section(&exports).section(&elements).section(&code).section(&data);
    let mut name_section = NameSection::new();
    name_section.functions(&names);
    if with_relocations {
        let mut symbols = SymbolTable::new();
        for (word, name) in (0..).zip(["a", "b", "c", "d", "e", "f"]) {
            let symbol = wasm_encoder::DataSymbolDefinition { index: 0, offset: 4 * word, size: 4 };
            symbols.data(0, name, Some(symbol));
        }
        let mut linking = LinkingSection::new();
        linking.symbol_table(&symbols);
        module.section(&linking);
        // The data section: a count, then a flag, an address in three bytes, and a length.
        let in_data = [(5, 1 + 1 + 3 + 1 + 4, 3)];
        for (name, section, entries) in
            [("reloc.CODE", 6, &in_code[..]), ("reloc.DATA", 7, &in_data)]
        {
            let data = relocations(section, entries).into();
            module.section(&CustomSection { name: name.into(), data });
        }
    }
    module.section(&name_section);
    module.finish()
}

impl Page {
    fn words(&self) -> Vec<u32> {
        let memory = self.page.get_memory(&self.store, "memory").unwrap();
        let from = START as usize;
        let bytes = &memory.data(&self.store)[from..from + 4 * WORDS.len()];
        bytes.chunks_exact(4).map(|word| u32::from_le_bytes(word.try_into().unwrap())).collect()
    }
}

#[test]
fn a_constant_goes_with_its_readers() {
    let wasm = linked(true);
    let constants = Constants::read(&wasm).unwrap();
    let parts = split(&wasm, &constants).unwrap().unwrap();
    let mut page = Page::start(&parts.first);
    // The second word is read by the deferred lab, and leads to the fourth; the sixth is the
    // lab's as well; the third is nobody's, and the fifth is read by both.
    assert_eq!(page.words(), [11, 0, 13, 0, 15, 0]);
    page.load(&parts.later);
    assert_eq!(page.words(), WORDS);
    for (slot, reader) in (1..).zip(&READERS) {
        let word = WORDS[reader.word as usize].cast_signed();
        assert_eq!(page.open(slot, 0).unwrap(), word, "{}", reader.name);
    }
}

#[test]
fn without_relocations_constants_stay() {
    let wasm = linked(false);
    let constants = Constants::read(&wasm).unwrap();
    let parts = split(&wasm, &constants).unwrap().unwrap();
    assert_eq!(Page::start(&parts.first).words(), WORDS);
}

#[test]
fn a_constant_within_one_that_stays_is_kept() {
    let constants = Constants::of(
        [(0, 100..200), (1, 150..160), (2, 190..230), (3, 300..310)],
        [("first", 0), ("later", 1), ("later", 2), ("later", 3)],
    );
    assert_eq!(constants.only_of(|name| name == "later"), [200..230, 300..310]);
    assert_eq!(constants.only_of(|_| true), [100..230, 300..310]);
    assert!(constants.only_of(|_| false).is_empty());
}
