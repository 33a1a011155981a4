//! An enum. One whose constants are numbered grows from version to version, and has a constant for what it does not know.

use super::{comment, head, javadoc, put};
use crate::types::model::{Choice, Code, Contract, Named};

struct Constant<'a> {
    doc: &'a str,
    name: &'a str,
    number: Option<u64>,
}

pub(super) fn emit(named: &Named, choices: &[Choice], contract: &Contract) -> String {
    let codes = |codes: &'_ [Code]| -> Vec<(String, String, u64)> {
        codes.iter().map(|code| (code.name.clone(), code.text.clone(), code.number)).collect()
    };
    let (doc, codes) = match named.name.as_str() {
        "Reason" => ("Why it was decided as it was. A number keeps its meaning for ever.", codes(&contract.reasons)),
        "ErrorCode" => ("What was wrong with an input. A number keeps its meaning for ever.", codes(&contract.errors)),
        _ => (named.doc.as_str(), Vec::new()),
    };
    let constants: Vec<Constant<'_>> = if codes.is_empty() {
        choices.iter().map(|choice| Constant { doc: &choice.doc, name: &choice.name, number: None }).collect()
    } else {
        codes.iter().map(|(name, doc, number)| Constant { doc, name, number: Some(*number) }).collect()
    };
    write(&named.name, doc, &constants)
}

/// Whether an enum has a constant for what this version does not know.
pub(super) fn is_numbered(name: &str) -> bool {
    matches!(name, "Reason" | "ErrorCode")
}

fn write(name: &str, doc: &str, constants: &[Constant<'_>]) -> String {
    let numbered = is_numbered(name);
    let imports = [
        (numbered, "io.github.kenpo.Message"),
        (numbered, "io.github.kenpo.Messages"),
        (true, "java.util.HashMap"),
        (true, "java.util.Map"),
        (numbered, "org.jspecify.annotations.Nullable"),
    ];
    let mut out = head("types", imports.iter().filter(|(used, _)| *used).map(|(_, import)| *import));
    comment(&mut out, "", &javadoc(doc), []);
    put(&mut out, format_args!("public enum {name} {{"));
    for (index, constant) in constants.iter().enumerate() {
        let last = index + 1 == constants.len() && !numbered;
        // A choice may have no words beyond its name.
        let words =
            if constant.doc.is_empty() { format!("`{}` in JSON.", constant.name) } else { constant.doc.to_owned() };
        comment(&mut out, "    ", &javadoc(&words), []);
        let number = constant.number.map(|number| format!(", {number}")).unwrap_or_default();
        let end = if last { ";" } else { "," };
        put(&mut out, format_args!("    {}(\"{}\"{number}){end}", constant.name.to_uppercase(), constant.name));
    }
    if numbered {
        comment(&mut out, "    ", "One that this version does not know; a newer library may say it.", []);
        out += "    UNKNOWN(\"unknown\", -1);\n";
    }
    let (field, parameter, set) = if numbered {
        ("    private final int number;\n", ", int number", "        this.number = number;\n")
    } else {
        ("", "", "")
    };
    put(&mut out, format_args!("\n    private static final Map<String, {name}> BY_WIRE_NAME = new HashMap<>();"));
    if numbered {
        put(&mut out, format_args!("    private static final {name}[] BY_NUMBER = new {name}[256];"));
    }
    out += "\n    static {\n";
    if numbered {
        out += "        java.util.Arrays.fill(BY_NUMBER, UNKNOWN);\n";
    }
    put(&mut out, format_args!("        for ({name} one : values()) {{"));
    out += "            BY_WIRE_NAME.put(one.wireName, one);\n";
    if numbered {
        out += "            if (one != UNKNOWN) {\n                BY_NUMBER[one.number] = one;\n            }\n";
    }
    put(&mut out, format_args!("        }}\n    }}\n\n    private final String wireName;\n{field}"));
    put(&mut out, format_args!("    {name}(String wireName{parameter}) {{"));
    put(&mut out, format_args!("        this.wireName = wireName;\n{set}    }}\n"));
    comment(&mut out, "    ", "Its name in JSON.", ["@return the name, in snake_case".into()]);
    out += "    public String wireName() {\n        return wireName;\n    }\n\n";
    from_wire(&mut out, name, numbered);
    if numbered {
        numbers(&mut out, name);
    }
    out += "}\n";
    out
}

fn from_wire(out: &mut String, name: &str, numbered: bool) {
    let mut tags = vec!["@param wireName a name in JSON, such as one that was stored".to_owned()];
    tags.push(if numbered {
        "@return the constant, {@link #UNKNOWN} where this version knows none".into()
    } else {
        "@return the constant".into()
    });
    if !numbered {
        tags.push("@throws IllegalArgumentException if no constant has that name".into());
    }
    comment(out, "    ", "The constant with this name in JSON.", tags);
    put(out, format_args!("    public static {name} fromWire(String wireName) {{"));
    if numbered {
        out.push_str("        return BY_WIRE_NAME.getOrDefault(wireName, UNKNOWN);\n    }\n");
    } else {
        put(out, format_args!("        {name} one = BY_WIRE_NAME.get(wireName);\n        if (one == null) {{"));
        put(out, format_args!("            throw new IllegalArgumentException(\"not the name of a {name}\");"));
        out.push_str("        }\n        return one;\n    }\n");
    }
}

fn numbers(out: &mut String, name: &str) {
    out.push('\n');
    let tags = ["@return the number, which never changes; -1 for {@link #UNKNOWN}".into()];
    comment(out, "    ", "Its number.", tags);
    out.push_str("    public int number() {\n        return number;\n    }\n\n");
    let tags = ["@param number a number".into(), "@return the constant, {@link #UNKNOWN} if there is none".into()];
    comment(out, "    ", "The constant with this number.", tags);
    put(out, format_args!("    public static {name} ofNumber(int number) {{"));
    out.push_str("        return number < 0 || number >= BY_NUMBER.length ? UNKNOWN : BY_NUMBER[number];\n    }\n\n");
    let tags = [
        "@param language {@code \"ja\"} or {@code \"en\"}".into(),
        "@return the message; null for {@link #UNKNOWN}".into(),
        "@throws IllegalArgumentException if there are no messages in the language".into(),
    ];
    comment(out, "    ", "What there is to say of it.", tags);
    out.push_str(
        "    public @Nullable Message message(String language) {\n        return Messages.of(this, language);\n    }\n",
    );
}
