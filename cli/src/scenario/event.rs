//! What can happen in a scenario.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{
    accounts::{Card, Mail, Redeem, SetPassword, SignIn, Step},
    file::Expected,
    moment::{Day, Moment},
};

/// One event: one key says what it is, `with` adds keys to its request, `then` says what is answered.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub(crate) struct Event {
    /// A day's steps, which the phone sends the next morning.
    #[serde(default)]
    pub(crate) walk: Option<Walk>,
    /// Steps of each day of a span, each sent the next morning.
    #[serde(default)]
    pub(crate) walks: Option<Walks>,
    /// An activity, such as a check-up.
    #[serde(default)]
    pub(crate) activity: Option<Activity>,
    /// A period's mean or goal is settled.
    #[serde(default)]
    pub(crate) settle: Option<Settle>,
    /// Points are exchanged for goods.
    #[serde(default)]
    pub(crate) exchange: Option<Exchange>,
    /// The last exchange is undone.
    #[serde(default)]
    pub(crate) undo: Option<At>,
    /// The operator adds points, or takes some away.
    #[serde(default)]
    pub(crate) adjust: Option<Adjust>,
    /// May the person use a service?
    #[serde(default)]
    pub(crate) eligible: Option<Service>,
    /// Part of a cost is claimed back; what is paid counts as a use from then on.
    #[serde(default)]
    pub(crate) claim: Option<Claim>,
    /// A slot is booked.
    #[serde(default)]
    pub(crate) book: Option<Book>,
    /// The booking is cancelled.
    #[serde(default)]
    pub(crate) cancel: Option<At>,
    /// The booking is moved to another date.
    #[serde(default)]
    pub(crate) change: Option<Book>,
    /// The person came, or not.
    #[serde(default)]
    pub(crate) attend: Option<Attend>,
    /// The numbers of a card are entered.
    #[serde(default)]
    pub(crate) card: Option<Card>,
    /// A link or code is mailed.
    #[serde(default)]
    pub(crate) mail: Option<Mail>,
    /// The link is opened, or the code entered.
    #[serde(default)]
    pub(crate) redeem: Option<Redeem>,
    /// A password is chosen.
    #[serde(default)]
    pub(crate) set_password: Option<SetPassword>,
    /// A step of a procedure is finished.
    #[serde(default)]
    pub(crate) step: Option<Step>,
    /// Someone signs in, with the password that was chosen last.
    #[serde(default)]
    pub(crate) sign_in: Option<SignIn>,
    /// Is the support desk open?
    #[serde(default)]
    pub(crate) desk: Option<At>,
    /// A coupon is issued.
    #[serde(default)]
    pub(crate) coupon: Option<Coupon>,
    /// Any operation, with its request as the contract has it.
    #[serde(default)]
    pub(crate) ask: Option<Ask>,
    /// Further keys of the request.
    #[serde(default)]
    pub(crate) with: Map<String, Value>,
    /// What is answered: keys of the verdict, JSON Pointers into the answer, or `by`, a rule that a failed check cites.
    #[serde(default)]
    pub(crate) then: Expected,
}

/// A day's steps.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub(crate) struct Walk {
    /// The day walked.
    pub(crate) on: Day,
    /// Steps of the day.
    pub(crate) steps: i64,
    /// The health store from which they come.
    #[serde(default)]
    pub(crate) source: Option<String>,
    /// The number of the revision.
    #[serde(default)]
    pub(crate) revision: Option<i64>,
    /// When they arrive; the next morning where it is absent.
    #[serde(default)]
    pub(crate) arrives: Option<Moment>,
}

/// Steps of a span of days.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub(crate) struct Walks {
    /// The first day.
    pub(crate) from: Day,
    /// The last day.
    pub(crate) until: Day,
    /// Steps of each day.
    pub(crate) steps: i64,
    /// The health store from which they come.
    #[serde(default)]
    pub(crate) source: Option<String>,
    /// When all of them arrive together; each the next morning where it is absent.
    #[serde(default)]
    pub(crate) arrives: Option<Moment>,
}

/// An activity.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub(crate) struct Activity {
    /// The kind, as a rule of the programme names it.
    pub(crate) kind: String,
    /// The day of the activity.
    pub(crate) on: Day,
    /// Its value, where the rule pays by one.
    #[serde(default)]
    pub(crate) value: Option<i64>,
    /// The host's id of it; one of its own where it is absent.
    #[serde(default)]
    pub(crate) event: Option<String>,
    /// When it is recorded; noon of the day where it is absent.
    #[serde(default)]
    pub(crate) at: Option<Moment>,
}

/// A period is settled.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settle {
    /// The rule's id.
    pub(crate) rule: String,
    /// A day of the period.
    pub(crate) on: Day,
    /// The first of the days that are sent: of those walked in this scenario, all where it is absent.
    #[serde(default)]
    pub(crate) from: Option<Day>,
    /// The last of them.
    #[serde(default)]
    pub(crate) until: Option<Day>,
    /// When it is settled.
    pub(crate) at: Moment,
}

/// An exchange. Of goods with a stock, none is taken; `with` has another `taken`.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub(crate) struct Exchange {
    /// The goods' id.
    pub(crate) goods: String,
    /// How many; 1 where it is absent.
    #[serde(default)]
    pub(crate) quantity: Option<i64>,
    /// When.
    pub(crate) at: Moment,
}

/// When something happens: a date, which means 9:00, a date and a time, or an instant with its offset.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub(crate) struct At {
    /// When.
    pub(crate) at: Moment,
}

/// Points added or taken away.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub(crate) struct Adjust {
    /// Points; negative where they are taken away.
    pub(crate) points: i64,
    /// Why, by the operator's own names.
    pub(crate) cause: String,
    /// When.
    pub(crate) at: Moment,
}

/// A service on a day.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub(crate) struct Service {
    /// The service's id.
    pub(crate) service: String,
    /// The day.
    pub(crate) on: Day,
}

/// A claim.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub(crate) struct Claim {
    /// The service's id.
    pub(crate) service: String,
    /// The day of the service.
    pub(crate) on: Day,
    /// What it cost, in yen.
    pub(crate) cost_yen: i64,
    /// The day of the claim, where the programme has days for claims.
    #[serde(default)]
    pub(crate) claimed_on: Option<Day>,
}

/// A booking, or its change.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub(crate) struct Book {
    /// The service's id; of a change it is the booking's.
    #[serde(default)]
    pub(crate) service: Option<String>,
    /// The slot's date. The slot has 10 places, and 3 are taken; `with` has another.
    pub(crate) on: Day,
    /// When it is booked.
    pub(crate) at: Moment,
}

/// Whether the person came.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub(crate) struct Attend {
    /// Whether.
    pub(crate) attended: bool,
    /// When it is recorded.
    pub(crate) at: Moment,
}

/// A coupon.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub(crate) struct Coupon {
    /// The coupon's id.
    pub(crate) coupon: String,
    /// The day on which it is issued.
    pub(crate) issued_on: Day,
}

/// Any operation.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ask {
    /// Its name.
    pub(crate) operation: String,
    /// Its request.
    #[serde(default)]
    pub(crate) request: Map<String, Value>,
}
