use kenpo_wire::Failure;
use wasm_bindgen::JsValue;

/// What the typed lane can say, as the C ABI numbers it.
#[derive(Clone, Copy)]
pub(crate) enum Status {
    InvalidArgument = 1,
    Panic = 2,
    InvalidRequest = 4,
    TooLarge = 6,
    Unsupported = 9,
    NotInEffect = 10,
}

/// A failure on its way to JavaScript: a status, and where there is a text to point into, what was wrong and where.
pub struct Fault {
    status: i32,
    failure: Option<Failure>,
}

impl Fault {
    pub(crate) fn of(status: kenpo_wire::Status, failure: Failure) -> Self {
        Self { status: status as i32, failure: Some(failure) }
    }
}

impl From<Status> for Fault {
    fn from(status: Status) -> Self {
        Self { status: status as i32, failure: None }
    }
}

impl From<Failure> for Fault {
    fn from(failure: Failure) -> Self {
        Self::of(failure.status(), failure)
    }
}

impl From<Fault> for JsValue {
    fn from(Fault { status, failure }: Fault) -> Self {
        let text = match failure.map(|failure| String::from_utf8(failure.to_json()).unwrap_or_default()) {
            Some(body) => format!("{{\"status\":{status},{}", body.trim_start_matches('{')),
            None => format!("{{\"status\":{status}}}"),
        };
        Self::from_str(&text)
    }
}
