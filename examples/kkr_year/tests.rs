//! The example's data are what the generator writes, and its figures are those worked out by hand.

use std::process::Command;

fn run(example: &str, arguments: &[&str]) -> (String, bool) {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let output = Command::new(env!("CARGO"))
        .current_dir(root)
        .args(["run", "--quiet", "--package", "kenpo-examples", "--example", example, "--"])
        .args(arguments)
        .output()
        .expect("cargo runs");
    (String::from_utf8(output.stdout).expect("text"), output.status.success())
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
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("steps.csv");
    std::fs::write(&folder, "date,steps\n2017-04-01,13017\n2017-04-02,many\n2017-04-03,8299\n").expect("written");
    let (text, success) = run("kkr_year", &[folder.to_str().expect("a path")]);
    assert!(!success);
    assert!(text.contains("3 in the file: 2 counted, 1 malformed"), "{text}");
    assert!(text.contains("line 3, column 12: expected a whole number of steps"), "{text}");
    // 13,017 steps earn 40 and 8,299 earn 20 under the example's tiers.
    assert!(text.contains("2017-04     2     21316      60     0"), "{text}");
}
