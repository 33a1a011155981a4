//! Steps accrued by typed rows: what `points.accrue` pays, for hosts that keep integers and explain nothing.
//!
//! The days of a delivery are parted into segments, in each of which the same rules and caps hold for every day. A segment's terms are
//! looked up once; its days are paid in batches where its rules have few tiers, else one after another.

mod accrue;
mod batch;
mod credited;
mod members;
mod month;
mod outcome;
mod pay;
mod rows;
mod segment;

pub use accrue::{accrue_steps, accrue_steps_in, credits_per_record};
pub use members::{MemberRefused, MembersPaid, RefusedAt, StepMembers, accrue_members, most_room};
pub use rows::{StepCredit, StepDay, StepDelivery, StepsRefused};
