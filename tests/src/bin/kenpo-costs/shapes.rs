//! The requests of an operation and the documents, grown from the seeds: one list, two that may be held against each other, or a text.

use std::collections::{BTreeMap, BTreeSet};

use kenpo_core::programme::MOST_ELEMENTS;
use serde_json::{Value, json};

use crate::{
    count::{Asked, TOO_LARGE, take},
    grow::{BY_IDS, WAYS, Way, grow, lists, texts},
    seeds::{Seed, Shape},
};

/// Ways that are measured of those that are taken.
const WAYS_MEASURED: usize = 2;

/// Elements added to a list of a document, in which there may be 256.
const ADDED: usize = 240;

/// Shapes, and of what was tried and refused, with what.
#[derive(Default)]
pub(crate) struct Tried {
    pub(crate) shapes: Vec<Shape>,
    pub(crate) refused: Vec<(String, String)>,
    /// What asked for too much: it is refused, and what was done before counts.
    pub(crate) too_large: Vec<(String, Asked)>,
}

impl Tried {
    fn add(&mut self, name: String, tried: Sizes) -> bool {
        self.too_large.extend(tried.too_large.into_iter().map(|asked| (name.clone(), asked)));
        match tried.taken {
            Ok(sizes) => self.shapes.push(Shape { name, sizes, faulty: false }),
            Err(refused) => {
                self.refused.push((name, refused));
                return false;
            }
        }
        true
    }
}

/// Three sizes that are answered, or why not even the shortest is; and those that ask for too much.
struct Sizes {
    taken: Result<[Asked; 3], String>,
    too_large: Vec<Asked>,
}

/// Requests of an operation: each list and each text grown, blanks, and batches.
pub(crate) fn requests(operation: &str, seeds: &[Seed], most: usize) -> Tried {
    let mut tried = Tried::default();
    let mut of_list: BTreeMap<String, Vec<&Seed>> = BTreeMap::new();
    for seed in seeds {
        for pointer in lists(&seed.request) {
            let of = of_list.entry(pointer).or_default();
            // The longest, and the longest that is explained, or is not.
            if of.is_empty()
                || of.len() == 1 && of.iter().all(|other| other.request["explain"] != seed.request["explain"])
            {
                of.push(seed);
            }
        }
    }
    for (pointer, seeds) in &of_list {
        for seed in seeds {
            let name = format!("{pointer}{}", if seed.request["explain"] == "all" { ", explained" } else { "" });
            in_all_ways(&mut tried, &name, most, |count, way| {
                let mut seed = Seed::clone(seed);
                grow(&mut seed.request, pointer, count, way);
                seed.asked(operation)
            });
        }
    }
    let Some(seed) = seeds.first() else { return tried };
    for pointer in texts(&seed.request) {
        let sizes = sizes(most, |count| {
            let mut seed = seed.clone();
            if let Some(Value::String(text)) = seed.request.pointer_mut(&pointer) {
                let last = text.chars().last().unwrap_or('a');
                text.extend(std::iter::repeat_n(last, count));
            }
            seed.asked(operation)
        });
        tried.add(format!("text {pointer}"), sizes);
    }
    let blanks = sizes(most, |count| {
        let asked = seed.asked(operation);
        Asked { request: format!("{}{}", " ".repeat(count), asked.request), ..asked }
    });
    tried.add("blanks".into(), blanks);
    if !operation.starts_with("lottery.") {
        batches(operation, seeds, most, &mut tried);
    }
    tried
}

fn batches(operation: &str, seeds: &[Seed], most: usize, tried: &mut Tried) {
    let batch = |seed: &Seed, item: &Value, count| {
        let request = json!({ "items": vec![item; count] });
        Seed { request, ..seed.clone() }.asked(&format!("{operation}.batch"))
    };
    let (Some(first), Some(last)) = (seeds.first(), seeds.last()) else { return };
    for (name, seed) in [("batch of the longest", first), ("batch of the shortest", last)] {
        tried.add(name.into(), sizes(most, |count| batch(seed, &seed.request, count)));
    }
    let bytes = [most / 4, most / 2, most];
    let sizes = bytes.map(|bytes| batch(last, &0.into(), bytes / 2));
    tried.shapes.push(Shape { name: "batch of zeros".into(), sizes, faulty: true });
}

/// Requests under programmes of which a list was grown. The programme's lists and the seeds that were grown are said as well.
pub(crate) fn programmes<'a>(operation: &str, seeds: &'a [Seed]) -> (Tried, Vec<(String, &'a Seed)>) {
    let (mut tried, mut grown) = (Tried::default(), Vec::new());
    let mut seen = BTreeSet::new();
    // Explained ones do all that the others do.
    let explained = |seed: &&Seed| seed.request["explain"] == "all";
    for seed in seeds.iter().filter(explained).chain(seeds) {
        for pointer in seed.document.as_deref().map(lists).unwrap_or_default() {
            if !seen.insert(pointer.clone()) {
                continue;
            }
            let before = tried.shapes.len();
            in_all_ways(&mut tried, &format!("programme {pointer}"), usize::MAX, |count, way| {
                under(operation, seed, &[&pointer], None, count, way)
            });
            grown.extend((before..tried.shapes.len()).map(|_| (pointer.clone(), seed)));
        }
    }
    (tried, grown)
}

/// Lists of the programme that an operation works through, each with each other and with each list of the request.
pub(crate) fn pairs(operation: &str, worked: &[(String, &Seed)]) -> Tried {
    let mut tried = Tried::default();
    for (place, (pointer, seed)) in worked.iter().enumerate() {
        for list in lists(&seed.request) {
            in_all_ways(&mut tried, &format!("programme {pointer} × {list}"), usize::MAX, |count, way| {
                under(operation, seed, &[pointer], Some(&list), count, way)
            });
        }
        for (other, of) in worked.iter().skip(place + 1).filter(|(other, _)| other != pointer) {
            // The seed must have both.
            let document = seed.document.as_deref().map(lists).unwrap_or_default();
            let seed = if document.contains(other) { seed } else { of };
            in_all_ways(&mut tried, &format!("programme {pointer} × {other}"), usize::MAX, |count, way| {
                under(operation, seed, &inner_first(pointer, other), None, count, way)
            });
        }
    }
    tried
}

fn under(operation: &str, seed: &Seed, pointers: &[&str], list: Option<&str>, count: usize, way: Way) -> Asked {
    let mut seed = seed.clone();
    let mut document = seed.document.as_deref().cloned().unwrap_or_default();
    pointers.iter().for_each(|pointer| grow(&mut document, pointer, count.min(ADDED), way));
    if seed.request["other"].is_string() {
        seed.request["other"] = document.to_string().into();
    }
    seed.document = Some(document.into());
    if let Some(list) = list {
        grow(&mut seed.request, list, count, way);
    }
    seed.asked(operation)
}

/// An inner list before the outer one, whose elements then all have it.
fn inner_first<'a>(one: &'a str, other: &'a str) -> [&'a str; 2] {
    if other.starts_with(one) { [other, one] } else { [one, other] }
}

/// Documents with each list grown and each two; where ids are then unknown, a third that has them. `with` makes the request of a document.
pub(crate) fn documents(all: &[Value], two: bool, with: impl Fn(&Value) -> Asked) -> Tried {
    let mut tried = Tried::default();
    let of_document: Vec<BTreeSet<String>> = all.iter().map(lists).collect();
    let every: BTreeSet<&String> = of_document.iter().flatten().collect();
    for (place, pointer) in every.iter().enumerate() {
        let firsts = all.iter().zip(&of_document).filter(|(_, lists)| lists.contains(*pointer));
        for (number, (document, _)) in firsts.take(3).enumerate() {
            let before = tried.shapes.len();
            in_all_ways(&mut tried, &format!("{pointer}{}", "'".repeat(number)), usize::MAX, |count, way| {
                with(&grown(document, &[pointer], count, way))
            });
            if tried.shapes.len() > before {
                break;
            }
        }
        for other in every.iter().skip(place + 1).filter(|_| two) {
            let both = |lists: &BTreeSet<String>| lists.contains(*pointer) && lists.contains(*other);
            let Some((document, lists)) = all.iter().zip(&of_document).find(|(_, lists)| both(lists)) else { continue };
            let [inner, outer] = inner_first(pointer, other);
            let name = format!("{pointer} × {other}");
            let pair = |tried: &mut Tried| {
                in_all_ways(tried, &name, usize::MAX, |count, way| with(&grown(document, &[inner, outer], count, way)))
            };
            if pair(&mut tried) {
                continue;
            }
            let ids = lists.iter().filter(|list| !list.contains('*') || list.matches('*').count() == 1);
            for third in ids.filter(|third| *third != *pointer && *third != *other) {
                let sizes = sizes(usize::MAX, |count| with(&grown(document, &[third, inner, outer], count, BY_IDS)));
                if sizes.taken.is_ok() {
                    tried.add(format!("{name} with {third}"), sizes);
                    break;
                }
            }
        }
    }
    tried
}

/// Two lists of one setting, longer than a document may have them, at the shortest size as well: what refuses them may not hold one against the other
/// first.
pub(crate) fn long_lists(all: &[Value], most: usize, with: impl Fn(&Value) -> Asked) -> Tried {
    let mut tried = Tried::default();
    let mut seen = BTreeSet::new();
    let setting = |pointer: &str| pointer.rsplit_once("/*/").map(|(setting, _)| setting.to_owned());
    for document in all {
        let lists: Vec<String> = lists(document).into_iter().filter(|list| setting(list).is_some()).collect();
        for (place, pointer) in lists.iter().enumerate() {
            for other in lists.iter().skip(place + 1).filter(|other| setting(other) == setting(pointer)) {
                let name = format!("{pointer} × {other}, long");
                if seen.insert(name.clone()) {
                    in_all_ways(&mut tried, &name, most, |count, way| {
                        let mut document = document.clone();
                        [pointer, other]
                            .into_iter()
                            .for_each(|list| grow(&mut document, list, MOST_ELEMENTS + count, way));
                        with(&document)
                    });
                }
            }
        }
    }
    tried
}

fn grown(document: &Value, pointers: &[&str], count: usize, way: Way) -> Value {
    let mut document = document.clone();
    pointers.iter().for_each(|pointer| grow(&mut document, pointer, count.min(ADDED), way));
    document
}

/// The first ways of growing that are taken; whether there is one.
fn in_all_ways(tried: &mut Tried, name: &str, most: usize, make: impl Fn(usize, Way) -> Asked) -> bool {
    let before = tried.shapes.len();
    let mut last = String::new();
    // Of two lists, and under a programme, those ways alone in which ids fit together, or nothing differs.
    let few = name.contains('×') || name.starts_with("programme");
    for way in WAYS.into_iter().filter(|way| !few || *way == BY_IDS || ["ids, periods", "repeated"].contains(&way.name))
    {
        let sizes = sizes(most, |count| make(count, way));
        match &sizes.taken {
            Ok(_) => {
                tried.add(format!("{name} ({})", way.name), sizes);
            }
            Err(refused) => last.clone_from(refused),
        }
        if tried.shapes.len() - before == WAYS_MEASURED {
            break;
        }
    }
    let found = tried.shapes.len() > before;
    if !found {
        tried.refused.push((name.into(), last));
    }
    found
}

/// Elements that are tried first, and at least measured.
const FIRST: usize = 4;
const LEAST: usize = 16;

/// A request of about `most` bytes, of half and of a quarter, or shorter ones where those are refused; `usize::MAX` counts elements of documents.
fn sizes(most: usize, make: impl Fn(usize) -> Asked) -> Sizes {
    let (none, first) = (make(0).bytes(), make(FIRST));
    let each = (first.bytes().saturating_sub(none)).div_ceil(FIRST);
    let mut too_large = Vec::new();
    let taken = take(&first, false).and_then(|_| match each {
        0 => Err("not grown".into()),
        each => halved(if most == usize::MAX { ADDED } else { (most / each).max(LEAST) }, make, &mut too_large),
    });
    Sizes { taken, too_large }
}

fn halved(mut count: usize, make: impl Fn(usize) -> Asked, too_large: &mut Vec<Asked>) -> Result<[Asked; 3], String> {
    loop {
        let sizes = [count / 4, count / 2, count].map(&make);
        match sizes.iter().rev().try_for_each(|asked| take(asked, false).map(drop)) {
            Ok(()) => return Ok(sizes),
            Err(refused) if count < 2 * LEAST => return Err(refused),
            Err(refused) => {
                if refused.starts_with(TOO_LARGE) {
                    let [.., longest] = sizes;
                    too_large.push(longest);
                }
                count /= 2;
            }
        }
    }
}
