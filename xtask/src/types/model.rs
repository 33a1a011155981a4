//! The contract as the emitters see it: operations, and named types of fields.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// The whole contract.
#[derive(Debug)]
pub(crate) struct Contract {
    /// The operations, in the table's order.
    pub(crate) operations: Vec<Operation>,
    /// Named types, by name; programme documents are left out, since hosts pass those as bytes.
    pub(crate) types: Vec<Named>,
    /// What decisions say.
    pub(crate) reasons: Vec<Code>,
    /// What errors say.
    pub(crate) errors: Vec<Code>,
}

/// One operation.
#[derive(Debug)]
pub(crate) struct Operation {
    /// Such as `points.accrue`.
    pub(crate) name: String,
    /// What it answers, in a sentence.
    pub(crate) description: String,
    /// Whether it reads a programme.
    pub(crate) needs_programme: bool,
    /// The name of its request's type. `programme.check` has none: its document is passed as text.
    pub(crate) request: Option<String>,
    /// The name of its answer's type.
    pub(crate) answer: String,
    /// The reasons that can stand in its answer, checks apart.
    pub(crate) reasons: Vec<String>,
}

/// A stable code with its number and meaning.
#[derive(Debug)]
pub(crate) struct Code {
    pub(crate) name: String,
    pub(crate) number: u64,
    pub(crate) text: String,
}

/// A named type.
#[derive(Debug)]
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) shape: Shape,
    /// Of an object whose `kind` says which of the optional fields it needs: each kind and those.
    pub(crate) kinds: Vec<(String, Vec<String>)>,
}

#[derive(Debug)]
pub(crate) enum Shape {
    /// An object with these fields in this order.
    Object(Vec<Field>),
    /// One of these strings.
    Choice(Vec<Choice>),
}

#[derive(Debug)]
pub(crate) struct Choice {
    pub(crate) name: String,
    pub(crate) doc: String,
}

#[derive(Debug, Clone)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) kind: Kind,
    /// Of text, or of a list's texts: `date`, `date-time` or nothing.
    pub(crate) format: Option<String>,
    /// Of text, or of a list's texts: the form of an identifier or a hash. What a person enters has none.
    pub(crate) pattern: Option<String>,
    /// Whether it is always there. An optional list is absent when empty.
    pub(crate) required: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Text of any kind: dates, instants, identifiers, hexadecimal.
    Text,
    /// An integer within ±(2^53 − 1).
    Integer,
    Boolean,
    /// A named type.
    Named(String),
    List(Box<Kind>),
}

impl Named {
    pub(crate) fn has_kinds(&self) -> bool {
        !self.kinds.is_empty()
    }
}

impl Operation {
    /// What the function of a host says first, as Markdown.
    pub(crate) fn doc(&self) -> String {
        let Self { name, description, reasons, .. } = self;
        let mut doc = format!("{description}\n\nOperation `{name}`.");
        if !reasons.is_empty() {
            let named: Vec<String> = reasons.iter().map(|reason| format!("`{reason}`")).collect();
            doc.push_str(&format!("\n\nReasons in its verdict: {}.", named.join(", ")));
        }
        doc
    }
}

/// Dates that tell a person's age or entitlement, and types whose dates may be anyone's.
const PERSONAL_DATES: [&str; 5] = ["born", "seventy_fifth_birthday", "insured_from", "lost_on", "joined_on"];
const TYPES_OF_PERSONAL_DATES: [&str; 1] = ["DateForms"];

/// Forms of identifiers that a programme gives its settings: they name no person.
const IDENTIFIERS: [&str; 2] = ["^[a-z0-9_-]{1,64}$", "^[A-Za-z0-9._-]{1,64}$"];

/// Texts without such a form that come from the library or the programme.
const OPEN_TEXTS: [&str; 5] = ["clause", "kenpo", "path", "rule", "version"];

impl Field {
    /// Whether a text made for logs leaves its value out, in an object of that name. A text is shown only where it is known to
    /// name no person.
    pub(crate) fn is_personal(&self, object: &str) -> bool {
        let mut kind = &self.kind;
        while let Kind::List(inner) = kind {
            kind = inner;
        }
        let name = self.name.as_str();
        match self.format.as_deref() {
            _ if *kind != Kind::Text => false,
            Some("date") => PERSONAL_DATES.contains(&name) || TYPES_OF_PERSONAL_DATES.contains(&object),
            Some("date-time") => false,
            _ => {
                let identifier = self.pattern.as_deref().is_some_and(|pattern| IDENTIFIERS.contains(&pattern));
                !identifier && !OPEN_TEXTS.contains(&name)
            }
        }
    }
}

impl Kind {
    /// The named type in it, if there is one.
    pub(crate) fn name(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::List(kind) => kind.name(),
            _ => None,
        }
    }
}

/// The answer of an object that holds one or an error, and nothing else.
pub(crate) fn item_of(fields: &[Field]) -> Option<&Field> {
    match fields {
        [answer, error] if answer.name == "answer" && error.name == "error" => {
            assert!(!answer.required && !error.required, "an item has one of both");
            Some(answer)
        }
        _ => None,
    }
}

/// Types that only a programme document is made of, or that only its schema needs.
const LEFT_OUT: [&str; 1] = ["ProgrammeRequest"];

impl Contract {
    pub(crate) fn read(contract: &Value) -> Self {
        let defs = contract["$defs"].as_object().expect("definitions");
        let operations: Vec<Operation> = list(&contract["operations"])
            .iter()
            .map(|operation| {
                let request = reference(&operation["request"]);
                Operation {
                    name: text(&operation["name"]),
                    description: text(&operation["description"]),
                    needs_programme: operation["needs_programme"] == true,
                    request: Some(request).filter(|name| !LEFT_OUT.contains(&name.as_str())),
                    answer: reference(&operation["answer"]),
                    reasons: list(&operation["reasons"]).iter().map(text).collect(),
                }
            })
            .collect();
        // Reached from requests and answers, so that a document's own types stay out.
        let mut reached = Vec::new();
        for operation in &operations {
            for name in operation.request.iter().chain([&operation.answer]) {
                reach(defs, name, &mut reached);
            }
        }
        for name in ["Failure", "ProgrammeRef"] {
            reach(defs, name, &mut reached);
        }
        reached.sort();
        let types = reached.iter().map(|name| named(name, &defs[name.as_str()])).collect();
        Self { operations, types, reasons: codes(&contract["reasons"]), errors: codes(&contract["errors"]) }
    }

    /// The names of the types that a host builds.
    pub(crate) fn asked(&self) -> BTreeSet<&str> {
        let mut open: Vec<&str> = self.operations.iter().filter_map(|op| op.request.as_deref()).collect();
        let mut asked = BTreeSet::new();
        while let Some(name) = open.pop() {
            if !asked.insert(name) {
                continue;
            }
            if let Some(Named { shape: Shape::Object(fields), .. }) = self.named(name) {
                open.extend(fields.iter().filter_map(|field| field.kind.name()));
            }
        }
        asked
    }

    /// The operations whose verdict contains a type, directly or in another type. Checks are beside the verdict, not in it.
    pub(crate) fn operations_with(&self, name: &str) -> Vec<&Operation> {
        self.operations.iter().filter(|operation| self.verdict_of(operation).contains(name)).collect()
    }

    /// The types of an operation's verdict.
    fn verdict_of(&self, operation: &Operation) -> BTreeSet<&str> {
        let fields = |name: &str| match self.named(name) {
            Some(Named { shape: Shape::Object(fields), .. }) => fields.as_slice(),
            _ => &[],
        };
        let verdict = fields(&operation.answer).iter().filter(|field| field.name == "verdict");
        let mut open: Vec<&str> = verdict.filter_map(|field| field.kind.name()).collect();
        let mut types = BTreeSet::new();
        while let Some(name) = open.pop() {
            if types.insert(name) {
                open.extend(fields(name).iter().filter_map(|field| field.kind.name()));
            }
        }
        types
    }

    pub(crate) fn named(&self, name: &str) -> Option<&Named> {
        self.types.iter().find(|named| named.name == name)
    }
}

fn codes(value: &Value) -> Vec<Code> {
    let code = |code: &Value| Code {
        name: text(&code["name"]),
        number: code["number"].as_u64().expect("number"),
        text: text(&code["text"]),
    };
    list(value).iter().map(code).collect()
}

fn reach(defs: &Map<String, Value>, name: &str, reached: &mut Vec<String>) {
    if reached.iter().any(|known| known == name) {
        return;
    }
    reached.push(name.into());
    let mut found = Vec::new();
    references(&defs[name], &mut found);
    for name in found {
        reach(defs, &name, reached);
    }
}

fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            if map.contains_key("$ref") {
                found.push(reference(value));
            }
            map.values().for_each(|value| references(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

fn named(name: &str, schema: &Value) -> Named {
    let doc = doc(schema);
    let shape = if let Some(properties) = schema["properties"].as_object() {
        let required: Vec<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let field = |(name, schema): (&String, &Value)| Field {
            name: name.clone(),
            doc: self::doc(schema),
            kind: kind(schema),
            format: schema["format"].as_str().or_else(|| schema["items"]["format"].as_str()).map(Into::into),
            pattern: schema["pattern"].as_str().or_else(|| schema["items"]["pattern"].as_str()).map(Into::into),
            // What is read with a default is always written, by hosts as well.
            required: required.contains(&name.as_str()) || !schema["default"].is_null(),
        };
        Shape::Object(properties.iter().map(field).collect())
    } else if let Some(names) = schema["enum"].as_array() {
        Shape::Choice(names.iter().map(|name| Choice { name: text(name), doc: String::new() }).collect())
    } else {
        let choice = |choice: &Value| Choice { name: text(&choice["const"]), doc: self::doc(choice) };
        Shape::Choice(list(&schema["oneOf"]).iter().map(choice).collect())
    };
    Named { name: name.into(), doc, shape, kinds: kinds(schema) }
}

/// What the schema says as `if` the kind is this, `then` these are required; its other rules are read past.
fn kinds(schema: &Value) -> Vec<(String, Vec<String>)> {
    let kind = |rule: &Value| {
        let kind = rule["if"]["properties"]["kind"]["const"].as_str()?;
        let needs = rule["then"]["required"].as_array()?.iter().map(text).collect();
        Some((kind.to_owned(), needs))
    };
    schema["allOf"].as_array().into_iter().flatten().filter_map(kind).collect()
}

fn kind(schema: &Value) -> Kind {
    if !schema["$ref"].is_null() {
        return Kind::Named(reference(schema));
    }
    // An optional field may be described as its type or null; null itself is never written.
    let name = match &schema["type"] {
        Value::Array(types) => types.iter().filter_map(Value::as_str).find(|name| *name != "null"),
        Value::String(name) => Some(name.as_str()),
        _ => None,
    };
    match name {
        Some("string") => Kind::Text,
        Some("integer") => Kind::Integer,
        Some("boolean") => Kind::Boolean,
        Some("array") => Kind::List(Box::new(kind(&schema["items"]))),
        _ => match schema["anyOf"].as_array().and_then(|any| any.iter().find(|one| one["type"] != "null")) {
            Some(schema) => kind(schema),
            None => panic!("a schema of no known kind: {schema}"),
        },
    }
}

fn reference(schema: &Value) -> String {
    let path = schema["$ref"].as_str().unwrap_or_else(|| panic!("not a reference: {schema}"));
    path.rsplit('/').next().expect("a name").into()
}

fn doc(schema: &Value) -> String {
    schema["description"].as_str().unwrap_or_default().into()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_else(|| panic!("not a list: {value}"))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("not text: {value}")).into()
}
