//! What anyone does who holds the published folder, and what a member does with the own receipt.

use std::path::Path;

use kenpo::{
    Outcome as Held, Reason,
    lottery::{self, DrawRequest, LogHead, Manifest, Proof, Step, TimeEvidence},
    value::Hex,
};
use serde_json::Value;

use crate::{
    Outcome,
    files::{part, read, whole},
    holding::held,
};

/// Holds the draw once more, verifies the proof, that each published head is a beginning of the next, and that all files are of one draw.
pub(crate) fn verify(published: &Path) -> Outcome {
    let [heads, manifest, proof] =
        ["heads.json", "manifest.json", "proof.json"].map(|name| read(&published.join(name)));
    let (heads, manifest, proof) = (heads?, manifest?, whole::<Proof>(&proof?.to_string())?);

    let hash: Hex<32> = part(&manifest, "draw_hash")?;
    let same = hash == proof.draw_hash && part::<Manifest>(&manifest, "manifest")? == proof.manifest;
    say(same, "The manifest that was published before the draw is the proof's.");
    let stands = heads_stand(&heads, &proof.manifest)?;
    say(stands, "Each published head of the log is a beginning of the next, up to the manifest's.");
    let repeated = repeated(&proof);
    say(repeated, "The draw, held once more chunk by chunk, comes to the same.");
    let verdict = lottery::verify(&lottery::VerifyRequest { proof })?.verdict;
    show(&verdict.steps);
    say_evidence(verdict.time_evidence);
    println!(
        "draw hash {}: compare it with the one that members received",
        manifest["draw_hash"].as_str().unwrap_or_default()
    );
    Ok(same && stands && repeated && verdict.reason == Reason::Accepted)
}

/// Whether the same draw gives the same proof. Of a list or of randomness that the manifest does not bind there is no draw: which step is false, the
/// verification says.
fn repeated(proof: &Proof) -> bool {
    let again = held(DrawRequest {
        manifest: proof.manifest.clone(),
        entries: proof.entries.clone(),
        exchanges: proof.exchanges.clone(),
        public_text: proof.public_text.clone(),
        signature: proof.signature,
        reveals: proof.reveals.clone(),
        time_evidence: proof.time_evidence.clone(),
        earlier: None,
    });
    // What happened after the draw is not the draw's.
    again.is_ok_and(|again| again == Proof { settlement: None, ..proof.clone() })
}

/// Checks a member's file alone, as the web page does.
pub(crate) fn check(receipt: &Path) -> Outcome {
    let request: lottery::CheckReceiptRequest = whole(&read(receipt)?.to_string())?;
    let verdict = lottery::check_receipt(&request)?.verdict;
    show(&verdict.steps);
    say_evidence(verdict.time_evidence);
    if request.drawn.is_some() {
        println!("open   when the list was frozen, and where the randomness is from: `verify` of the published proof");
    }
    println!("{} tickets", request.receipt.count);
    for award in request.drawn.iter().flat_map(|view| &view.awards) {
        println!("rank {}: {}", award.rank, award.prize.as_ref().map_or("alternate", |prize| prize.as_str()));
    }
    Ok(verdict.reason == Reason::Accepted)
}

fn say(held: bool, what: &str) {
    println!("{}  {what}", if held { "holds" } else { "FAILS" });
}

fn say_evidence(evidence: TimeEvidence) {
    let says = match evidence {
        TimeEvidence::None => "none; nothing shows that the list was frozen before the randomness came",
        TimeEvidence::Present => "present, and not checked here",
    };
    println!("time evidence: {says}");
}

/// Every step. Time evidence, which is carried and not checked here, is open.
fn show(steps: &[Step]) {
    for step in steps {
        match step.outcome {
            Held::Warn | Held::NotEvaluated => println!("open   {}", step.step.text()),
            outcome => say(outcome == Held::Pass, step.step.text()),
        }
    }
}

fn heads_stand(heads: &Value, manifest: &Manifest) -> Outcome {
    let heads = heads.as_array().ok_or("no list of heads")?;
    let mut before: Option<LogHead> = None;
    for published in heads {
        let head: LogHead = part(published, "head")?;
        if let Some(first) = before {
            let request = lottery::CheckHeadsRequest {
                first,
                second: head,
                consistency: part(published, "consistency")?,
                explain: kenpo::Explain::None,
            };
            if lottery::check_heads(&request)?.verdict.reason != Reason::Accepted {
                return Ok(false);
            }
        }
        before = Some(head);
    }
    let bound = manifest.log.map(|log| (log.size, log.root));
    Ok(bound.is_some() && bound == before.map(|head| (head.size, head.root)))
}
