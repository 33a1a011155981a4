//! The readers of JSON that the PHP package has of its own, in a process of PHP that `readers.php` runs in: it answers each input with lines
//! on what it met. Each line is a counter, so that an input is kept when PHP met something new in it.
#![no_main]

use std::{
    io::{Read, Write},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{
        LazyLock, Mutex,
        atomic::{AtomicU8, Ordering},
    },
};

use libfuzzer_sys::fuzz_target;

const COUNTERS: usize = 1 << 16;

/// libFuzzer looks at what lies in a section of this name as it does at the coverage of code.
#[unsafe(link_section = "__libfuzzer_extra_counters")]
#[used]
static MET: [AtomicU8; COUNTERS] = [const { AtomicU8::new(0) }; COUNTERS];

static PHP: LazyLock<Mutex<Child>> = LazyLock::new(|| {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("readers.php");
    let mut php = Command::new("php");
    php.args(["-d", "display_errors=stderr", "-d", "memory_limit=512M"]).arg(script);
    Mutex::new(php.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("php can be run"))
});

/// A length and that many bytes.
fn send(php: &mut Child, bytes: &[u8]) -> std::io::Result<()> {
    let to = php.stdin.as_mut().expect("a pipe");
    to.write_all(&u32::try_from(bytes.len()).expect("an input is short").to_le_bytes())?;
    to.write_all(bytes)?;
    to.flush()
}

fn receive(php: &mut Child) -> std::io::Result<Vec<u8>> {
    let from = php.stdout.as_mut().expect("a pipe");
    let mut length = [0; 4];
    from.read_exact(&mut length)?;
    let mut bytes = vec![0; u32::from_le_bytes(length) as usize];
    from.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// FNV-1a, which is always the same.
fn counter(line: &[u8]) -> usize {
    let hash = line.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    (hash >> 16) as usize % COUNTERS
}

fuzz_target!(|input: &[u8]| {
    let mut php = PHP.lock().expect("one thread");
    let said = send(&mut php, input).and_then(|()| receive(&mut php));
    let said = said.unwrap_or_else(|error| panic!("PHP ended: {error}"));
    for line in said.split(|byte| *byte == b'\n') {
        if let Some(fault) = line.strip_prefix(b"FAULT ") {
            panic!("{}", String::from_utf8_lossy(fault));
        }
        MET[counter(line)].fetch_add(1, Ordering::Relaxed);
    }
});
