//! What the time stamp over a draw's hash shows: the steps `timestamp_…` beside those of `lottery.verify`, by OpenSSL and the crates `cms` and `x509-tsp`.
//!
//! `kenpo-timestamp PROOF` exits with 0 where everything holds, 1 where something does not, and 2 for a file that cannot be read as a proof.

mod token;

use std::{env, error::Error, fs, process::ExitCode};

use kenpo::{
    Outcome, Reason, json,
    lottery::{self, Proof},
};

fn main() -> ExitCode {
    match shown(env::args().nth(1)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::from(2)
        }
    }
}

/// Shows every step, and whether none of them fails.
fn shown(path: Option<String>) -> Result<bool, Box<dyn Error>> {
    let text = fs::read_to_string(path.ok_or("takes the file of a proof")?)?;
    let proof: Proof = json::from_text(&text).map_err(|failure| failure.to_string())?;
    let stamp = stamp(&proof);
    let verdict = lottery::verify(&lottery::VerifyRequest { proof })?.verdict;
    for step in &verdict.steps {
        if step.step != Reason::ProofTimeEvidence {
            say(step.outcome, step.step.text());
        }
    }
    let [token, imprint, time] = stamp.unwrap_or([Outcome::NotEvaluated; 3]);
    say(token, "The time stamp is a token, signed under the certificate that it carries and names.");
    say(imprint, "It is over the draw hash.");
    say(time, "Its time is not after the draw.");
    say(Outcome::NotEvaluated, "Whose certificate it is: compare it with the authority's.");
    if stamp.is_none() {
        println!("time evidence: none: nothing here shows that the list was frozen before the randomness came");
    }
    Ok(verdict.reason == Reason::Accepted && !stamp.is_some_and(|steps| steps.contains(&Outcome::Fail)))
}

/// How the steps of the token come out; `None` without one. The draw hash is the proof's, which `lottery.verify` holds to the manifest's bytes.
fn stamp(proof: &Proof) -> Option<token::Outcomes> {
    let token = proof.time_evidence.as_ref()?;
    Some(token::check(&token.0, &proof.draw_hash.0, proof.manifest.draw_time))
}

fn say(outcome: Outcome, step: &str) {
    let said = match outcome {
        Outcome::Pass => "holds",
        Outcome::Fail => "FAILS",
        Outcome::Warn | Outcome::NotEvaluated => "open",
    };
    println!("{said:<5}  {step}");
}
