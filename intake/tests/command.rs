//! The command: what it writes, what it holds, and how it ends.

mod made;

use std::{
    fs,
    io::{BufRead as _, BufReader, BufWriter, Write as _},
    path::PathBuf,
    process::{Command, Output, Stdio},
    thread,
};

const SEED: u64 = 20_240_128;
const COMMAND: &str = env!("CARGO_BIN_EXE_kenpo-intake");

fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, bytes).expect("written");
    path
}

fn run(path: &PathBuf, arguments: &[&str]) -> (String, String, bool) {
    let Output { status, stdout, stderr } = Command::new(COMMAND).arg(path).args(arguments).output().expect("run");
    (String::from_utf8(stdout).expect("text"), String::from_utf8(stderr).expect("text"), status.success())
}

#[test]
fn days_and_intervals() {
    let table = "start,end,count,source,device,id,deleted\n\
        2024-02-18T23:50:00+09:00,2024-02-19T00:10:00+09:00,101,phone,,a,\n\
        2024-02-18T10:00:00Z,2024-02-18T10:05:00Z,40,phone,,b,\n\
        2024-02-18T10:00:00Z,2024-02-18T10:05:00Z,40,phone,,b,true\n";
    let path = file("intervals_in.csv", table.as_bytes());
    let (out, said, success) = run(&path, &[]);
    assert_eq!(out, "date,steps,source\n2024-02-18,51,file\n2024-02-19,50,file\n");
    assert_eq!((said.as_str(), success), ("start,end,count: 3 rows of steps read, 3 counted\n", true));
    let (out, ..) = run(&path, &["--intervals"]);
    let second = "2024-02-18T19:00:00+09:00,2024-02-18T19:05:00+09:00,40,phone,,b";
    assert_eq!(out.lines().skip(2).collect::<Vec<_>>(), [format!("{second},"), format!("{second},true")]);
}

#[test]
fn what_is_dropped_is_said_and_fails() {
    let path = file("dropped.csv", b"date,steps\n3/4/2016,10\n3/x/2016,10\n4/4/2016,\n");
    let (_, said, success) = run(&path, &[]);
    assert!(
        said.contains("line 2: dates are of the form 3/4/2016") && said.contains("--dates month-first") && !success,
        "{said}"
    );
    let (out, said, success) = run(&path, &["--dates", "day-first"]);
    assert_eq!((out.as_str(), success), ("date,steps,source\n2016-04-03,10,file\n", false));
    assert_eq!(
        said,
        "line 3, column 1: expected a date, as 2017-04-01\ndate,steps: 3 rows of steps read, 1 counted, 1 dropped: no_steps, 1 dropped: date_invalid\n"
    );
}

/// An export many times the size of the memory that the process may have, program and libraries included.
#[cfg(target_os = "linux")]
#[test]
fn an_export_is_not_held() {
    is_read_in_little_memory(4 * MEMORY);
}

/// Two thousand million bytes take a minute: for the long campaign.
#[cfg(target_os = "linux")]
#[test]
#[ignore = "cargo xtask campaign runs it"]
fn nor_is_a_great_one() {
    is_read_in_little_memory(2_000_000_000);
}

/// What the command may have in all, its own code among it.
#[cfg(target_os = "linux")]
const MEMORY: u64 = 50 << 20;

#[cfg(target_os = "linux")]
fn is_read_in_little_memory(bytes: u64) {
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("ulimit -v {}; exec {COMMAND} -", MEMORY >> 10)]);
    let mut child = shell.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("run");
    let mut out = BufWriter::new(child.stdin.take().expect("a pipe"));
    let writer = thread::spawn(move || {
        let days = made::big_export(&mut out, bytes, SEED).expect("written");
        out.flush().expect("written");
        days
    });
    let output = child.wait_with_output().expect("ended");
    let days = writer.join().expect("written");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let expected = days.iter().map(|(date, steps)| format!("{date},{steps},healthkit\n"));
    let expected = ["date,steps,source\n".to_owned()].into_iter().chain(expected).collect::<String>();
    assert!(output.stdout == expected.as_bytes(), "other days");
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_ends_it_quietly() {
    let rows = "2024-02-18T10:00:00Z,2024-02-18T10:05:00Z,40\n".repeat(100_000);
    let path = file("long.csv", format!("start,end,count\n{rows}").as_bytes());
    let mut command = Command::new(COMMAND);
    command.arg(path).arg("--intervals").stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("run");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("read");
    let output = child.wait_with_output().expect("ended");
    assert_eq!((output.status.success(), output.stderr.len()), (true, 0));
}
