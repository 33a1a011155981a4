//! The example's data are what the generator writes, and its figures are those worked out by hand or paid by the other lane.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use serde_json::{Value, json};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

fn example(name: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(ROOT).args(["run", "--quiet", "--package", "kenpo-examples", "--example", name, "--"]);
    command.args(arguments);
    command
}

fn run(name: &str, arguments: &[&str]) -> (String, bool) {
    let output = example(name, arguments).output().expect("cargo runs");
    (text(output.stdout), output.status.success())
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("text")
}

fn scratch(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// Pays what is in a file of many members, and gives also what it said on the error stream.
fn pay(name: &str, file: &str, arguments: &[&str]) -> Output {
    let path = scratch(name);
    fs::write(&path, file).expect("written");
    example("kkr_year", &[&[path.to_str().expect("a path")], arguments].concat()).output().expect("cargo runs")
}

#[test]
fn the_sample_is_what_the_generator_writes() {
    let (written, _) = run("make_steps", &[]);
    let committed = include_str!("../data/steps.csv");
    assert_eq!(written, committed);
    let first: Vec<&str> = committed.lines().take(8).collect();
    let week = ["13017", "3551", "8299", "15244", "7071", "8299", "15244"];
    let expected: Vec<String> = (1..).zip(week).map(|(day, steps)| format!("2017-04-{day:02},{steps}")).collect();
    assert_eq!(first[0], "date,steps");
    assert_eq!(first[1..], expected);
}

#[test]
fn a_malformed_row_is_reported_and_costs_the_others_nothing() {
    let output = pay("steps.csv", "date,steps\n2017-04-01,13017\n2017-04-02,many\n2017-04-03,8299\n", &[]);
    assert!(!output.status.success());
    let (text, faults) = (text(output.stdout), self::text(output.stderr));
    assert!(text.contains("3 rows of steps read, 2 counted, 1 dropped: steps_invalid"), "{text}");
    assert_eq!(faults, "line 3, column 12: expected a whole number of steps\n");
    // 13,017 steps earn 40 and 8,299 earn 20 under the example's tiers.
    assert!(text.contains("2017-04     2     21316      60     0"), "{text}");
}

/// 3 × 40 points and 1 × 20 in April, 14 × 40 in May of which the month pays 500.
#[test]
fn members_are_paid_each_by_themselves() {
    let may = |member: &str| (1..=14).map(|day| format!("{member},2017-05-{day:02},10000\n")).collect::<String>();
    let file = format!(
        "member,date,steps\na,2017-04-01,13017\na,2017-04-31,1\na,2017-04-02,8299\na,2017-04-02,12000\na,2017-04-02,9\n{}b\nb,2017-04-03,2999\nc,2017-05-01,200000\n{}",
        may("a"),
        may("d"),
    );
    let out = scratch("members-out.csv");
    let output = pay("members.csv", &file, &["--out", out.to_str().expect("a path")]);
    let (said, faults) = (text(output.stdout), text(output.stderr));
    assert!(!output.status.success());
    let expected = "line 3, column 3: expected a date, as 2017-04-01\nline 21, column 2: expected as many fields as the header has\n";
    assert_eq!(faults, expected);
    assert_eq!(
        fs::read_to_string(out).expect("written"),
        "member,rows,points,lost,tickets\na,18,580,60,1\nb,1,0,0,0\nc,1,0,0,0\nd,14,500,60,1\n"
    );
    let expected = "Members     4
Rows        date,steps: 36 rows of steps read, 34 counted, 1 dropped: date_invalid, 1 dropped: field_missing
            paid 27
            paid_in_part 2
            cap_reached 2
            below_lowest_tier 2
            implausible 1
Points      1080 paid, 120 lost to the cap
Tickets     2 can be bought, each member by themselves
";
    let (totals, _) = said.split_once("Memory").expect("Linux says it");
    assert_eq!(sorted(totals), sorted(expected));
}

/// What phones export is paid as the same days in `date,steps` are.
#[test]
fn exports_are_paid_as_their_days_are() {
    let folder = scratch("exports");
    let made = Command::new(env!("CARGO"))
        .current_dir(ROOT)
        .args(["run", "--quiet", "--package", "kenpo-intake", "--example", "make_exports", "--"])
        .arg(&folder)
        .status();
    assert!(made.expect("cargo runs").success());
    let paid = |path: &Path| {
        let output = example("kkr_year", &[path.to_str().expect("a path")]).output().expect("cargo runs");
        assert!(output.status.success(), "{}: {}", path.display(), text(output.stderr));
        text(output.stdout)
    };
    let of_year = |said: &str| said.split_once("Month    Days").map(|(_, year)| year.to_owned());
    let expected = of_year(&paid(&folder.join("steps.csv"))).expect("a table");
    assert!(
        expected.contains("2024-02    25") && expected.contains("Year                          510     0"),
        "{expected}"
    );
    let mut files = 0;
    for file in fs::read_dir(&folder).expect("a folder") {
        let path = file.expect("a file").path();
        let said = paid(&path);
        match of_year(&said) {
            Some(year) => assert_eq!(year, expected, "{}", path.display()),
            // Fitbit's tables have a column of persons, so that they are paid as a file of members.
            None => {
                let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
                assert!(name.starts_with("daily") && name.ends_with("_merged.csv"), "{name}: {said}");
                assert!(said.contains("Members     1\n") && said.contains("Points      510 paid, 0 lost"), "{said}");
            }
        }
        files += 1;
    }
    assert!(files >= 27, "{files}");
}

#[test]
fn what_fits_nothing_and_what_is_open_is_said() {
    let output = pay("nothing.csv", "hello\n", &[]);
    let said = text(output.stderr);
    assert!(!output.status.success() && said.contains("date,steps") && said.contains("2017-04-01"), "{said}");
    let open = "date,steps\n3/4/2016,9000\n";
    let said = text(pay("open.csv", open, &[]).stderr);
    assert!(said.contains("line 2") && said.contains("--dates month-first"), "{said}");
    let said = text(pay("open.csv", open, &["--dates", "month-first"]).stdout);
    assert!(said.contains("2016-03     1      9000"), "{said}");
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_ends_it_quietly() {
    let path = scratch("piped.csv");
    fs::write(&path, "date,steps\n2017-04-01,13017\n").expect("written");
    let mut command = example("kkr_year", &[path.to_str().expect("a path")]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("cargo runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("ended");
    assert_eq!((output.status.success(), text(output.stderr)), (true, String::new()));
}

fn sorted(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    lines
}

#[test]
fn a_member_who_returns_is_no_file_to_pay() {
    let file = "member,date,steps\na,2017-04-01,1\nb,2017-04-01,1\na,2017-04-02,1\n";
    let output = pay("returns.csv", file, &[]);
    assert!(!output.status.success() && output.stdout.is_empty());
    let said = text(output.stderr);
    assert!(said.contains("line 4: this member sorts before the one above"), "{said}");
}

/// The same rows by the typed lane and by requests in JSON.
#[test]
fn both_lanes_pay_a_member_the_same() {
    let (file, _) = run("make_steps", &["30"]);
    let out = scratch("lanes-out.csv");
    let output = pay("lanes.csv", &file, &["--out", out.to_str().expect("a path")]);
    assert!(output.status.success());
    let mut arrivals: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for line in file.lines().skip(1) {
        let [member, date, steps] = line.split(',').collect::<Vec<_>>()[..] else { panic!("three columns: {line}") };
        let steps: u32 = steps.parse().expect("steps");
        arrivals.entry(member).or_default().push(json!({"date": date, "steps": steps, "source": "healthkit"}));
    }
    let document = fs::read(Path::new(ROOT).join("programmes/kkr.json")).expect("a document");
    let programme = kenpo::parse_programme(&document).expect("a programme");
    let mut expected = "member,rows,points,lost,tickets\n".to_owned();
    for (member, arrivals) in arrivals {
        let request = json!({"now": "2018-04-01T09:00:00+09:00", "arrivals": arrivals}).to_string();
        let answer = kenpo::json::answer(Some(&programme), b"points.accrue", request.as_bytes()).expect("an answer");
        let answer: Value = serde_json::from_slice(&answer).expect("JSON");
        let verdict = &answer["answer"]["verdict"];
        let (points, lost) = (verdict["points"].as_i64().expect("points"), verdict["lost"].as_i64().expect("points"));
        expected += &format!("{member},{},{points},{lost},{}\n", arrivals.len(), points / 500);
    }
    assert_eq!(fs::read_to_string(out).expect("written"), expected);
    assert!(expected.lines().count() == 31 && expected.lines().skip(1).any(|line| !line.contains(",0,")));
}

/// What is held does not grow with the file: twenty times the members, the same memory.
#[test]
fn memory_is_flat() {
    let peak = |members: &str| -> f64 {
        let mut made = example("make_steps", &[members]).stdout(Stdio::piped()).spawn().expect("cargo runs");
        let steps = made.stdout.take().expect("a pipe");
        let output = example("kkr_year", &["-"]).stdin(steps).output().expect("cargo runs");
        assert!(made.wait().expect("ended").success() && output.status.success() && output.stderr.is_empty());
        let said = text(output.stdout);
        assert!(said.contains(&format!("Members     {members}\n")), "{said}");
        let (_, memory) = said.split_once("Memory").expect("Linux says it");
        memory.split_whitespace().next().and_then(|kilobytes| kilobytes.parse().ok()).expect("a number")
    };
    let (few, many) = (peak("1000"), peak("20000"));
    assert!(many < few * 1.1, "{few} kB for 1,000 members and {many} kB for 20,000");
}
