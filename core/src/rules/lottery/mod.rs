//! The verifiable draw, `kenpo-draw/v1`: a result that a member can check, anyone can repeat, and the operator cannot steer.
//!
//! Every ticket gets a 256-bit score from public randomness that comes after the list was frozen; the lowest scores win.
//! The construction is described byte by byte in `docs/rules/lottery.md`.

mod award;
mod beacon;
mod bytes;
mod draw;
mod entry;
mod manifest;
mod merkle;
mod proof;
mod schedule;
mod score;

pub use award::Award;
pub use beacon::{Beacon, BeaconKind, is_canonical};
pub use draw::{DrawRequest, DrawVerdict, draw};
pub use entry::{EnterRequest, EnterVerdict, Entry, Holder, HolderRow, MOST_TICKETS, enter, enter_with};
pub use manifest::{
    FreezeRequest, FreezeVerdict, MOST_AWARDS, MOST_AWARDS_PER_HOLDER, MOST_COMMITMENTS, MOST_PRIZES, Manifest, Prize,
    freeze,
};
pub use merkle::RootFold;
pub use proof::{PROOF_FORMAT, Proof, Step, TimeEvidence, VerifyRequest, VerifyVerdict, verify};
pub use schedule::{
    DrawHolders, DrawStage, FreezeScheduledRequest, ScheduleRequest, ScheduleVerdict, ScheduledDraw, TicketExchange,
    TicketsRequest, TicketsVerdict, freeze_scheduled, schedule, tickets,
};
pub use score::{BestTickets, Scored};
