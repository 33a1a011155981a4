//! What reads and writes each type as JSON, in a package that no application sees.

use super::{Component, HEAD, SOURCES, boxed, choice, imports, put};
use crate::types::{
    Generated,
    model::{Field, Kind, Named, Shape, item_of},
};

const PACKAGE: &str = "io.github.kenpo.internal";

pub(super) fn emit(types: &[&Named]) -> Vec<Generated> {
    let mut files: Vec<Generated> = types
        .iter()
        .map(|named| Generated {
            path: format!("{SOURCES}/internal/{}Json.java", named.name).into(),
            text: match &named.shape {
                Shape::Object(fields) => object(&named.name, &fields.iter().map(Component::new).collect::<Vec<_>>()),
                Shape::Choice(_) => choice(&named.name),
            },
        })
        .collect();
    files.push(Generated { path: format!("{SOURCES}/internal/Types.java").into(), text: table(types) });
    files
}

fn head(imports: Vec<String>) -> String {
    let mut out = format!("{HEAD}package {PACKAGE};\n\n");
    for import in imports {
        put(&mut out, format_args!("import {import};"));
    }
    out.push('\n');
    out
}

fn object(name: &str, components: &[Component<'_>]) -> String {
    assert!(components.len() < 64, "{name} has more fields than a long has bits");
    let kinds: Vec<&str> = components.iter().map(|c| c.kind.trim_start_matches("@Nullable ")).collect();
    let mut used: Vec<String> = imports(&kinds).into_iter().map(Into::into).collect();
    let inner = components.iter().filter_map(|c| super::inner(&c.field.kind));
    used.extend(inner.map(|name| format!("io.github.kenpo.types.{name}")));
    used.extend([format!("io.github.kenpo.types.{name}"), "java.util.ArrayList".into(), "java.util.List".into()]);
    used.sort();
    used.dedup();

    let mut out = head(used);
    put(&mut out, format_args!("final class {name}Json {{"));
    let names = components.iter().map(|c| format!("\"{}\"", c.field.name)).collect::<Vec<_>>().join(", ");
    put(&mut out, format_args!("    private static final Names FIELDS = new Names({names});"));
    let required: u64 = components.iter().enumerate().filter(|(_, c)| c.field.required).map(|(at, _)| 1 << at).sum();
    put(&mut out, format_args!("    private static final long REQUIRED = 0x{required:x}L;"));
    put(&mut out, format_args!("\n    private {name}Json() {{}}\n"));

    put(&mut out, format_args!("    static {name} read(JsonReader in) {{"));
    for component in components {
        let start = match component.field.kind {
            Kind::Boolean => "false",
            Kind::Integer if component.field.required => "0",
            Kind::List(_) => "List.of()",
            _ => "null",
        };
        let kind = component.kind.trim_start_matches("@Nullable ");
        put(&mut out, format_args!("        {kind} {} = {start};", component.name));
    }
    out += "        long seen = 0;\n";
    out += "        for (int field = in.firstField(FIELDS); field != JsonReader.END; field = in.nextField(FIELDS, field)) {\n";
    out += "            seen = in.once(seen, field);\n            switch (field) {\n";
    for (at, component) in components.iter().enumerate() {
        let value = read(&component.field.kind, component.field.format.as_deref());
        put(&mut out, format_args!("                case {at} -> {} = {value};", component.name));
    }
    out += "                default -> in.skip();\n            }\n        }\n        in.require(seen, REQUIRED);\n";
    let arguments = components.iter().map(|c| c.name.as_str()).collect::<Vec<_>>().join(", ");
    let fields: Vec<Field> = components.iter().map(|component| component.field.clone()).collect();
    if item_of(&fields).is_some() {
        out += "        if ((answer == null) == (error == null)) {\n            throw new JsonFault();\n        }\n";
        put(
            &mut out,
            format_args!(
                "        return error == null ? new {name}.Answer(answer) : new {name}.Failed(error);\n    }}\n"
            ),
        );
    } else {
        put(&mut out, format_args!("        return new {name}({arguments});\n    }}\n"));
    }

    put(&mut out, format_args!("    static void write(JsonWriter out, {name} value) {{\n        out.beginObject();"));
    for (at, component) in components.iter().enumerate() {
        let get = format!("value.{}()", component.name);
        let write = write(&component.field.kind, component.field.format.as_deref(), &get);
        let there = match (&component.field.kind, component.field.required) {
            (_, true) => None,
            (Kind::Boolean, false) => Some(get),
            (Kind::List(_), false) => Some(format!("!{get}.isEmpty()")),
            (_, false) => Some(format!("{get} != null")),
        };
        match there {
            None => put(&mut out, format_args!("        out.name(FIELDS, {at});\n        {write}")),
            Some(there) => put(
                &mut out,
                format_args!(
                    "        if ({there}) {{\n            out.name(FIELDS, {at});\n            {write}\n        }}"
                ),
            ),
        }
    }
    out += "        out.endObject();\n    }\n\n";
    lists(&mut out, name);
    out += "}\n";
    out
}

/// Reading and writing a list of the type.
fn lists(out: &mut String, name: &str) {
    put(out, format_args!("    static List<{name}> readList(JsonReader in) {{"));
    put(out, format_args!("        List<{name}> list = new ArrayList<>();\n        in.beginArray();"));
    out.push_str("        while (in.nextElement(list.isEmpty())) {\n            list.add(read(in));\n        }\n");
    put(
        out,
        format_args!("        return list;\n    }}\n\n    static void writeList(JsonWriter out, List<{name}> list) {{"),
    );
    put(out, format_args!("        out.beginArray();\n        for ({name} one : list) {{"));
    out.push_str(
        "            out.element();\n            write(out, one);\n        }\n        out.endArray();\n    }\n",
    );
}

fn choice(name: &str) -> String {
    let mut out = head(vec![
        format!("io.github.kenpo.types.{name}"),
        "java.util.ArrayList".into(),
        "java.util.List".into(),
        "java.util.stream.Stream".into(),
    ]);
    put(&mut out, format_args!("final class {name}Json {{"));
    put(&mut out, format_args!("    private static final {name}[] CONSTANTS = {name}.values();"));
    out += "    private static final Names NAMES =\n";
    put(
        &mut out,
        format_args!("            new Names(Stream.of(CONSTANTS).map({name}::wireName).toArray(String[]::new));"),
    );
    put(&mut out, format_args!("\n    private {name}Json() {{}}\n\n    static {name} read(JsonReader in) {{"));
    out += "        int index = in.choice(NAMES);\n";
    if choice::is_numbered(name) {
        put(&mut out, format_args!("        return index < 0 ? {name}.UNKNOWN : CONSTANTS[index];\n    }}\n"));
    } else {
        out += "        if (index < 0) {\n            throw new JsonFault();\n        }\n        return CONSTANTS[index];\n    }\n\n";
    }
    put(&mut out, format_args!("    static void write(JsonWriter out, {name} value) {{"));
    out += "        out.choice(NAMES, value.ordinal());\n    }\n\n";
    lists(&mut out, name);
    out += "}\n";
    out
}

fn read(kind: &Kind, format: Option<&str>) -> String {
    let (name, list) = spoken(kind, format);
    let list_of = if list { "s" } else { "" };
    match kind {
        Kind::Named(name) => format!("{name}Json.read(in)"),
        Kind::List(inner) if matches!(**inner, Kind::Named(_)) => format!("{}Json.readList(in)", boxed(inner, format)),
        _ => format!("in.{name}{list_of}()"),
    }
}

fn write(kind: &Kind, format: Option<&str>, value: &str) -> String {
    let (name, list) = spoken(kind, format);
    let list_of = if list { "s" } else { "" };
    match kind {
        Kind::Named(name) => format!("{name}Json.write(out, {value});"),
        Kind::List(inner) if matches!(**inner, Kind::Named(_)) => {
            format!("{}Json.writeList(out, {value});", boxed(inner, format))
        }
        _ => format!("out.{name}{list_of}({value});"),
    }
}

/// What reader and writer call a kind that is no named type, and whether it is a list of that.
fn spoken(kind: &Kind, format: Option<&str>) -> (&'static str, bool) {
    match (kind, format) {
        (Kind::List(inner), _) => (spoken(inner, format).0, true),
        (Kind::Text, Some("date")) => ("date", false),
        (Kind::Text, Some("date-time")) => ("instant", false),
        (Kind::Text | Kind::Named(_), _) => ("text", false),
        (Kind::Integer, _) => ("integer", false),
        (Kind::Boolean, _) => ("flag", false),
    }
}

/// The way from a class to what reads it, and from a value to what writes it, without reflection.
fn table(types: &[&Named]) -> String {
    let mut out = head(types.iter().map(|named| format!("io.github.kenpo.types.{}", named.name)).collect());
    out += "/** Which class reads and writes a type. */\nfinal class Types {\n    private Types() {}\n\n";
    out += "    static Object read(JsonReader in, Class<?> type) {\n        return switch (type.getSimpleName()) {\n";
    for Named { name, .. } in types {
        put(&mut out, format_args!("            case \"{name}\" -> {name}Json.read(in);"));
    }
    out += "            default -> throw new JsonFault();\n        };\n    }\n\n";
    out += "    static void write(JsonWriter out, Object value) {\n";
    let is_item = |named: &&&Named| matches!(&named.shape, Shape::Object(fields) if item_of(fields).is_some());
    for Named { name, .. } in types.iter().filter(is_item) {
        put(&mut out, format_args!("        if (value instanceof {name} item) {{"));
        put(&mut out, format_args!("            {name}Json.write(out, item);\n            return;\n        }}"));
    }
    out += "        switch (value.getClass().getSimpleName()) {\n";
    for Named { name, .. } in types.iter().filter(|named| !is_item(named)) {
        put(&mut out, format_args!("            case \"{name}\" -> {name}Json.write(out, ({name}) value);"));
    }
    out += "            default -> throw new JsonFault();\n        }\n    }\n}\n";
    out
}
