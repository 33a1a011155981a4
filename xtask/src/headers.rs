//! The headers: `kenpo.h` for C and C++, `kenpo_php.h` for PHP's FFI. Both are written from the sources of the C ABI.

use std::{fmt::Write as _, path::Path};

use cbindgen::{Builder, Config, DocumentationStyle, Language, ParseConfig, Style};

use crate::types::{
    Generated,
    model::{Code, Contract},
};

/// The files that declare the ABI, in the order in which a header is read, each under the heading of its section: what a file uses stands in those before it.
/// What they hold behind a feature is not in them.
const SOURCES: &[(&str, &str)] = &[
    ("status.rs", "Numbers: versions, statuses, reasons, states of slots, relations"),
    ("buffer.rs", "Buffers"),
    ("complete.rs", "Programmes, and any operation as JSON"),
    ("typed.rs", "Typed calls: insurer numbers, the last day of a coupon"),
    ("steps.rs", "Typed calls: a member's steps"),
    ("steps/members.rs", "Typed calls: many members' steps"),
    ("name.rs", "Typed calls: names"),
    ("services.rs", "Typed calls: people, slots and subsidies"),
    ("services/deadlines.rs", "Typed calls: deadlines"),
];

/// What a reader of `kenpo.h` must know.
const CONVENTIONS: &str = r#"/*
 * kenpo.h - the C ABI of kenpo, the rule book of Japanese health-insurance programmes.
 *
 * Generated from the library's sources; changes here are lost.
 *
 * A programme document is parsed once and kept. Every operation is then asked through kenpo_answer, JSON in and JSON
 * out; a few that are called often, or on small devices, also have a typed function of plain integers and arrays.
 *
 *     if (kenpo_abi_version() != KENPO_ABI_VERSION) { ... another library was loaded ... }
 *
 *     const kenpo_programme *programme = NULL;
 *     kenpo_buf answer = KENPO_BUF_INIT, error = KENPO_BUF_INIT;
 *     kenpo_status status = kenpo_programme_parse(document, document_len, &programme, &error);
 *     if (status == KENPO_OK)
 *         status = kenpo_answer(programme, op, strlen(op), request, request_len, &answer, &error);
 *     ... use answer where status is KENPO_OK, error otherwise ...
 *     kenpo_buf_free(&answer);
 *     kenpo_buf_free(&error);
 *     kenpo_programme_free(programme);
 *
 * Names       Functions and types begin with kenpo_, constants with KENPO_. Nothing else is exported.
 *
 * Status      A function that can fail returns a kenpo_status: 0 is success, everything else a failure, also a number
 *             that this header does not list. A number keeps its meaning for ever.
 *
 * Arguments   First the handle, then inputs, then outputs, and err_out last. Outputs have names that end in _out. They
 *             are written on success only, err_out and fault_out on failure only. Arrays of a call that says so hold
 *             anything after a failure. err_out may be NULL, and so may an array of no elements. After a failure
 *             without an error text, such as KENPO_ERR_INVALID_ARGUMENT, *err_out is as it was: initialise it with
 *             KENPO_BUF_INIT.
 *
 * Text in     A pointer and a length in bytes; UTF-8; no NUL is needed at the end. (NULL, 0) is empty text.
 *
 * Text out    The library fills a kenpo_buf; the caller releases it with kenpo_buf_free, which wipes the bytes first.
 *             A buffer that still holds text is not released by being filled again. Only kenpo_version,
 *             kenpo_status_name and kenpo_reason_name return static strings that end in NUL and are not released.
 *
 * Errors      An error text is JSON: {"code":...,"path":...,"line":...,"column":...}, the last two where there is text
 *             to point into. It names what is wrong and where, and never repeats the value that was wrong.
 *
 * Handles     There is one kind: the programme that kenpo_programme_parse makes and kenpo_programme_free releases. It
 *             never changes, so any number of threads may use it at once. Releasing NULL does nothing.
 *
 * Threads     Every function may be called from any thread at any time. There is no state to set up or tear down.
 *
 * Time        A civil date is an int32_t written as a number, YYYYMMDD: 20240218. The library has no clock and no source
 *             of chance: the current time and random bytes are arguments.
 *
 * Panics      A fault inside the library ends at its border: the call returns KENPO_ERR_PANIC, writes no handle
 *             and no text, prints nothing, and leaves everything usable.
 *
 * JSON        Requests and answers are described by docs/schemas/contract.json. What is absent is left out, never null;
 *             keys an operation does not know are errors; numbers are integers within 2^53 - 1 of zero.
 */"#;

/// PHP reads directives only at the very top, before any comment.
const PHP_HEAD: &str = r#"#define FFI_SCOPE "KENPO"
#define FFI_LIB "libkenpo.so.1"
/*
 * The C ABI of kenpo for PHP's FFI; kenpo.h says how to call it. Generated from the library's sources; changes here are
 * lost. `kenpo-doctor --write-header` writes a copy whose FFI_LIB names the library by its path.
 */"#;

/// Both headers, and the copy that the Composer package ships.
pub(crate) fn generate(root: &Path) -> Vec<Generated> {
    let (c, php) = (c(root), php(root));
    vec![
        Generated { path: "include/kenpo.h".into(), text: c },
        Generated { path: "include/kenpo_php.h".into(), text: php.clone() },
        Generated { path: "hosts/php/include/kenpo_php.h".into(), text: php },
    ]
}

fn c(root: &Path) -> String {
    let mut out = format!("{CONVENTIONS}\n{BEGIN}");
    for source in SOURCES {
        let (file, heading) = source;
        let line = "-".repeat(112);
        let _ = write!(out, "\n/* {line}\n * {heading}\n * {line} */\n");
        out += "\n";
        out += bindings(root, config(""), &[*source]).trim();
        out += "\n";
        match *file {
            "status.rs" => out += &reasons(),
            "buffer.rs" => out += MACROS,
            _ => {}
        }
    }
    out + END
}

/// What stands about the declarations. Functions are C's, so that `extern "C"` is about everything.
const BEGIN: &str = r#"
#ifndef KENPO_H
#define KENPO_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif
"#;

const END: &str = r#"
#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* KENPO_H */
"#;

/// Macros that cbindgen does not know.
const MACROS: &str = r#"
/**
 * An empty buffer: `kenpo_buf answer = KENPO_BUF_INIT;`
 */
#define KENPO_BUF_INIT {NULL, 0}

/**
 * A string literal as two arguments, its text and its length without the NUL:
 * `kenpo_answer(programme, KENPO_TEXT("age.count"), request, request_len, &answer, &error)`
 */
#define KENPO_TEXT(literal) ("" literal), (sizeof("" literal) - 1)
"#;

/// A constant for each reason. PHP knows them by its own package.
fn reasons() -> String {
    let contract = Contract::read(&kenpo_wire::schema::contract());
    let reason = |Code { name, number, text }: &Code| {
        format!("#define KENPO_REASON_{} {number} /**< {text} */\n", name.to_uppercase())
    };
    let reasons: String = contract.reasons.iter().map(reason).collect();
    format!(
        "\n/*\n * Reasons: why a decision came out as it did, as columns and typed calls report them. 0 means that there is no\n \
         * reason. A later version may know more; kenpo_reason_name() names those of the version that is loaded.\n */\n\n{reasons}"
    )
}

fn php(root: &Path) -> String {
    let text = bindings(root, config(PHP_HEAD), SOURCES);
    let (head, body) = text.split_at(PHP_HEAD.len());
    format!("{head}{}", defines_as_enums(body))
}

fn config(header: &str) -> Config {
    Config {
        language: Language::C,
        header: Some(header.to_owned()).filter(|header| !header.is_empty()),
        no_includes: true,
        style: Style::Both,
        usize_is_size_t: true,
        tab_width: 4,
        line_length: 120,
        documentation_style: DocumentationStyle::Doxy,
        parse: ParseConfig { parse_deps: false, ..ParseConfig::default() },
        ..Config::default()
    }
}

fn bindings(root: &Path, config: Config, sources: &[(&str, &str)]) -> String {
    let folder = root.join("ffi/src");
    let builder = Builder::new().with_config(config);
    let builder = sources.iter().fold(builder, |builder, (file, _)| builder.with_src(folder.join(file)));
    let mut text = Vec::new();
    builder.generate().expect("the sources of the C ABI").write(&mut text);
    let text = String::from_utf8(text).expect("UTF-8");
    // Rust's heading for what a caller must hold to.
    text.replace(" * # Safety\n", " * Required of the caller:\n")
}

/// `#define` is invisible to PHP: a constant becomes the member of an enum.
fn defines_as_enums(body: &str) -> String {
    let line = |line: &str| match line.strip_prefix("#define ").and_then(|constant| constant.split_once(' ')) {
        Some((name, value)) => format!("enum {{ {name} = {value} }};\n"),
        None => format!("{line}\n"),
    };
    body.lines().map(line).collect()
}
