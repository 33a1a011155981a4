//! Whether a draw's randomness is drand's: the step `beacon_signature` beside those of `lottery.verify`, by the crate `blst`.
//!
//! `kenpo-beacon PROOF` exits with 0 where everything holds, 1 where something does not, and 2 for a file that cannot be read as a proof.

mod chain;

use std::{env, error::Error, fs, process::ExitCode};

use chain::QUICKNET;
use kenpo::{
    Outcome, Reason, json,
    lottery::{self, BeaconKind, Proof, TimeEvidence},
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

/// Shows every step, and whether all of them hold.
fn shown(path: Option<String>) -> Result<bool, Box<dyn Error>> {
    let text = fs::read_to_string(path.ok_or("takes the file of a proof")?)?;
    let proof: Proof = json::from_text(&text).map_err(|failure| failure.to_string())?;
    let beacon = beacon_signature(&proof);
    let verdict = lottery::verify(&lottery::VerifyRequest { proof })?.verdict;
    for step in &verdict.steps {
        say(step.outcome, step.step.text());
        if step.step == Reason::ProofRandomness
            && let Some(outcome) = beacon
        {
            say(outcome, "The signature is drand's, of the manifest's round.");
        }
    }
    let evidence = match verdict.time_evidence {
        TimeEvidence::None => "none: nothing here shows that the list was frozen before the randomness came",
        TimeEvidence::Present => "present: check the time stamp",
    };
    println!("time evidence: {evidence}");
    Ok(verdict.reason == Reason::Accepted && beacon != Some(Outcome::Fail))
}

fn say(outcome: Outcome, step: &str) {
    let said = match outcome {
        Outcome::Pass => "holds",
        Outcome::Fail => "FAILS",
        Outcome::Warn | Outcome::NotEvaluated => "open",
    };
    println!("{said:<5}  {step}");
}

/// Whether the signature is quicknet's, of the manifest's round. A draw by public values has none.
fn beacon_signature(proof: &Proof) -> Option<Outcome> {
    let beacon = &proof.manifest.beacon;
    if beacon.kind != BeaconKind::Drand {
        return None;
    }
    let round = beacon.round.and_then(|round| u64::try_from(round.get()).ok());
    let stands = beacon.chain_hash.is_some_and(|hash| hash.0 == QUICKNET.hash())
        && round.zip(proof.signature).is_some_and(|(round, signature)| QUICKNET.signed(round, &signature.0, &[]));
    Some(if stands { Outcome::Pass } else { Outcome::Fail })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The proof of a draw by round 1000, or by another signature, with which the library alone finds no fault.
    fn drawn(signature: Option<&str>) -> Proof {
        let vectors = include_str!("../../../tests/vectors/lottery/draw_drand.json");
        let vectors: serde_json::Value = serde_json::from_str(vectors).unwrap();
        let mut request = vectors["cases"][0]["request"].clone();
        if let Some(signature) = signature {
            request["signature"] = signature.into();
        }
        let proof = lottery::draw(&json::from_text(&request.to_string()).unwrap()).unwrap().verdict.proof;
        let verdict = lottery::verify(&lottery::VerifyRequest { proof: proof.clone() }).unwrap().verdict;
        assert_eq!(verdict.reason, Reason::Accepted);
        proof
    }

    #[test]
    fn a_picked_signature_is_noticed() {
        assert_eq!(beacon_signature(&drawn(None)), Some(Outcome::Pass));
        let of_round_123 =
            "b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92";
        assert_eq!(beacon_signature(&drawn(Some(of_round_123))), Some(Outcome::Fail));
        let mut elsewhere = drawn(None);
        elsewhere.manifest.beacon.chain_hash = None;
        assert_eq!(beacon_signature(&elsewhere), Some(Outcome::Fail));
    }
}
