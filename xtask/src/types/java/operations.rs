//! A method for each operation, and the result it gives: who answered, what, and the answer's values one step away.

use std::collections::BTreeSet;

use super::{HEAD, SOURCES, camel, comment, head, javadoc, put, record::Shown};
use crate::types::{
    Generated,
    model::{Contract, Field, Kind, Named, Operation, Shape},
};

/// A result, and what it shows of its answer.
pub(super) struct Answer {
    pub(super) named: Named,
    pub(super) shown: Vec<Shown>,
}

/// `AccrueResult` of `AccruePosting`.
fn result_name(answer: &str) -> String {
    let stem = answer.strip_suffix("Decision").or_else(|| answer.strip_suffix("Posting"));
    format!("{}Result", stem.unwrap_or_else(|| panic!("{answer} is neither a decision nor a posting")))
}

pub(super) fn results(contract: &Contract) -> Vec<Answer> {
    let answers: BTreeSet<&str> = contract.operations.iter().map(|operation| operation.answer.as_str()).collect();
    answers.into_iter().map(|answer| result(contract, answer)).collect()
}

fn result(contract: &Contract, answer: &str) -> Answer {
    let mut operations = contract.operations.iter().filter(|operation| operation.answer == answer);
    let always = operations.all(|operation| operation.needs_programme);
    let field = |name: &str, doc: &str, kind: Kind, required: bool| Field {
        name: name.into(),
        doc: doc.into(),
        kind,
        format: None,
        pattern: None,
        required,
    };
    let fields = vec![
        field("kenpo", "The library's version.", Kind::Text, true),
        field("programme", "The programme that was read.", Kind::Named("ProgrammeRef".into()), always),
        field("answer", "The answer.", Kind::Named(answer.into()), true),
    ];
    let mut shown: Vec<Shown> = Vec::new();
    let mut taken: BTreeSet<String> = fields.iter().map(|field| field.name.clone()).collect();
    let parts = object(contract, answer);
    let verdict = parts.iter().find(|part| part.name == "verdict").expect("a verdict");
    for part in parts.iter() {
        taken.insert(part.name.clone());
        shown.push(Shown { field: part.clone(), path: format!("answer.{}()", camel(&part.name)) });
    }
    let Kind::Named(name) = &verdict.kind else { panic!("{answer} has no object for a verdict") };
    for value in object(contract, name) {
        if taken.insert(value.name.clone()) {
            shown.push(Shown { field: value.clone(), path: format!("answer.verdict().{}()", camel(&value.name)) });
        }
    }
    let doc = format!("A whole answer: who gave it, by which programme, and what. `{answer}` is the answer alone.");
    Answer { named: Named { name: result_name(answer), doc, shape: Shape::Object(fields), kinds: Vec::new() }, shown }
}

fn object<'a>(contract: &'a Contract, name: &str) -> &'a [Field] {
    match contract.types.iter().find(|named| named.name == name) {
        Some(Named { shape: Shape::Object(fields), .. }) => fields,
        _ => panic!("{name} is no object"),
    }
}

/// The class that holds a method for each operation that reads a programme, or for each that reads none.
pub(super) fn methods(contract: &Contract, with_programme: bool) -> Generated {
    let host = if with_programme { "Programme" } else { "Kenpo" };
    let operations: Vec<&Operation> =
        contract.operations.iter().filter(|operation| operation.needs_programme == with_programme).collect();
    let used: BTreeSet<String> = operations
        .iter()
        .flat_map(|operation| operation.request.iter().cloned().chain([result_name(&operation.answer)]))
        .map(|name| format!("io.github.kenpo.types.{name}"))
        .collect();

    let mut out = head("", used.iter().map(String::as_str));
    debug_assert!(out.starts_with(HEAD));
    let read = if with_programme { "read a programme" } else { "need no programme" };
    comment(&mut out, "", &format!("The operations that {read}, one method each."), []);
    put(&mut out, format_args!("public abstract sealed class {host}Operations permits {host} {{"));
    put(&mut out, format_args!("    {host}Operations() {{}}"));
    if with_programme {
        out += "\n    abstract <R> R ask(String operation, Object request, Class<R> result);\n";
    }
    let (modifier, ask) = if with_programme { ("final", "ask") } else { ("static", "Kenpo.ask") };
    for operation in operations {
        let Operation { name, request, answer, .. } = operation;
        let method = camel(name);
        let result = result_name(answer);
        let doc = |request: &str| contract.types.iter().find(|t| t.name == request).map_or("", |t| t.doc.as_str());
        let variants = match request {
            Some(request) => vec![(request.as_str(), "request", javadoc(doc(request)), ask.to_owned())],
            // The document keeps its own bytes, of which its digest is made.
            None => ["byte[]", "String"]
                .map(|text| (text, "document", "the programme document".into(), format!("{ask}Document")))
                .into(),
        };
        for (kind, parameter, doc, ask) in variants {
            let doc = doc.split("<p>").next().unwrap_or_default().trim().to_owned();
            let tags = [
                format!("@param {parameter} {doc}"),
                "@return the answer, and who gave it".into(),
                "@throws KenpoException if it could not be used; see {@link KenpoException#code()}".into(),
            ];
            out.push('\n');
            comment(&mut out, "    ", &javadoc(&operation.doc()), tags);
            put(&mut out, format_args!("    public {modifier} {result} {method}({kind} {parameter}) {{"));
            put(&mut out, format_args!("        return {ask}(\"{name}\", {parameter}, {result}.class);\n    }}"));
        }
    }
    out += "}\n";
    Generated { path: format!("{SOURCES}/{host}Operations.java").into(), text: out }
}
