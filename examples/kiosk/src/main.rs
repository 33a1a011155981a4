//! Makes bundles where the seed is kept, and opens them on a machine that was built with the public key (README.md).
#![forbid(unsafe_code)]

use std::{env, error::Error, fs, path::Path, process::ExitCode};

use kenpo_kiosk::{Head, Seen, open, pack, public};

/// The public key in hexadecimal digits, given at build: what a machine trusts is not a file on it.
const KEY: Option<&str> = option_env!("KENPO_BUNDLE_KEY");

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let given: Vec<String> = env::args().skip(1).collect();
    match given.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["key", seed] => {
            let key = public(seed_of(seed)?);
            println!("{}", key.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
        }
        ["pack", seed, number, made_on, last_day, programme, messages, bundle] => {
            let head = Head { number: number.parse()?, made_on: made_on.parse()?, last_day: last_day.parse()? };
            fs::write(bundle, pack(head, &fs::read(programme)?, &fs::read(messages)?, seed_of(seed)?)?)?;
        }
        ["open", bundle, today, seen, programme, messages] => {
            let key = key(KEY.ok_or("this program was built without KENPO_BUNDLE_KEY")?)?;
            let bytes = fs::read(bundle)?;
            let opened = open(&bytes, key, today.parse()?, read_seen(seen)?)?;
            // First what was seen, so that nothing is used that may be taken back.
            replace(seen, format!("{} {}\n", opened.seen.number, opened.seen.day).as_bytes())?;
            replace(programme, opened.programme)?;
            replace(messages, opened.messages)?;
            println!("bundle {}, until {}", opened.head.number, opened.head.last_day);
        }
        _ => return Err("key SEED; pack SEED NUMBER MADE_ON LAST_DAY PROGRAMME MESSAGES BUNDLE; open BUNDLE TODAY SEEN PROGRAMME MESSAGES".into()),
    }
    Ok(())
}

fn seed_of(file: &str) -> Result<[u8; 32], Box<dyn Error>> {
    Ok(fs::read(file)?.try_into().map_err(|_| "a seed has 32 bytes")?)
}

fn key(digits: &str) -> Result<[u8; 32], Box<dyn Error>> {
    let number = |at: usize| digits.get(2 * at..2 * at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    let bytes: Option<Vec<u8>> = (0..32).map(number).collect();
    let key = bytes.filter(|_| digits.len() == 64).and_then(|bytes| bytes.try_into().ok());
    Ok(key.ok_or("KENPO_BUNDLE_KEY has 64 hexadecimal digits")?)
}

/// Nothing was seen where there is no file: on a machine that opens its first bundle. One that cannot be read is not taken for that.
fn read_seen(file: &str) -> Result<Seen, Box<dyn Error>> {
    if !Path::new(file).exists() {
        return Ok(Seen::default());
    }
    let text = fs::read_to_string(file)?;
    let (number, day) = text.trim_end().split_once(' ').ok_or("what was seen cannot be read")?;
    Ok(Seen { number: number.parse()?, day: day.parse()? })
}

/// The old file or the new one, whenever the power fails.
fn replace(file: &str, bytes: &[u8]) -> Result<(), Box<dyn Error>> {
    let new = format!("{file}.new");
    fs::write(&new, bytes)?;
    fs::File::open(&new)?.sync_all()?;
    Ok(fs::rename(new, file)?)
}
