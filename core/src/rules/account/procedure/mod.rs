//! Procedures of steps in order.

mod proceed;
mod request;

pub use proceed::proceed;
pub use request::{
    AddressState, MOST_GIVEN, ProcedureEvent, ProcedureExpect, ProcedureRow, ProcedureState, ProceedRequest,
    ProceedVerdict, StepShown,
};
