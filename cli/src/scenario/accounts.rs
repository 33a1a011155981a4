//! Events about cards, accounts and the desk.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{
    event::{At, Event},
    misread::What,
    moment::{Day, Moment, instant},
    play::{Answered, PERSON, Player},
};

/// A card's numbers.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub(crate) struct Card {
    /// The day on which they are entered.
    pub(crate) on: Day,
    /// The insurer number (保険者番号).
    pub(crate) insurer: String,
    /// The symbol (記号).
    #[serde(default)]
    pub(crate) symbol: Option<String>,
    /// The number (番号).
    pub(crate) number: String,
    /// The branch number (枝番).
    #[serde(default)]
    pub(crate) branch: Option<String>,
}

/// A link or code is mailed.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mail {
    /// Its purpose: an id of the document's `tokens`.
    pub(crate) purpose: String,
    /// When it is sent.
    pub(crate) at: Moment,
}

/// The link is opened, or the code entered.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub(crate) struct Redeem {
    /// Its purpose.
    pub(crate) purpose: String,
    /// When.
    pub(crate) at: Moment,
    /// What is entered; what was mailed where it is absent.
    #[serde(default)]
    pub(crate) code: Option<String>,
    /// Which of the mails of this purpose, from 1; the last where it is absent.
    #[serde(default)]
    pub(crate) mail: Option<usize>,
}

/// A password is chosen.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub(crate) struct SetPassword {
    /// When.
    pub(crate) at: Moment,
    /// The password.
    pub(crate) password: String,
    /// As entered the second time; the same where it is absent.
    #[serde(default)]
    pub(crate) repeated: Option<String>,
    /// `registration` where it is absent; `change` with the right current password, `reset`, or `replacement` of a provisional one by another.
    #[serde(default)]
    pub(crate) occasion: Option<String>,
}

/// A step of a procedure.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub(crate) struct Step {
    /// The procedure's id.
    pub(crate) procedure: String,
    /// The step that is finished; where it is absent, the person looks where they are.
    #[serde(default)]
    pub(crate) finish: Option<String>,
    /// What was given and found right, by the ids that the step needs.
    #[serde(default)]
    pub(crate) given: Vec<String>,
    /// When.
    pub(crate) at: Moment,
}

/// Someone signs in.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignIn {
    /// When.
    pub(crate) at: Moment,
    /// Whether the password is the account's.
    pub(crate) password_fits: bool,
    /// Whether there is such an account; there is where it is absent.
    #[serde(default)]
    pub(crate) known: Option<bool>,
}

/// Which account events an event has.
pub(super) fn things(event: &Event) -> [bool; 7] {
    [
        event.card.is_some(),
        event.mail.is_some(),
        event.redeem.is_some(),
        event.set_password.is_some(),
        event.step.is_some(),
        event.sign_in.is_some(),
        event.desk.is_some(),
    ]
}

impl Player<'_> {
    /// # Errors
    /// A link or code that was not mailed, or one that is entered in two ways.
    pub(super) fn about_accounts(&mut self, event: &Event) -> Result<Vec<Answered>, What> {
        let with = &event.with;
        let mut all = Vec::new();
        if let Some(card) = &event.card {
            let Card { on, insurer, symbol, number, branch } = card;
            let request = json!({
                "as_of": on, "insurer_number": insurer, "symbol": symbol, "number": number, "branch": branch,
            });
            all.push(self.ask("member_number.check", request, with));
        }
        if let Some(mail) = &event.mail {
            // Any 32 bytes do, if no two mails have the same.
            let entropy = format!("{:064x}", self.asked + 1);
            let request = json!({
                "now": instant(&mail.at), "purpose": mail.purpose, "account": PERSON, "tokens": self.tokens, "entropy": entropy,
            });
            all.push(self.ask("account.issue_token", request, with));
        }
        if let Some(redeem) = &event.redeem {
            let mailed = self.mailed.get(&redeem.purpose).map(Vec::as_slice).unwrap_or_default();
            let token = match (&redeem.code, redeem.mail) {
                (Some(_), Some(_)) => return Err(What::MailAndCode),
                (Some(code), None) => Some(code),
                (None, None) => mailed.last(),
                (None, Some(mail)) => mail.checked_sub(1).and_then(|place| mailed.get(place)),
            };
            if token.is_none() && !with.contains_key("token") {
                return Err(What::NotMailed(mailed.len()));
            }
            let request = json!({
                "now": instant(&redeem.at), "purpose": redeem.purpose, "account": PERSON, "tokens": self.tokens, "token": token,
            });
            all.push(self.ask("account.redeem_token", request, with));
        }
        if let Some(set) = &event.set_password {
            let occasion = set.occasion.as_deref().unwrap_or("registration");
            let repeated = set.repeated.as_ref().unwrap_or(&set.password);
            let request = json!({
                "now": instant(&set.at), "occasion": occasion, "password": set.password, "repeated": repeated,
                "current_fits": (occasion == "change").then_some("yes"), "unchanged": (occasion == "replacement").then_some("no"),
            });
            all.push(self.ask("account.set_password", request, with));
        }
        if let Some(step) = &event.step {
            let row = self.procedures.iter().find(|row| row["procedure"] == *step.procedure);
            let happens = if step.finish.is_some() { "finish" } else { "look" };
            let request = json!({
                "now": instant(&step.at), "id": step.procedure, "procedure": step.procedure, "row": row,
                "event": happens, "step": step.finish, "given": step.given,
            });
            all.push(self.ask("account.proceed", request, with));
        }
        if let Some(sign_in) = &event.sign_in {
            let known = sign_in.known.unwrap_or(true);
            let request = json!({
                "now": instant(&sign_in.at), "key": PERSON, "attempts": self.attempts, "known": known,
                "password_fits": sign_in.password_fits, "password": self.password,
            });
            all.push(self.ask("account.sign_in", request, with));
        }
        if let Some(At { at }) = &event.desk {
            all.push(self.ask("support.hours", json!({ "now": instant(at) }), with));
        }
        Ok(all)
    }

    /// A request for a link or code as a file has it, with what is stored.
    pub(super) fn with_tokens(&self, operation: &str, request: &mut Map<String, Value>) {
        if matches!(operation, "account.issue_token" | "account.redeem_token") {
            request.entry("tokens").or_insert_with(|| Value::Array(self.tokens.clone()));
        }
        if operation == "account.redeem_token" {
            let mailed = request.get("purpose").and_then(Value::as_str).and_then(|purpose| self.mailed.get(purpose));
            let last = mailed.and_then(|mailed| mailed.last()).map(String::as_str).into();
            request.entry("token").or_insert(last);
        }
    }
}
