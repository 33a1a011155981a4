//! `kenpo new`: the templates of `docs/programmes.md`.

use std::{fs::OpenOptions, io::Write as _};

use crate::{
    args::Template,
    desk::Desk,
    stop::{Outcome, Stop},
    words::phrases,
};

pub(crate) fn run(desk: &mut Desk, template: Template, file: Option<&str>) -> Outcome {
    let text = match template {
        Template::Points => include_str!("../../../programmes/templates/points.json"),
        Template::Checkup => include_str!("../../../programmes/templates/checkup.json"),
        Template::Booking => include_str!("../../../programmes/templates/booking.json"),
        Template::Subsidy => include_str!("../../../programmes/templates/subsidy.json"),
        Template::Account => include_str!("../../../programmes/templates/account.json"),
        Template::Draw => include_str!("../../../programmes/templates/draw.json"),
    };
    let Some(file) = file.filter(|file| *file != "-") else {
        desk.out.write_all(text.as_bytes())?;
        return Ok(true);
    };
    // A document that someone has worked on is never written over.
    let opened = OpenOptions::new().write(true).create_new(true).open(file);
    let written = opened.and_then(|mut opened| opened.write_all(text.as_bytes()));
    written.map_err(|error| Stop::Os(file.to_owned(), error))?;
    if desk.json {
        desk.line(&serde_json::json!({ "file": file }))?;
    } else {
        writeln!(desk.out, "{}", phrases::written(desk.lang, file))?;
    }
    Ok(true)
}
