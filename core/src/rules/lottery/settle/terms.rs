use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{
    base::value::{Code, present},
    programme::DrawTerms,
    rules::lottery::bytes::Bytes,
};

/// The terms of what happens after a draw, as a manifest of version 3 or 4 binds them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SettlementTerms {
    /// How many days after its day an award can be taken up; without end where absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub pass_on_days: Option<u16>,
    /// The only reasons for which an award is taken away, at most 256.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub disqualifications: Vec<Code>,
}

impl SettlementTerms {
    /// Those of a programme's draws.
    pub fn of(terms: &DrawTerms) -> Self {
        let disqualifications = terms.disqualifications.iter().map(|reason| reason.code.clone()).collect();
        Self { pass_on_days: terms.pass_on_days, disqualifications }
    }

    /// `terms`, as the page of the rule lists the bytes.
    pub(in crate::rules::lottery) fn write(&self, out: &mut impl Bytes) {
        write_terms(self.pass_on_days, &self.disqualifications, out);
    }
}

/// `days || u32(r) || r × lp(reason_code)`.
pub(super) fn write_terms(pass_on_days: Option<u16>, disqualifications: &[Code], out: &mut impl Bytes) {
    match pass_on_days {
        None => out.put(&[0]),
        Some(days) => {
            out.put(&[1]);
            out.put(&days.to_be_bytes());
        }
    }
    out.put(&u32::try_from(disqualifications.len()).unwrap_or(u32::MAX).to_be_bytes());
    for code in disqualifications {
        out.prefixed(code.as_str().as_bytes());
    }
}
