//! What each host's tests run, one file per host.

pub(crate) mod c;
pub(crate) mod java;
pub(crate) mod java_consumers;
pub(crate) mod js;
pub(crate) mod php;
pub(crate) mod python;
