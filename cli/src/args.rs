//! What the command takes.

use clap::{Parser, Subcommand, ValueEnum};

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
    },
    /// Answer an operation, as every host does.
    Answer {
        operation: String,
        /// A file, one with a request a line (.jsonl), the request itself, or - for the standard input.
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
        operation: String,
        /// A file, the request itself, or - for the standard input.
        #[arg(default_value = "-")]
        request: String,
        /// What the member is told instead.
        #[arg(long)]
        public: bool,
    },
    /// List the operations.
    Operations,
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
    /// Tickets and a coupon.
    Draw,
}
