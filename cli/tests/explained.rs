//! What an explanation shows is what was used, and every code that has a message is one that is answered.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use kenpo::{Programme, civil::Date, json::answer};
use serde_json::Value;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|other| other == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// Codes that no recorded answer has: a request that is not UTF-8 or is too deep is no line of a vector, and `internal` is a defect.
const NOT_RECORDED: [&str; 3] = ["internal", "too_deep", "utf8_invalid"];

#[test]
fn every_code_with_a_message_is_answered_somewhere() {
    let mut answered = BTreeSet::new();
    for file in files(&Path::new(ROOT).join("tests/vectors"), "tsv") {
        let text = fs::read_to_string(file).unwrap();
        answered.extend(text.split('"').skip(1).step_by(2).map(str::to_owned));
    }
    let catalogue = json(&Path::new(ROOT).join("messages/messages.json"));
    let entries = ["reasons", "errors"].into_iter().flat_map(|list| catalogue[list].as_array().unwrap());
    let missing: Vec<&str> =
        entries.map(|entry| entry["code"].as_str().unwrap()).filter(|code| !answered.contains(*code)).collect();
    let mut missing = missing;
    missing.sort_unstable();
    assert_eq!(missing, NOT_RECORDED);

    let code = |request: &[u8]| answer(None, b"insurer_number.check", request).unwrap_err().code.name();
    assert_eq!(code(b"{\"insurer_number\":\"\xff\"}"), "utf8_invalid");
    let deep = format!("{{\"document\":{}", "[".repeat(100));
    assert_eq!(answer(None, b"programme.check", deep.as_bytes()).unwrap_err().code.name(), "too_deep");
}

fn explained(programme: Option<&Programme>, operation: &str, request: &Value) -> Option<Vec<Value>> {
    let answered = answer(programme, operation.as_bytes(), request.to_string().as_bytes()).ok()?;
    let answered: Value = serde_json::from_slice(&answered).unwrap();
    answered["answer"]["checks"].as_array().cloned()
}

/// A value a little different, of a kind that is shown as it stands.
fn changed(value: &Value) -> Option<Value> {
    match value {
        Value::Number(number) => Some((number.as_i64()? + 1).into()),
        Value::String(text) => Some(Date::parse(text)?.succ()?.to_string().into()),
        _ => None,
    }
}

fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Each value at the top of a request, or of the one record or person in it, by its name.
fn named(request: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (key, value) in request.as_object().into_iter().flatten() {
        found.push((format!("/{key}"), key.clone()));
        let (inner, at) = match value {
            Value::Array(list) if list.len() == 1 => (&list[0], format!("/{key}/0")),
            other => (other, format!("/{key}")),
        };
        found.extend(inner.as_object().into_iter().flatten().map(|(name, _)| (format!("{at}/{name}"), name.clone())));
    }
    found
}

/// The value of a name in the check of a rule and code; `None` where there is not exactly one.
fn read<'c>(checks: &'c [Value], rule: &Value, code: &Value, name: &str) -> Option<&'c str> {
    let of_check = checks.iter().filter(|check| check["rule"] == *rule && check["code"] == *code);
    let mut read = of_check.flat_map(|check| check["values"].as_array().into_iter().flatten());
    let mut read = read.by_ref().filter(|value| value["name"] == name);
    let value = read.next()?["value"].as_str();
    if read.next().is_some() { None } else { value }
}

#[test]
fn a_value_that_is_shown_follows_the_request() {
    let mut followed: BTreeMap<String, usize> = BTreeMap::new();
    for file in files(&Path::new(ROOT).join("tests/vectors"), "json") {
        let vectors = json(&file);
        let operation = vectors["operation"].as_str().unwrap();
        let document = vectors["programme"].as_str().map(|path| fs::read(Path::new(ROOT).join(path)).unwrap());
        let Ok(programme) = document.map(|document| kenpo::parse_programme(&document)).transpose() else { continue };
        for case in vectors["cases"].as_array().unwrap() {
            let mut request = case["request"].clone();
            if operation.ends_with(".batch") || !request.is_object() {
                continue;
            }
            request["explain"] = "all".into();
            let Some(before) = explained(programme.as_ref(), operation, &request) else { continue };
            for (pointer, name) in named(&request) {
                let value = request.pointer(&pointer).unwrap().clone();
                let Some(other) = changed(&value) else { continue };
                // A value that stands elsewhere too may be shown from there.
                if request.to_string().matches(&shown(&value)).count() > 1 {
                    continue;
                }
                let mut asked = request.clone();
                *asked.pointer_mut(&pointer).unwrap() = other.clone();
                let Some(after) = explained(programme.as_ref(), operation, &asked) else { continue };
                for check in &before {
                    let (rule, code) = (&check["rule"], &check["code"]);
                    let was = read(&before, rule, code, &name);
                    if was == Some(&shown(&value))
                        && let Some(is) = read(&after, rule, code, &name)
                    {
                        let id = case["id"].as_str().unwrap();
                        assert_eq!(is, shown(&other), "{id}: {rule} {code} {name}");
                        *followed.entry(operation.to_owned()).or_default() += 1;
                    }
                }
            }
        }
    }
    println!("{followed:?}");
    for operation in ["points.accrue", "points.earn", "eligibility.check", "subsidy.claim", "booking.book"] {
        assert!(followed.get(operation).is_some_and(|count| *count > 10), "{operation}: {followed:?}");
    }
}

const CHOICE: &str = "a choice of the document, which has one in what is recorded; choices are not varied here";
const NAME: &str = "a name, of which another is not in the document";
const DIGIT: &str = "another number has another check digit, which is said before";
const BOUND: &str = "events name the draw that they follow: another is said to contradict it";
const EACH_YEAR: &str = "a day of each year, and others are recorded nowhere";
const PLACE: &str = "the place or the last day of what is recorded once";

/// Values that no change tried here moves, with why: of an operation and a check, by name.
const NOT_FOLLOWED: &[(&str, &str, &str, &str)] = &[
    ("booking.book", "circumstance_left_out", "circumstance", NAME),
    ("booking.book", "too_old", "counted", CHOICE),
    ("booking.book", "too_young", "counted", CHOICE),
    ("booking.change", "too_old", "counted", CHOICE),
    ("booking.change", "too_young", "counted", CHOICE),
    ("booking.next", "deadline_passed", "actor", CHOICE),
    ("booking.next", "not_open_yet", "actor", CHOICE),
    ("booking.next", "used_this_year", "fiscal_year", EACH_YEAR),
    ("eligibility.year", "circumstance_left_out", "circumstance", NAME),
    ("eligibility.year", "not_enrolled_on_day", "day", EACH_YEAR),
    ("eligibility.year", "not_for_person", "service", NAME),
    ("insurer_number.interchange", "defunct_scheme", "scheme", DIGIT),
    ("insurer_number.interchange", "padded_on_form", "scheme", DIGIT),
    ("insurer_number.interchange", "public_expense_number", "scheme", DIGIT),
    ("insurer_number.interchange", "unknown_scheme", "scheme", DIGIT),
    ("lottery.settle", "award_final", "rank", BOUND),
    ("lottery.settle", "award_lapsed", "time", BOUND),
    ("member_number.check", "defunct_scheme", "scheme", DIGIT),
    ("member_number.check", "padded_on_form", "scheme", DIGIT),
    ("member_number.check", "prefecture_out_of_range", "prefecture", DIGIT),
    ("member_number.check", "public_expense_number", "scheme", DIGIT),
    ("member_number.check", "unknown_scheme", "scheme", DIGIT),
    ("points.earn", "not_enrolled_on_day", "day", EACH_YEAR),
    ("points.earn", "not_enrolled_on_first", "first_of_april", EACH_YEAR),
    ("points.earn", "too_old", "counted", CHOICE),
    ("points.reverse", "exchange_irrevocable", "sequence", NAME),
    ("points.settle", "paid_in_part", "date", PLACE),
    ("steps.collect", "interval_too_long", "index", PLACE),
    ("steps.collect", "source_not_linked", "index", PLACE),
    ("subsidy.claim", "age_not_listed", "counted", CHOICE),
    ("subsidy.claim", "not_for_person", "service", NAME),
    ("subsidy.claim", "used_up", "years", CHOICE),
    ("voucher.check", "not_for_person", "service", NAME),
    ("voucher.check", "too_old", "counted", CHOICE),
    ("voucher.check", "too_young", "counted", CHOICE),
];

/// Values of each kind nearby, of which one at least is of the same form.
fn near(value: &Value) -> Vec<Value> {
    match value {
        Value::Bool(is) => vec![(!is).into()],
        Value::Number(number) => {
            let number = number.as_i64().unwrap_or_default();
            vec![(number + 1).into(), (number - 1).into(), (number * 2 + 3).into()]
        }
        Value::String(text) => {
            let days = |days: i64| {
                Some(text.replacen(text.get(..10)?, &Date::parse(text.get(..10)?)?.plus_days(days)?.to_string(), 1))
            };
            let mut other: Vec<String> = [1, -1, 40, -400].into_iter().filter_map(days).collect();
            if let Some((before, last)) = text.char_indices().next_back().map(|(at, last)| (&text[..at], last)) {
                other.push(match last.to_digit(10) {
                    Some(digit) => format!("{before}{}", (digit + 1) % 10),
                    None => format!("{text}x"),
                });
            }
            if let Some((hour, rest)) = text.split_once(':').filter(|(hour, _)| hour.len() == 2) {
                let hour = hour.parse::<u32>().unwrap_or_default();
                other.push(format!("{:02}:{rest}", (hour + 1) % 24));
            }
            other.into_iter().map(Value::from).collect()
        }
        _ => Vec::new(),
    }
}

/// Pointers of all values that hold no other, and of all elements of lists, which may be taken away.
fn leaves(at: &str, value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                leaves(&format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), value, found);
            }
        }
        Value::Array(list) => {
            for (place, value) in list.iter().enumerate() {
                leaves(&format!("{at}/{place}"), value, found);
            }
            if !list.is_empty() {
                found.push(format!("{at}/{}", list.len() - 1));
            }
        }
        _ => found.push(at.to_owned()),
    }
}

/// The same with one value changed, or taken out of its list.
fn variants(value: &Value) -> impl Iterator<Item = Value> + '_ {
    let mut pointers = Vec::new();
    leaves("", value, &mut pointers);
    pointers.into_iter().flat_map(move |pointer| {
        let was = value.pointer(&pointer).unwrap();
        let mut all: Vec<Value> = near(was)
            .into_iter()
            .map(|other| {
                let mut changed = value.clone();
                *changed.pointer_mut(&pointer).unwrap() = other;
                changed
            })
            .collect();
        let (parent, place) = pointer.rsplit_once('/').unwrap_or_default();
        let mut without = value.clone();
        if let (Some(Value::Array(list)), Ok(place)) = (without.pointer_mut(parent), place.parse::<usize>()) {
            list.remove(place);
            all.push(without);
        }
        all
    })
}

/// What checks of each code show under each name.
type Shown = BTreeMap<(String, String), Vec<String>>;

fn shown_by(checks: &[Value]) -> Shown {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut shown = Shown::new();
    for check in checks {
        for read in check["values"].as_array().into_iter().flatten() {
            shown.entry((text(&check["code"]), text(&read["name"]))).or_default().push(text(&read["value"]));
        }
    }
    shown
}

/// Cases of which each value is looked at, and of which the document is changed as well.
const CASES: usize = 12;
const DOCUMENTS: usize = 3;

/// Every value that a check shows in any recorded answer is one that was used: something in the request or the document moves it.
#[test]
fn every_value_that_is_shown_follows_something() {
    let mut open: BTreeMap<(String, String, String), usize> = BTreeMap::new();
    let mut followed: BTreeSet<(String, String, String)> = BTreeSet::new();
    // What another recorded request of the operation shows: a value that differs there follows as well.
    let mut seen: BTreeMap<(String, String, String), String> = BTreeMap::new();
    for file in files(&Path::new(ROOT).join("tests/vectors"), "json") {
        let vectors = json(&file);
        let operation = vectors["operation"].as_str().unwrap();
        let document = vectors["programme"].as_str().map(|path| json(&Path::new(ROOT).join(path)));
        let parsed = |document: &Value| kenpo::parse_programme(document.to_string().as_bytes()).ok();
        let programme = document.as_ref().map(|document| parsed(document).unwrap());
        for case in vectors["cases"].as_array().unwrap() {
            let mut request = case["request"].clone();
            if operation.ends_with(".batch") || !request.is_object() {
                continue;
            }
            request["explain"] = "all".into();
            let Some(before) = explained(programme.as_ref(), operation, &request) else { continue };
            let before = shown_by(&before);
            let key = |(code, name): &(String, String)| (operation.to_owned(), code.clone(), name.clone());
            for (shown, values) in &before {
                for value in values {
                    if seen.entry(key(shown)).or_insert_with(|| value.clone()) != value {
                        followed.insert(key(shown));
                    }
                }
            }
            let mut wanted: Vec<&(String, String)> =
                before.keys().filter(|shown| !followed.contains(&key(shown))).collect();
            wanted.retain(|shown| open.get(&key(shown)).copied().unwrap_or(0) < CASES);
            let tries = wanted.iter().map(|shown| *open.entry(key(shown)).and_modify(|tries| *tries += 1).or_insert(1));
            let fewest = tries.min().unwrap_or(0);
            let mut look = |after: Option<Vec<Value>>, wanted: &mut Vec<&(String, String)>| {
                let Some(after) = after.map(|after| shown_by(&after)) else { return };
                wanted.retain(|shown| {
                    let moved = after.get(*shown).is_some_and(|values| *values != before[*shown]);
                    if moved {
                        followed.insert(key(shown));
                    }
                    !moved
                });
            };
            for changed in variants(&request) {
                if wanted.is_empty() {
                    break;
                }
                look(explained(programme.as_ref(), operation, &changed), &mut wanted);
            }
            let Some(document) = document.as_ref().filter(|_| !wanted.is_empty() && fewest <= DOCUMENTS) else {
                continue;
            };
            for programme in variants(document).filter_map(|changed| parsed(&changed)) {
                if wanted.is_empty() {
                    break;
                }
                look(explained(Some(&programme), operation, &request), &mut wanted);
            }
        }
    }
    open.retain(|key, _| !followed.contains(key));
    let listed: BTreeSet<_> = NOT_FOLLOWED
        .iter()
        .map(|(operation, code, name, why)| {
            assert!(!why.is_empty());
            ((*operation).to_owned(), (*code).to_owned(), (*name).to_owned())
        })
        .collect();
    let open: BTreeSet<_> = open.into_keys().collect();
    println!("{} values follow, {} are listed", followed.len(), listed.len());
    assert_eq!(open, listed);
    assert!(followed.len() > 200, "{}", followed.len());
}

/// Operations whose requests have no `explain`, as the pages list them with the reason.
#[test]
fn an_operation_without_checks_says_why() {
    let contract = json(&Path::new(ROOT).join("docs/schemas/contract.json"));
    let without = contract["operations"].as_array().unwrap().iter().filter(|operation| {
        let request = operation["request"]["$ref"].as_str().and_then(|reference| reference.rsplit('/').next());
        contract["$defs"][request.unwrap()]["properties"]["explain"].is_null()
    });
    let without: Vec<String> = without.map(|operation| operation["name"].as_str().unwrap().to_owned()).collect();
    assert!(!without.is_empty());
    for page in ["docs/explanations.md", "docs/explanations.ja.md"] {
        let text = fs::read_to_string(Path::new(ROOT).join(page)).unwrap();
        let (_, table) = text.split_once("\n## ").unwrap();
        let rows = table.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` | "));
        let rows: Vec<String> =
            rows.inspect(|(name, why)| assert!(why.len() > 3, "{name}")).map(|(name, _)| name.to_owned()).collect();
        assert_eq!(rows, without, "{page}");
    }
}
