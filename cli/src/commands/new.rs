//! `kenpo new`: the templates of `docs/programmes.md`.

use std::{fs::OpenOptions, io::Write as _};

use crate::{
    args::Template,
    desk::Desk,
    stop::{Outcome, Stop},
};

pub(crate) fn run(desk: &mut Desk, template: Template, file: Option<&str>) -> Outcome {
    let text = match template {
        Template::Points => include_str!("../../../programmes/templates/points.json"),
        Template::Checkup => include_str!("../../../programmes/templates/checkup.json"),
        Template::Booking => include_str!("../../../programmes/templates/booking.json"),
        Template::Subsidy => include_str!("../../../programmes/templates/subsidy.json"),
        Template::Draw => include_str!("../../../programmes/templates/draw.json"),
    };
    let Some(file) = file else {
        desk.out.write_all(text.as_bytes())?;
        return Ok(true);
    };
    // A document that someone has worked on is never written over.
    let opened = OpenOptions::new().write(true).create_new(true).open(file);
    let written = opened.and_then(|mut opened| opened.write_all(text.as_bytes()));
    written.map_err(|error| Stop::Fault(format!("{file}: {error}")))?;
    let said = desk.lang.pick(
        format!("{file} を書きました。id、version、name と数字を変えて、kenpo check {file} で検査してください。"),
        format!("{file} is written. Change id, version, name and the figures, then run: kenpo check {file}"),
    );
    writeln!(desk.out, "{said}")?;
    Ok(true)
}
