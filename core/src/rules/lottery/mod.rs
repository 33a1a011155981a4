//! The verifiable draw, `kenpo-draw/v1`: a result that a member can check, anyone can repeat, and the operator cannot steer.
//!
//! Every ticket gets a 256-bit score from public randomness that comes after the list was frozen; the lowest scores win.
//! The construction is described byte by byte in `docs/rules/lottery.md`.

mod award;
mod beacon;
mod bytes;
mod chunk;
mod draw;
mod entry;
mod fold;
mod freeze;
mod log;
mod manifest;
mod member;
mod proof;
mod schedule;
mod score;
mod settle;
mod step;

pub use award::Award;
pub use beacon::{Beacon, BeaconKind, QUICKNET, is_canonical, quicknet_round};
pub use chunk::{
    FoldDrawRequest, FoldDrawVerdict, FoldListRequest, FoldListVerdict, FoldLogRequest, FoldLogVerdict, fold_draw,
    fold_list, fold_log,
};
pub use draw::{DrawFold, DrawKeys, DrawRequest, DrawVerdict, EarlierDraw, draw, draw_keys};
pub use entry::{EnterRequest, EnterVerdict, Holder, HolderRow, enter, enter_with};
pub use fold::{BestTickets, Entry, ListFold, ListTotals, MOST_TICKETS, Scored};
pub use freeze::{FreezeRequest, FreezeVerdict, freeze, freeze_totals};
pub use log::{
    CheckHeadsRequest, CheckHeadsVerdict, LONGEST_PATH, LogFold, LogHead, LogRequest, LogTotals, LogVerdict,
    LoggedExchange, check_heads, log,
};
pub use manifest::{
    MOST_AWARDS, MOST_AWARDS_PER_HOLDER, MOST_COMMITMENTS, MOST_PRIZES, MOST_REASONS, Manifest, ManifestLog, Prize,
};
pub use member::{
    CheckReceiptRequest, CheckReceiptVerdict, MemberView, MemberViewRequest, MemberViewVerdict, OwnTicket, Receipt,
    ReceiptsRequest, ReceiptsVerdict, check_receipt, member_view, receipts,
};
pub use proof::{PROOF_FORMAT, Proof, TimeEvidence, VerifyRequest, VerifyVerdict, verify};
pub use schedule::{
    DrawHolders, DrawStage, FreezeScheduledRequest, ScheduleRequest, ScheduleVerdict, ScheduledDraw, TicketExchange,
    TicketsRequest, TicketsVerdict, freeze_scheduled, schedule, tickets,
};
pub use score::{ScoreRequest, ScoreVerdict, score};
pub use settle::{
    AfterDraw, DrawEvent, RankState, RankView, SettleDrawRequest, SettleDrawVerdict, Settlement, SettlementTerms,
    settle,
};
pub use step::Step;
