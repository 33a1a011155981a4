//! Holding a draw chunk by chunk, with a progress bar: as the operator does, and after it every stranger.

use indicatif::{ProgressBar, ProgressStyle};
use kenpo::lottery::{self, DrawRequest, FoldDrawRequest, FoldLogRequest, Proof};

use crate::Outcome;

/// The draw's proof. Stopped between two chunks, it could go on from the state.
pub(crate) fn held(draw: DrawRequest) -> Outcome<Proof> {
    let DrawRequest { manifest, entries, exchanges, public_text, signature, reveals, time_evidence, earlier } = draw;
    let log = match exchanges.as_slice() {
        [] => None,
        _ => {
            let whole = FoldLogRequest { exchanges: exchanges.clone(), ..FoldLogRequest::default() };
            Some(lottery::fold_log(&whole)?.verdict.state)
        }
    };
    let mut request = FoldDrawRequest {
        manifest,
        public_text,
        signature,
        reveals,
        time_evidence,
        earlier,
        state: None,
        place: None,
        entries: Vec::new(),
        next: None,
        finish: false,
        log,
    };
    let bar = progress(entries.len(), "holders")?;
    for chunk in entries.chunks(10_000) {
        request.entries = chunk.to_vec();
        request.state = Some(lottery::fold_draw(&request)?.verdict.state);
        bar.inc(u64::try_from(chunk.len())?);
    }
    bar.finish_and_clear();
    (request.entries, request.finish) = (Vec::new(), true);
    let proof = lottery::fold_draw(&request)?.verdict.proof.ok_or("no proof")?;
    Ok(Proof { entries, exchanges, ..proof })
}

pub(crate) fn progress(length: usize, what: &str) -> Outcome<ProgressBar> {
    let style = ProgressStyle::with_template(&format!("{{bar:30}} {{pos}} of {{len}} {what}, {{eta}} to go"))?;
    Ok(ProgressBar::new(u64::try_from(length)?).with_style(style))
}
