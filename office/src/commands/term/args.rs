//! What is typed after `paipian term`.

use crate::cli::seconds;
use crate::commands::reoptimize::CapArgs;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Most fen in one entry: a million yuan. More is a slip of the hand.
const MOST_FEN: i64 = 100_000_000;

/// `paipian term`
#[derive(Debug, Args)]
pub struct TermArgs {
    /// The store.
    #[arg(long, global = true, default_value = "term.db")]
    pub(super) file: PathBuf,
    /// Who acts; the user's name when absent.
    #[arg(long, global = true)]
    pub(super) who: Option<String>,
    /// Why.
    #[arg(long, global = true)]
    pub(super) why: Option<String>,
    /// The day it is, YYYY-MM-DD; today when absent.
    #[arg(long, global = true, value_name = "DATE")]
    pub(super) on: Option<String>,
    /// Print results as JSON.
    #[arg(long, global = true)]
    pub(super) json: bool,
    #[command(subcommand)]
    pub(super) command: TermCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum TermCommand {
    /// Make a new store.
    Init(InitArgs),
    /// Read a school: a problem file, a workbook, or a folder of csv files.
    Import(FileArgs),
    /// A family opts into periods, or a new child joins.
    OptIn(OptInArgs),
    /// A family opts out of periods, or a child leaves.
    OptOut(OptOutArgs),
    /// Wishes: a round's window, a family's list, its review and confirmation, the waiting lists.
    Wish(WishArgs),
    /// Move a child by hand: both seats at once or neither.
    Move(MoveArgs),
    /// The registry of outside resources, absences and closures.
    Resource(ResourceArgs),
    /// Record a survey of satisfaction; thresholds act on the registry.
    Survey(SurveyArgs),
    /// Roll calls and hand-over sheets.
    Attend(AttendArgs),
    /// Versions of the plan: solve, read, list, write out.
    Plan(PlanArgs),
    /// Put a version in force from a day on.
    Publish(PublishArgs),
    /// Re-optimize after the day's events and publish.
    Nightly(NightlyArgs),
    /// The journal: who did what, when and why.
    History(HistoryArgs),
    /// Fees, payments, hours and pay.
    Ledger(LedgerArgs),
    /// Copy the store while it is in use.
    Backup(BackupArgs),
    /// Bring back a backup, or an earlier plan as a new version.
    Restore(RestoreArgs),
    /// Rebuild everything from the journal and compare.
    Verify,
}

#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// The lottery seed: publish it before the wishes are in.
    #[arg(long)]
    pub(super) lottery: u64,
    /// Last term's store: who lost then comes first among equals now.
    #[arg(long, value_name = "LAST.db")]
    pub(super) last: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct FileArgs {
    /// The file or folder.
    pub(super) input: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct OptInArgs {
    /// The child.
    pub(super) student: String,
    /// Periods.
    #[arg(required = true)]
    pub(super) periods: Vec<String>,
    /// From this day on; today when absent.
    #[arg(long, value_name = "DATE")]
    pub(super) from: Option<String>,
    /// The class of a child who is new on the roll.
    #[arg(long)]
    pub(super) class: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct OptOutArgs {
    /// The child.
    pub(super) student: String,
    /// Periods; all of them when none is named.
    pub(super) periods: Vec<String>,
    /// From this day on; today when absent.
    #[arg(long, value_name = "DATE")]
    pub(super) from: Option<String>,
    /// The child leaves the roll.
    #[arg(long, conflicts_with = "periods")]
    pub(super) left: bool,
}

#[derive(Debug, Args)]
pub(super) struct WishArgs {
    #[command(subcommand)]
    pub(super) what: WishCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum WishCommand {
    /// Open a round of wishes between two days.
    Open {
        /// First day.
        from: String,
        /// Last day.
        to: String,
    },
    /// A family's clubs, best first.
    Enter {
        /// The child.
        student: String,
        /// Clubs.
        clubs: Vec<String>,
        /// How many.
        #[arg(long)]
        want: Option<u64>,
    },
    /// The school has reviewed a request.
    Review {
        /// The child.
        student: String,
        /// It is turned down.
        #[arg(long)]
        reject: bool,
    },
    /// The family has confirmed and signed.
    Confirm {
        /// The child.
        student: String,
    },
    /// Who waits for what, in order.
    Waiting,
}

#[derive(Debug, Args)]
pub(super) struct MoveArgs {
    /// The child.
    pub(super) student: String,
    /// The section given up.
    #[arg(long)]
    pub(super) from: Option<String>,
    /// The section taken.
    #[arg(long, required_unless_present = "from")]
    pub(super) to: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct ResourceArgs {
    #[command(subcommand)]
    pub(super) what: ResourceCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum ResourceCommand {
    /// Register an organisation, a person, a venue or a course: 预选单.
    Add(Box<AddArgs>),
    /// Take the steps up to a state: reviewed 评审, announced 公示, whitelisted 白名单, filed 备案, exited 退出;
    /// or blacklisted.
    Step {
        /// The resource.
        id: String,
        /// The state.
        state: String,
    },
    /// A paper is on file.
    Paper {
        /// The resource.
        id: String,
        /// Its word, such as teacher_certificate, entry_check, fire.
        paper: String,
        /// The category of courses it is about; absent: whatever its holder teaches.
        #[arg(long)]
        category: Option<String>,
        /// Its first day.
        #[arg(long, value_name = "DATE")]
        from: Option<String>,
        /// Its last day.
        #[arg(long, value_name = "DATE")]
        until: Option<String>,
    },
    /// The agreement is signed, filed with the bureau, or ends.
    Agree {
        /// The resource.
        id: String,
        /// When it was signed.
        #[arg(long, value_name = "DATE")]
        signed: Option<String>,
        /// When it was filed.
        #[arg(long, value_name = "DATE")]
        filed: Option<String>,
        /// Its last day.
        #[arg(long, value_name = "DATE")]
        until: Option<String>,
    },
    /// A teacher cannot serve from a day on.
    Away(SpanArgs),
    /// A teacher is back from a day on.
    Back(FromArgs),
    /// A room is closed from a day on.
    Close(SpanArgs),
    /// A room is open again from a day on.
    Open(FromArgs),
    /// The registry.
    List,
}

#[derive(Debug, Args)]
pub(super) struct AddArgs {
    /// Its id in the registry.
    pub(super) id: String,
    /// organisation, person, venue or course.
    #[arg(long, value_parser = ["organisation", "person", "venue", "course"])]
    pub(super) kind: String,
    /// The teacher, room or course that it is.
    #[arg(long, value_name = "ID")]
    pub(super) of: Option<String>,
    /// The registered organisation that provides it.
    #[arg(long, value_name = "ID")]
    pub(super) by: Option<String>,
    /// A person's date of birth.
    #[arg(long, value_name = "DATE")]
    pub(super) born: Option<String>,
    /// A person's whole years of work in the subject.
    #[arg(long, value_name = "YEARS")]
    pub(super) experience: Option<u64>,
    /// A venue's area, square metres.
    #[arg(long)]
    pub(super) area: Option<u64>,
    /// An organisation's yearly inspections that were passed.
    #[arg(long, value_name = "YEAR", value_delimiter = ',')]
    pub(super) passed: Vec<u64>,
    /// Take the steps up to this state at once.
    #[arg(long)]
    pub(super) state: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct SpanArgs {
    /// The teacher or room.
    pub(super) id: String,
    /// Periods; all of them when none is named.
    pub(super) periods: Vec<String>,
    /// First day; today when absent.
    #[arg(long, value_name = "DATE")]
    pub(super) from: Option<String>,
    /// Last day; for good when absent.
    #[arg(long, value_name = "DATE")]
    pub(super) until: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct FromArgs {
    /// The teacher or room.
    pub(super) id: String,
    /// Periods; when none is named, all but those that the school as it was read in leaves out.
    pub(super) periods: Vec<String>,
    /// First day; today when absent.
    #[arg(long, value_name = "DATE")]
    pub(super) from: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct SurveyArgs {
    /// A resource, a teacher or a room.
    pub(super) id: String,
    /// Answers that were satisfied.
    #[arg(long)]
    pub(super) satisfied: u64,
    /// All answers.
    #[arg(long)]
    pub(super) answers: u64,
}

#[derive(Debug, Args)]
pub(super) struct AttendArgs {
    #[command(subcommand)]
    pub(super) what: AttendCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum AttendCommand {
    /// The roll call of a section today.
    Mark {
        /// The section.
        section: String,
        /// Children who did not come.
        #[arg(long, value_delimiter = ',')]
        absent: Vec<String>,
        /// Children excused beforehand.
        #[arg(long, value_delimiter = ',')]
        leave: Vec<String>,
        /// Who stood in for the lead.
        #[arg(long)]
        lead: Option<String>,
        /// It did not take place.
        #[arg(long)]
        cancelled: bool,
        /// Who took the children over.
        #[arg(long)]
        handed_to: Option<String>,
    },
    /// The sheets of the day: who sits where, and who hands over to whom.
    Sheet,
}

#[derive(Debug, Args)]
pub(super) struct PlanArgs {
    #[command(subcommand)]
    pub(super) what: PlanCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum PlanCommand {
    /// Solve the school as it is now and keep the plan as a version.
    Solve {
        /// Seconds to search.
        #[arg(long, default_value_t = 60.0, value_parser = seconds)]
        seconds: f64,
        /// Stop after this many steps instead.
        #[arg(long, conflicts_with = "seconds")]
        steps: Option<u64>,
    },
    /// Keep a plan file as a version.
    Read(FileArgs),
    /// List the versions.
    List,
    /// Write a version, or the plan in force, with the school beside it if asked.
    Write {
        /// The version; the plan in force with every answer since when absent.
        version: Option<u64>,
        /// The plan file to write.
        #[arg(short, long)]
        output: PathBuf,
        /// The problem file to write.
        #[arg(long)]
        problem: Option<PathBuf>,
    },
    /// Run a night again from its bundle and compare.
    Replay {
        /// The version.
        version: u64,
    },
}

#[derive(Debug, Args)]
pub(super) struct PublishArgs {
    /// The version; the last when absent.
    pub(super) version: Option<u64>,
    /// From this day on; today when absent.
    #[arg(long, value_name = "DATE")]
    pub(super) from: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct NightlyArgs {
    #[command(flatten)]
    pub(super) caps: CapArgs,
    /// First day of the new plan; when absent tomorrow, after the notice, or the first day of a plan that begins later.
    #[arg(long, value_name = "DATE")]
    pub(super) from: Option<String>,
    /// Seconds after which no further round of the search begins.
    #[arg(long, value_parser = seconds)]
    pub(super) seconds: Option<f64>,
}

#[derive(Debug, Args)]
pub(super) struct HistoryArgs {
    /// Only lines that name this child, teacher, section or resource.
    #[arg(long)]
    pub(super) of: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct LedgerArgs {
    #[command(subcommand)]
    pub(super) what: LedgerCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum LedgerCommand {
    /// What a period of a kind costs, in fen, and the most a child pays a month.
    Tariff {
        /// midday, after_school, evening or weekend.
        #[arg(value_parser = ["midday", "after_school", "evening", "weekend"])]
        kind: String,
        /// Fen a period.
        #[arg(long, value_parser = clap::value_parser!(u64).range(0..=MOST_FEN as u64))]
        session: u64,
        /// Most fen a child and month.
        #[arg(long, value_parser = clap::value_parser!(u64).range(0..=MOST_FEN as u64))]
        cap: Option<u64>,
    },
    /// A child is let off a part.
    Relief {
        /// The child.
        student: String,
        /// Percent, 0 to 100.
        #[arg(value_parser = clap::value_parser!(u64).range(0..=100))]
        percent: u64,
    },
    /// Bill a month; again later for corrections and refunds.
    Bill {
        /// YYYY-MM.
        month: String,
    },
    /// Money comes in; negative goes back.
    Pay {
        /// The child.
        student: String,
        /// Fen.
        #[arg(allow_negative_numbers = true, value_parser = clap::value_parser!(i64).range(-MOST_FEN..=MOST_FEN))]
        fen: i64,
    },
    /// Every line of a child, or every child's balance.
    Show {
        /// The child.
        student: Option<String>,
    },
    /// Teachers' sessions, minutes and pay of a month.
    Hours {
        /// YYYY-MM.
        month: String,
    },
}

#[derive(Debug, Args)]
pub(super) struct BackupArgs {
    /// The copy to write.
    pub(super) to: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct RestoreArgs {
    /// A backup to bring back under the name of the store, which must not exist.
    #[arg(required_unless_present = "plan")]
    pub(super) backup: Option<PathBuf>,
    /// An earlier version of the plan instead.
    #[arg(long, conflicts_with = "backup", value_name = "VERSION")]
    pub(super) plan: Option<u64>,
}
