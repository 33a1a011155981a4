//! Draws that a programme announces: their instants, the draw that each ticket enters, and the manifest by the programme's terms.

mod dates;
mod freeze;
mod tickets;

pub use dates::{DrawStage, ScheduleRequest, ScheduleVerdict, ScheduledDraw, schedule};
pub use freeze::{FreezeScheduledRequest, freeze_scheduled};
pub use tickets::{DrawHolders, TicketExchange, TicketsRequest, TicketsVerdict, tickets};
