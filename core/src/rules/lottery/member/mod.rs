//! What a member checks alone: that the list has the member's tickets, and that the result is right about them.

mod check;
mod receipt;
mod view;

pub use check::{CheckReceiptRequest, CheckReceiptVerdict, OwnTicket, check_receipt};
pub use receipt::{Receipt, ReceiptsRequest, ReceiptsVerdict, receipts};
pub use view::{MemberView, MemberViewRequest, MemberViewVerdict, member_view};
