#![allow(clippy::unwrap_used)]

mod constants;

use wasmi::{Engine, Instance, Linker, Module, Store};

use super::{Constants, IMPORTS, Split};

/// Two labs behind a table, the second of them deferred. Both use a helper, the memory and a
/// global; a function that only the second calls has no lab's name.
const PAGE: &str = r#"(module
    (import "js" "double" (func $double (param i32) (result i32)))
    (type $lab (func (param i32) (result i32)))
    (memory (export "memory") 1)
    (data (i32.const 8) "\2a\00\00\00")
    (global $calls (mut i32) (i32.const 0))
    (table 6 funcref)
    (elem (i32.const 1)
        $attention
        $"app[1]::labs::deferred::draw::<app[1]::labs::order::Order>"
        $shared
        $"core::drop::<app[1]::labs::order::Order>"
        $"app[1]::labs::order::twice")
    (func $count (global.set $calls (i32.add (global.get $calls) (i32.const 1))))
    (func $shared (type $lab) (call $count) (i32.add (local.get 0) (i32.load (i32.const 8))))
    (func $attention (type $lab) (call $shared (local.get 0)))
    (func $only_later (type $lab) (call $double (call $shared (local.get 0))))
    (func $"app[1]::labs::deferred::draw::<app[1]::labs::order::Order>" (type $lab)
        (call_indirect (type $lab) (call $only_later (local.get 0)) (i32.const 5)))
    (func $"app[1]::labs::order::twice" (type $lab)
        (call $count) (i32.mul (local.get 0) (i32.const 2)))
    (func $"core::drop::<app[1]::labs::order::Order>" (type $lab)
        (i32.sub (local.get 0) (global.get $calls)))
    (func (export "open") (param i32 i32) (result i32)
        (call_indirect (type $lab) (local.get 1) (local.get 0))))"#;

/// Splits a module without moving constants.
fn split(wasm: &[u8]) -> anyhow::Result<Option<Split>> {
    super::split(wasm, &Constants::default())
}

struct Page {
    store: Store<()>,
    linker: Linker<()>,
    page: Instance,
}

impl Page {
    fn start(wasm: &[u8]) -> Self {
        let engine = Engine::default();
        let mut store = Store::new(&engine, ());
        let mut linker = Linker::new(&engine);
        linker.func_wrap("js", "double", |value: i32| value * 2).unwrap();
        let module = Module::new(&engine, wasm).unwrap();
        let page = linker.instantiate_and_start(&mut store, &module).unwrap();
        Self { store, linker, page }
    }

    fn load(&mut self, wasm: &[u8]) {
        self.linker.instance(&mut self.store, IMPORTS, self.page).unwrap();
        let module = Module::new(self.store.engine(), wasm).unwrap();
        let later = self.linker.instantiate_and_start(&mut self.store, &module).unwrap();
        assert_eq!(later.exports(&self.store).count(), 0);
    }

    fn open(&mut self, lab: i32, value: i32) -> Result<i32, wasmi::Error> {
        let open = self.page.get_typed_func::<(i32, i32), i32>(&self.store, "open").unwrap();
        open.call(&mut self.store, (lab, value))
    }
}

fn halves() -> (Vec<u8>, Split) {
    let whole = wat::parse_str(PAGE).unwrap();
    let split = split(&whole).unwrap().unwrap();
    (whole, split)
}

#[test]
fn the_parts_answer_as_the_whole_does() {
    let (whole, split) = halves();
    let mut whole = Page::start(&whole);
    let mut parts = Page::start(&split.first);
    parts.load(&split.later);
    for lab in 1..6 {
        for value in [-7, 0, 1, 100] {
            let answers = [&mut whole, &mut parts].map(|page| page.open(lab, value).unwrap());
            assert_eq!(answers[0], answers[1], "lab {lab} of {value}");
        }
    }
}

#[test]
fn what_is_not_loaded_traps_and_the_rest_answers() {
    let (_, split) = halves();
    let mut page = Page::start(&split.first);
    for (slot, answers) in [(1, true), (2, false), (3, true), (4, false), (5, false)] {
        assert_eq!(page.open(slot, 3).is_ok(), answers, "slot {slot}");
    }
    page.load(&split.later);
    assert_eq!(page.open(2, 3).unwrap(), 180);
}

#[test]
fn each_function_is_in_one_part() {
    let (_, split) = halves();
    let names = |wasm: &[u8]| -> Vec<String> {
        let module = walrus::Module::from_buffer(wasm).unwrap();
        super::parts::local(&module).filter_map(|f| f.name.clone()).collect()
    };
    let mut first = names(&split.first);
    first.sort();
    assert_eq!(first, ["attention", "count", "shared"]);
    let later = names(&split.later);
    assert_eq!(later.len(), 4, "{later:?}");
    assert!(later.contains(&String::from("only_later")));
    assert!(split.kept.is_empty());
}

#[test]
fn what_the_first_part_calls_stays_in_it_and_is_told() {
    let page = PAGE.replace(
        "(func $attention (type $lab)",
        r#"(func $attention (type $lab)
        (drop (call $"app[1]::labs::order::twice" (i32.const 1)))"#,
    );
    let split = split(&wat::parse_str(page).unwrap()).unwrap().unwrap();
    assert_eq!(split.kept, ["app[1]::labs::order::twice"]);
    assert_eq!(Page::start(&split.first).open(5, 4).unwrap(), 8);
}

#[test]
fn splits_the_same_each_time() {
    let (_, one) = halves();
    let (_, other) = halves();
    assert_eq!((one.first, one.later), (other.first, other.later));
}
