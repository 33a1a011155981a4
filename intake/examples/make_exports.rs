//! Writes a file of each form to a folder, or an `export.xml` of any size to the standard output. The same seed writes the same bytes.
//!
//!     cargo run --example make_exports -- FOLDER
//!     cargo run --release --example make_exports -- --export-xml 2000000000 | kenpo-intake -

#[path = "../tests/made/mod.rs"]
mod made;

use std::{
    env,
    error::Error,
    fs,
    io::{self, BufWriter, Write as _},
    path::Path,
};

const SEED: u64 = 20_240_128;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--export-xml", bytes] => {
            let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
            made::big_export(&mut out, bytes.parse()?, SEED)?;
            out.flush()?;
        }
        [folder] => {
            fs::create_dir_all(folder)?;
            for made in made::all(SEED) {
                fs::write(Path::new(folder).join(made.name), made.bytes)?;
            }
        }
        _ => return Err("usage: make_exports FOLDER | --export-xml BYTES".into()),
    }
    Ok(())
}
