//! A record: its components, what it holds them to, withers, and a `toString` that shows nothing of a person.

use super::{Component, capital, comment, head, imports, put};
use crate::types::model::{Field, Kind, Named};

impl Component<'_> {
    fn absent(&self) -> &'static str {
        match self.field.kind {
            Kind::Boolean => "false",
            Kind::List(_) => "List.of()",
            _ => "null",
        }
    }

    /// The compact constructor's statement for the field.
    fn check(&self) -> Option<String> {
        let name = &self.name;
        match (&self.field.kind, self.field.required) {
            (Kind::List(_), true) => Some(format!("{name} = List.copyOf({name});")),
            (Kind::List(_), false) => Some(format!("{name} = {name} == null ? List.of() : List.copyOf({name});")),
            (Kind::Text | Kind::Named(_), true) => Some(format!("Objects.requireNonNull({name}, \"{name}\");")),
            _ => None,
        }
    }
}

/// What a result shows one step from the call: a value of its answer or of its answer's verdict.
pub(super) struct Shown {
    pub(super) field: Field,
    pub(super) path: String,
}

/// A host builds those asked for, and should not have to name what it leaves out.
pub(super) fn emit(named: &Named, fields: &[Field], asked: bool, shown: &[Shown]) -> String {
    let name = &named.name;
    let components: Vec<Component<'_>> = fields.iter().map(Component::new).collect();
    let delegates: Vec<Component<'_>> = shown.iter().map(|shown| Component::new(&shown.field)).collect();
    let checks: Vec<String> = components.iter().filter_map(Component::check).collect();
    let texts = components.iter().chain(&delegates).map(|c| c.kind.as_str()).chain(checks.iter().map(String::as_str));
    let mut imports = imports(&texts.collect::<Vec<_>>());
    if !shown.is_empty() {
        imports.insert(0, "io.github.kenpo.Answered");
    }

    let mut out = head("types", imports.into_iter());
    let tags = components.iter().map(|c| format!("@param {} {}", c.name, c.doc()));
    comment(&mut out, "", &super::javadoc(&named.doc), tags);
    let declarations = join(components.iter().map(Component::parameter), ",\n        ");
    let answer = components.last().map_or("", |c| c.kind.as_str());
    let implements = if shown.is_empty() { String::new() } else { format!(" implements Answered<{answer}>") };
    put(&mut out, format_args!("public record {name}(\n        {declarations}){implements} {{"));
    if !checks.is_empty() {
        let checks = checks.join("\n        ");
        let tags = components.iter().map(|c| format!("@param {} {}", c.name, c.doc()));
        comment(&mut out, "    ", "With every value; lists are copied.", tags);
        put(&mut out, format_args!("    public {name} {{\n        {checks}\n    }}"));
    }
    if asked && fields.iter().any(|field| !field.required) {
        withers(&mut out, name, &components);
    }
    for (delegate, shown) in delegates.iter().zip(shown) {
        out.push('\n');
        comment(&mut out, "    ", &delegate.doc(), [format!("@return {{@code {}}}", shown.path)]);
        put(&mut out, format_args!("    public {} {{", delegate.parameter() + "()"));
        put(&mut out, format_args!("        return {};\n    }}", shown.path));
    }
    if components.iter().any(|c| c.field.is_personal(name)) {
        to_string(&mut out, name, &components);
    }
    out += "}\n";
    out
}

/// An object that holds an answer or an error: one of two records, so that a `switch` knows when it has both.
pub(super) fn item(named: &Named, answer: &Field) -> String {
    let name = &named.name;
    let Kind::Named(kind) = &answer.kind else { panic!("{name} has no object for an answer") };
    let imports = ["java.util.Objects", "org.jspecify.annotations.Nullable"];
    let mut out = head("types", imports.into_iter());
    comment(&mut out, "", &super::javadoc(&named.doc), []);
    put(&mut out, format_args!("public sealed interface {name} {{"));
    for (kind, method, doc) in [
        (kind.as_str(), "answer", "The answer to the item; {@code null} where there is an error."),
        ("Failure", "error", "What was wrong with the item; {@code null} where there is an answer."),
    ] {
        comment(&mut out, "    ", doc, [format!("@return the {method}, or {{@code null}}")]);
        put(&mut out, format_args!("    @Nullable {kind} {method}();\n"));
    }
    for (record, kind, method, other, other_kind, doc) in [
        ("Answer", kind.as_str(), "answer", "error", "Failure", "What was decided."),
        ("Failed", "Failure", "error", "answer", kind.as_str(), "Why it could not be."),
    ] {
        let tag = || [format!("@param {method} {}", doc.trim_end_matches('.').to_lowercase())];
        comment(&mut out, "    ", doc, tag());
        put(&mut out, format_args!("    record {record}({kind} {method}) implements {name} {{"));
        comment(&mut out, "        ", "With its value.", tag());
        put(
            &mut out,
            format_args!(
                "        public {record} {{\n            Objects.requireNonNull({method}, \"{method}\");\n        }}\n"
            ),
        );
        put(
            &mut out,
            format_args!(
                "        @Override\n        public @Nullable {other_kind} {other}() {{\n            return null;\n        }}\n    }}"
            ),
        );
        if record == "Answer" {
            out.push('\n');
        }
    }
    out += "}\n";
    out
}

fn withers(out: &mut String, name: &str, components: &[Component<'_>]) {
    let required: Vec<&Component<'_>> = components.iter().filter(|c| c.field.required).collect();
    let parameters = join(required.iter().map(|c| c.parameter()), ", ");
    let value = |c: &Component<'_>| if c.field.required { c.name.clone() } else { c.absent().into() };
    let arguments = join(components.iter().map(value), ", ");
    let tags = required.iter().map(|c| format!("@param {} {}", c.name, c.doc()));
    let tags = tags.chain(["@return the value".into()]);
    out.push('\n');
    comment(out, "    ", "With what is needed; the rest is absent.", tags);
    put(out, format_args!("    public static {name} of({parameters}) {{"));
    put(out, format_args!("        return new {name}({arguments});\n    }}"));

    let arguments = join(components.iter().map(|c| c.name.clone()), ", ");
    for optional in components.iter().filter(|c| !c.field.required) {
        let tags = [format!("@param {} {}", optional.name, optional.doc()), "@return a copy".into()];
        out.push('\n');
        comment(out, "    ", "The same with this value.", tags);
        let method = capital(&optional.name);
        put(out, format_args!("    public {name} with{method}({}) {{", optional.parameter()));
        put(out, format_args!("        return new {name}({arguments});\n    }}"));
    }
}

fn to_string(out: &mut String, name: &str, components: &[Component<'_>]) {
    let part = |c: &Component<'_>| match (c.field.is_personal(name), c.kind.contains("@Nullable")) {
        (false, _) => format!("{0}=\" + {0} + \"", c.name),
        (true, true) => format!("{0}=\" + ({0} == null ? \"null\" : \"…\") + \"", c.name),
        (true, false) => format!("{}=…", c.name),
    };
    let parts = join(components.iter().map(part), ",\"\n                + \" ");
    out.push('\n');
    comment(out, "    ", "Shows that a personal value is there, and not the value.", []);
    out.push_str("    @Override\n    public String toString() {\n");
    put(out, format_args!("        return \"{name}[{parts}]\";\n    }}"));
}

fn join(items: impl Iterator<Item = String>, between: &str) -> String {
    items.collect::<Vec<_>>().join(between)
}
