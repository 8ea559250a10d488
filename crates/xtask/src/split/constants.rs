//! Tells which constants only certain functions need.
//!
//! Texts and tables stand in memory, not in functions. The linker, if it is asked to keep its
//! relocations, says where each constant is, and which function or other constant refers to
//! it; see “WebAssembly Object File Linking” in the tool conventions of WebAssembly.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use anyhow::{Context, Result};
use rustc_demangle::demangle;
use wasmparser::{
    DataKind, Linking, LinkingSectionReader, Name, NameSectionReader, Operator, Parser, Payload,
    RelocSectionReader, RelocationType, SymbolInfo, TypeRef,
};

/// The constants of a linked module, and who refers to them.
#[derive(Debug, Default)]
pub struct Constants {
    /// Where each stands in memory.
    places: BTreeMap<usize, Range<u32>>,
    /// By the name of a function, which constants it refers to. What refers to a constant and
    /// has no name is under the empty one.
    of_functions: BTreeMap<String, BTreeSet<usize>>,
    /// Which constants a constant refers to.
    of_constants: BTreeMap<usize, BTreeSet<usize>>,
}

/// The name of a function as a person reads it: tools differ in whether they write it so.
pub fn readable(name: &str) -> String {
    demangle(name).to_string()
}

impl Constants {
    /// Reads them from what the linker wrote; without relocations there are none.
    ///
    /// # Errors
    ///
    /// When the bytes are no module.
    pub fn read(linked: &[u8]) -> Result<Self> {
        let sections = Sections::read(linked)?;
        let mut constants = Self::default();
        for (&symbol, &(segment, ref within)) in &sections.symbols {
            if let Some((start, _)) = sections.segments.get(segment) {
                constants.places.insert(symbol, start + within.start..start + within.end);
            }
        }
        let referred = |constants: &Self, symbol| constants.places.contains_key(&symbol);
        for &(at, symbol) in &sections.in_code {
            if referred(&constants, symbol) {
                let name = sections.function_at(at).unwrap_or_default();
                constants.of_functions.entry(name).or_default().insert(symbol);
            }
        }
        for &(at, symbol) in &sections.in_data {
            if !referred(&constants, symbol) {
                continue;
            }
            let address = sections.address_of(at).context("a relocation outside of all data")?;
            let mut holders = constants.at(address).peekable();
            if holders.peek().is_none() {
                drop(holders);
                constants.of_functions.entry(String::new()).or_default().insert(symbol);
                continue;
            }
            for holder in holders.collect::<Vec<_>>() {
                constants.of_constants.entry(holder).or_default().insert(symbol);
            }
        }
        Ok(constants)
    }

    /// Constants at these places, and who refers to them.
    #[cfg(test)]
    pub fn of<'a>(
        places: impl IntoIterator<Item = (usize, Range<u32>)>,
        readers: impl IntoIterator<Item = (&'a str, usize)>,
    ) -> Self {
        let mut constants = Self { places: places.into_iter().collect(), ..Self::default() };
        for (name, symbol) in readers {
            constants.of_functions.entry(name.to_owned()).or_default().insert(symbol);
        }
        constants
    }

    /// The constants that an address is part of: several, where one is part of another.
    fn at(&self, address: u32) -> impl Iterator<Item = usize> {
        let there = move |place: &Range<u32>| place.contains(&address);
        self.places.iter().filter(move |(_, place)| there(place)).map(|(symbol, _)| *symbol)
    }

    /// Where in memory that stands which nothing but the functions of these names needs, in
    /// order and without overlaps.
    pub fn only_of(&self, is_meant: impl Fn(&str) -> bool) -> Vec<Range<u32>> {
        let (meant, others): (Vec<_>, Vec<_>) =
            self.of_functions.iter().partition(|(name, _)| is_meant(name));
        let reached = |from: &[(&String, &BTreeSet<usize>)]| {
            let mut unseen: Vec<usize> = from.iter().flat_map(|(_, all)| *all).copied().collect();
            let mut seen = BTreeSet::new();
            while let Some(symbol) = unseen.pop() {
                if seen.insert(symbol) {
                    unseen.extend(self.of_constants.get(&symbol).into_iter().flatten());
                }
            }
            seen
        };
        let needed = reached(&others);
        let place = |symbol: &usize| self.places.get(symbol).cloned();
        let mut free: Vec<_> = reached(&meant).difference(&needed).filter_map(place).collect();
        free = joined(free);
        for taken in joined(needed.iter().filter_map(place).collect()) {
            free = free.into_iter().flat_map(|range| without(range, &taken)).collect();
        }
        free
    }
}

/// The same addresses as ranges in order that don't touch.
fn joined(mut ranges: Vec<Range<u32>>) -> Vec<Range<u32>> {
    ranges.retain(|range| !range.is_empty());
    ranges.sort_by_key(|range| range.start);
    let mut all: Vec<Range<u32>> = Vec::new();
    for range in ranges {
        match all.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => all.push(range),
        }
    }
    all
}

/// What is left of a range.
fn without(range: Range<u32>, taken: &Range<u32>) -> impl Iterator<Item = Range<u32>> {
    let before = range.start..range.end.min(taken.start);
    let after = range.start.max(taken.end)..range.end;
    [before, after].into_iter().filter(|left| !left.is_empty())
}

/// What of the module is needed here.
#[derive(Default)]
struct Sections {
    /// How many functions are imported.
    imported: u32,
    /// Where each other function stands in the file.
    bodies: Vec<Range<usize>>,
    names: BTreeMap<u32, String>,
    /// Each segment's address, and where it stands in the file.
    segments: Vec<(u32, Range<usize>)>,
    /// By the number of a constant's symbol, its segment and its place in it.
    symbols: BTreeMap<usize, (usize, Range<u32>)>,
    /// Where in the file a constant is referred to, and its symbol.
    in_code: Vec<(usize, usize)>,
    in_data: Vec<(usize, usize)>,
}

impl Sections {
    fn read(linked: &[u8]) -> Result<Self> {
        let mut sections = Self::default();
        // The start of each section's contents, which relocations count from.
        let mut starts = Vec::new();
        for payload in Parser::new(0).parse_all(linked) {
            let payload = payload?;
            if let Some((_, range)) = payload.as_section() {
                starts.push(range.start);
            }
            match payload {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        let is_function = matches!(import?.ty, TypeRef::Func(_));
                        sections.imported += u32::from(is_function);
                    }
                }
                Payload::CodeSectionEntry(body) => sections.bodies.push(body.range()),
                Payload::DataSection(segments) => {
                    for segment in segments {
                        let segment = segment?;
                        let end = segment.range.end;
                        let place = end - segment.data.len()..end;
                        sections.segments.push((address(&segment.kind)?, place));
                    }
                }
                Payload::CustomSection(section) => match section.name() {
                    "name" => sections.name(section.data(), section.data_offset())?,
                    "linking" => sections.link(section.data(), section.data_offset())?,
                    name if name.starts_with("reloc.") => {
                        let reader =
                            wasmparser::BinaryReader::new(section.data(), section.data_offset());
                        sections.relocate(&RelocSectionReader::new(reader)?, &starts, name)?;
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        Ok(sections)
    }

    fn name(&mut self, data: &[u8], offset: usize) -> Result<()> {
        for names in NameSectionReader::new(wasmparser::BinaryReader::new(data, offset)) {
            if let Name::Function(functions) = names? {
                for function in functions {
                    let function = function?;
                    self.names.insert(function.index, readable(function.name));
                }
            }
        }
        Ok(())
    }

    fn link(&mut self, data: &[u8], offset: usize) -> Result<()> {
        let reader = LinkingSectionReader::new(wasmparser::BinaryReader::new(data, offset))?;
        for part in reader.subsections() {
            if let Linking::SymbolTable(symbols) = part? {
                for (number, symbol) in symbols.into_iter().enumerate() {
                    if let SymbolInfo::Data { symbol: Some(place), .. } = symbol? {
                        let within = place.offset..place.offset + place.size;
                        self.symbols.insert(number, (place.index as usize, within));
                    }
                }
            }
        }
        Ok(())
    }

    fn relocate(
        &mut self,
        reader: &RelocSectionReader<'_>,
        starts: &[usize],
        name: &str,
    ) -> Result<()> {
        let start = starts.get(reader.section_index() as usize);
        let start = start.context("relocations of a section that isn't there")?;
        let list = match name {
            "reloc.CODE" => &mut self.in_code,
            "reloc.DATA" => &mut self.in_data,
            _ => return Ok(()),
        };
        for entry in reader.entries() {
            let entry = entry?;
            let is_address = matches!(
                entry.ty,
                RelocationType::MemoryAddrLeb
                    | RelocationType::MemoryAddrSleb
                    | RelocationType::MemoryAddrI32
            );
            if is_address {
                list.push((start + entry.offset as usize, entry.index as usize));
            }
        }
        Ok(())
    }

    /// The name of the function whose body is there in the file.
    fn function_at(&self, at: usize) -> Option<String> {
        let index = self.bodies.partition_point(|body| body.end <= at);
        let index = self.imported + u32::try_from(index).ok()?;
        self.names.get(&index).cloned()
    }

    /// The address in memory of what stands there in the file.
    fn address_of(&self, at: usize) -> Option<u32> {
        let (start, place) = self.segments.iter().find(|(_, place)| place.contains(&at))?;
        Some(start + u32::try_from(at - place.start).ok()?)
    }
}

/// Where a segment goes to in memory; 0 where it is not put there at the start.
fn address(kind: &DataKind<'_>) -> Result<u32> {
    let DataKind::Active { offset_expr, .. } = kind else { return Ok(0) };
    match offset_expr.get_operators_reader().read()? {
        Operator::I32Const { value } => Ok(value.cast_unsigned()),
        _ => Ok(0),
    }
}
