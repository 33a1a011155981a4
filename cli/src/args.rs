//! What the command takes.

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::lang::Lang;

/// The rule book of Japanese health-insurance programmes: documents checked, explained, compared and tested.
#[derive(Parser, Debug)]
#[command(name = "kenpo", version, arg_required_else_help = true, max_term_width = 100)]
pub(crate) struct Arguments {
    /// The language; that of the locale where this is absent.
    #[arg(long, global = true, value_enum)]
    pub(crate) lang: Option<Lang>,
    /// JSON in place of text, for scripts.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Show the text of requests, steps and scenarios beside what is wrong with it.
    #[arg(long, global = true)]
    pub(crate) show_input: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// Write a document to begin with.
    New {
        #[arg(value_enum)]
        template: Template,
        /// The file, which must not exist yet; the standard output where this is absent.
        file: Option<String>,
    },
    /// Find every fault of documents, with its place and what is allowed there.
    Check {
        #[arg(required = true)]
        files: Vec<String>,
        /// Check again whenever a file is saved.
        #[arg(long)]
        watch: bool,
    },
    /// Answer an operation, as every host does.
    Answer {
        /// The operation, as kenpo operations lists it.
        operation: String,
        /// A file, one with a request a line (.jsonl), the request itself, or - for the standard input, which may have a request a line too.
        #[arg(default_value = "-")]
        request: String,
        /// The programme document, for operations that read one.
        #[arg(long, short)]
        programme: Option<String>,
    },
    /// Say why an operation answers as it does: each check with its values, rule and clause.
    Explain {
        /// The programme document.
        file: String,
        /// The operation, as kenpo operations lists it.
        operation: String,
        /// A file, the request itself, or - for the standard input.
        #[arg(default_value = "-")]
        request: String,
        /// What the member is told instead.
        #[arg(long)]
        public: bool,
    },
    /// Play scenarios, or vectors, and say what does not hold and why.
    Test {
        /// Files, or folders of them.
        #[arg(required = true)]
        files: Vec<String>,
    },
    /// Say what changed between two documents, setting by setting.
    Diff {
        /// The document before.
        old: String,
        /// The document after.
        new: String,
    },
    /// Say what other figures would pay for the same steps.
    WhatIf {
        /// The programme document.
        file: String,
        /// A setting by keys and ids, or by a JSON Pointer, and its value: points.caps.month.points=600.
        #[arg(long, required = true)]
        set: Vec<String>,
        /// What a point is worth, in yen; what the exchanges of the document say where this is absent.
        #[arg(long)]
        yen: Option<i64>,
        #[command(flatten)]
        walked: Walked,
    },
    /// Show the steps of a phone's export, month by month, under a programme.
    Year {
        #[command(flatten)]
        walked: Walked,
        /// The programme document.
        #[arg(long, short)]
        programme: String,
    },
    /// Ask recorded requests again, and say which would be answered differently.
    Replay {
        /// The programme document.
        file: String,
        /// A request a line: {"operation": …, "request": …}, or the request alone with --operation.
        requests: String,
        /// The document under which they were answered.
        #[arg(long)]
        against: String,
        /// The operation of all requests.
        #[arg(long)]
        operation: Option<String>,
    },
    /// Find the document of a kept answer by its digest, ask again, and say whether the answer is the same.
    Rerun {
        /// The answer that was kept.
        answer: String,
        /// Its request: {"operation": …, "request": …}, or the request alone with --operation.
        request: String,
        /// The folder with all documents.
        #[arg(long)]
        programmes: String,
        /// The operation.
        #[arg(long)]
        operation: Option<String>,
    },
    /// Change each setting a little, or take it away, and say which scenarios or vectors notice.
    Coverage {
        /// The programme document.
        file: String,
        /// Files of scenarios or vectors, or folders of them.
        #[arg(required = true)]
        suites: Vec<String>,
    },
    /// A step of a draw.
    Draw {
        #[arg(value_enum)]
        step: Step,
        /// A file, the request itself, or - for the standard input.
        #[arg(default_value = "-")]
        request: String,
        /// The programme document: `schedule` and `settle` need it, and with it `freeze` freezes an announced draw by its terms.
        #[arg(long)]
        programme: Option<String>,
    },
    /// Hold the proof of a draw to what it says.
    Verify {
        /// The proof, or the answer that holds it.
        proof: String,
    },
    /// List the operations.
    Operations,
    /// Answer the requests of another program, one after another, over the standard input and output.
    Pipe,
    /// Print a JSON Schema: of a document, of the whole contract, or of one operation's request and answer.
    Schema {
        /// document, contract, scenarios, or the name of an operation.
        #[arg(default_value = "document")]
        what: String,
    },
    /// Print a shell's completions.
    Completions {
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Template {
    /// Points for steps.
    Points,
    /// Points for check-ups.
    Checkup,
    /// Bookings with their deadlines.
    Booking,
    /// A subsidy.
    Subsidy,
    /// Registration, passwords, signing in.
    Account,
    /// Tickets and a coupon.
    Draw,
}

/// Steps, and whose they are.
#[derive(Args, Debug)]
pub(crate) struct Walked {
    /// Steps: a phone's export, or a table with date and steps, of several members with member before; - for the standard input.
    pub(crate) steps: String,
    /// Which part of a date such as 3/4/2022 comes first, where the file does not show it.
    #[arg(long, value_enum)]
    pub(crate) dates: Option<Dates>,
    /// The person, as eligibility.check takes one: a file, or JSON. Of several members, each is taken for such a person.
    #[arg(long)]
    pub(crate) person: Option<String>,
}

/// How dates with the year last are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Dates {
    /// 4 March is written 3/4/2022.
    MonthFirst,
    /// 4 March is written 4/3/2022.
    DayFirst,
}

impl From<Dates> for kenpo_intake::DateOrder {
    fn from(dates: Dates) -> Self {
        match dates {
            Dates::MonthFirst => Self::MonthFirst,
            Dates::DayFirst => Self::DayFirst,
        }
    }
}

/// A step of a draw.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Step {
    /// Say when the draws of a fiscal year are.
    Schedule,
    /// Give each holder a tag.
    Enter,
    /// Freeze the list.
    Freeze,
    /// Draw.
    Draw,
    /// Carry what happened after the draw into its proof.
    Settle,
}
