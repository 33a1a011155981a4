//! Bookings: slots and their states, deadlines, and decisions to book, wait, change, cancel and record attendance.

mod attend;
mod book;
mod cancel;
mod change;
mod column;
mod deadline_column;
mod deadlines;
mod history;
mod next;
mod notice;
mod row;
mod slot;

pub use attend::{AttendRequest, AttendVerdict, Charge, attend};
pub use book::{BookRequest, BookVerdict, book};
pub use cancel::{CancelRequest, CancelVerdict, cancel};
pub use change::{ChangeRequest, change};
pub use column::{SlotRow, SlotUnsupported, column};
pub use deadline_column::{DeadlineKind, DeadlineRow, NoDeadline, deadline_column, deadline_on};
pub use deadlines::{BookingDeadlines, DeadlinesRequest, DeadlinesVerdict, deadlines};
pub use history::{HistoryItem, HistoryRequest, HistoryVerdict, history};
pub use next::{NextRequest, NextVerdict, next};
pub use notice::{Notice, NoticeEvent, NoticeKind, NoticeWay, NoticesRequest, NoticesVerdict, notices};
pub use row::{Booking, BookingExpect, BookingState, Slot, WaitingList};
pub use slot::{PlacesMark, SlotShown, SlotState, SlotsRequest, SlotsVerdict, slots};
