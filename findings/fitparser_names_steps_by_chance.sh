#!/usr/bin/env bash
# fitparser 0.11.0 (crates.io): the name of a Garmin monitoring field differs from run to run of one program over one file.
#
# Watches write monitoring messages in which the activity is packed into one byte (field 24, five bits of activity and three of intensity)
# and the count of the day so far is field 3. The profile calls field 3 "cycles", and "steps" where the activity is walking or running.
#
# The good guess: the name is a function of the file. Either the packed activity is taken apart first, and walking is named "steps" in
# every message, or it is not, and every message says "cycles".
# What happens: in one run some of the messages say "steps" and others "cycles", and the next run names other ones. A program that adds
# up the fields named "steps" gets another total each time it is started, without an error.
# Seen: 40 messages of walking, ten runs: between 11 and 21 named "steps".
# What to do: look fields up by number, take the activity from field 5 or the low five bits of field 24, and ignore the name.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"

# A file of the published layout: file_id, then 40 monitoring messages of one walk each.
python3 - <<'PY'
import struct

def crc(data):
    value = 0
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ 0xA001 if value & 1 else value >> 1
    return value

def define(local, message, *fields):
    return bytes([0x40 | local, 0, 0]) + struct.pack("<HB", message, len(fields)) + b"".join(bytes(f) for f in fields)

start = 1_077_000_000  # seconds of FIT's epoch
data = define(0, 0, (0, 1, 0x00), (3, 4, 0x8C), (4, 4, 0x86)) + bytes([0, 32]) + struct.pack("<II", 123_456, start)
data += define(1, 55, (253, 4, 0x86), (3, 4, 0x86), (24, 1, 0x0D))
for minute in range(40):
    walking = 3 << 5 | 6
    data += bytes([1]) + struct.pack("<IIB", start + 60 * minute, 50 * (minute + 1), walking)
head = struct.pack("<BBHI4s", 14, 0x20, 0x085C, len(data), b".FIT")
head += struct.pack("<H", crc(head))
open("monitoring.fit", "wb").write(head + data + struct.pack("<H", crc(head + data)))
PY

mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "names"
version = "0.0.0"
edition = "2021"
[dependencies]
fitparser = "=0.11.0"
[profile.dev.package.fitparser]
opt-level = 0
TOML
cat > src/main.rs <<'RUST'
use fitparser::profile::MesgNum;

fn main() {
    let messages = fitparser::from_bytes(&std::fs::read("monitoring.fit").unwrap()).unwrap();
    let monitoring = messages.iter().filter(|message| message.kind() == MesgNum::Monitoring);
    let named = |name: &str| monitoring.clone().filter(|m| m.fields().iter().any(|f| f.name() == name)).count();
    println!("{} {}", named("steps"), named("cycles"));
}
RUST
cargo build --quiet
for _ in $(seq 10); do ./target/debug/names; done | tee seen
awk '{ if ($1 + $2 != 40) { print "not every message has one of the two names"; exit 1 } }' seen
[ "$(sort -u seen | wc -l)" -gt 1 ] || { echo "CHANGED: ten runs name the fields alike"; exit 1; }
echo "as described: ten runs over one file name its fields differently"
