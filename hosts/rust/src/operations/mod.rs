//! The operations under the names of the contract, each with an example. A function's page begins with what is said here and goes on with
//! what its own code says: rustdoc joins the two.

pub(crate) mod accounts;
pub(crate) mod cards;
pub(crate) mod draw;
pub(crate) mod forms;
pub(crate) mod member_points;
pub(crate) mod services;
