//! The store of a term: one SQLite file. The journal is the truth, append-only and chained by hashes; the tables beside
//! it hold what follows from it, written in the same transaction. An act is acknowledged once it is on the disk.
//!
//! The statements are ones that PostgreSQL also takes; what is SQLite's own stands in [`Store::connect`].

mod act;
mod error;
mod fold;
mod ledger;
mod term;

pub use act::{Act, Date, Line};
pub use error::StoreError;
pub use fold::{Rows, TABLES};
pub use ledger::{Hours, balances, bill, hours, sessions};
pub use term::{Calendar, Counter, Term};

use sha2::{Digest, Sha256};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Row};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// How long a writer waits for another.
const PATIENCE: Duration = Duration::from_secs(5);
/// Version of the layout of the file.
const LAYOUT: i64 = 1;
/// Begins a transaction that writes: a second writer waits here, before it has read anything.
const BEGIN: &str = "BEGIN IMMEDIATE";

/// A line of the journal.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its number, from 1.
    pub seq: i64,
    /// When it was written, UTC.
    pub at: String,
    /// Who asked for it.
    pub who: String,
    /// Why.
    pub why: String,
    /// What.
    pub act: Act,
    /// Its text as it stands.
    body: String,
    /// Its hash, over the hash of the line before and all of the above.
    pub hash: String,
}

/// Who writes, and why.
#[derive(Debug, Clone)]
pub struct Signature {
    /// Who.
    pub who: String,
    /// Why.
    pub why: String,
}

/// An open store.
pub struct Store {
    path: PathBuf,
    runtime: tokio::runtime::Runtime,
    connection: SqliteConnection,
    known: Option<Known>,
}

/// The tables as they were last read or written here: as good as the file's while the last line is the same.
struct Known {
    seq: i64,
    hash: String,
    rows: Arc<Rows>,
    /// What was left open on them.
    counter: Option<Counter>,
}

/// What [`Store::verify`] looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Lines of the journal.
    pub lines: i64,
    /// Documents.
    pub documents: usize,
    /// Rows of the tables.
    pub rows: usize,
    /// Hash of the last line: whoever knows it can tell whether anything before it was changed.
    pub head: String,
}

impl Store {
    /// Makes a new store whose journal begins with an act.
    ///
    /// # Errors
    /// A file of that name exists, or cannot be written.
    pub fn create(path: &Path, by: &Signature, first: Act) -> Result<Self, StoreError> {
        let part = part_of(path)?;
        let made = Self::lay_out(&part).and_then(|mut store| {
            store.append(by, &[first], &[], None)?;
            store.close().map_err(|error| StoreError::of(path, error))
        });
        if let Err(error) = made.and_then(|()| put(&part, path)) {
            remove(&part);
            return Err(error);
        }
        Self::open(path)
    }

    fn lay_out(path: &Path) -> Result<Self, StoreError> {
        let mut store = Self::connect(path, true)?;
        let Self { runtime, connection, .. } = &mut store;
        let made = runtime.block_on(async {
            let mut tx = connection.begin_with(BEGIN).await?;
            for statement in include_str!("schema.sql").split(';').filter(|text| !text.trim().is_empty()) {
                sqlx::query(statement).execute(&mut *tx).await?;
            }
            for table in TABLES {
                let make = format!("CREATE TABLE {table} (id TEXT NOT NULL PRIMARY KEY, body TEXT NOT NULL)");
                sqlx::query(AssertSqlSafe(make)).execute(&mut *tx).await?;
            }
            sqlx::query("CREATE TABLE layout (version BIGINT NOT NULL)").execute(&mut *tx).await?;
            sqlx::query("INSERT INTO layout (version) VALUES ($1)").bind(LAYOUT).execute(&mut *tx).await?;
            tx.commit().await
        });
        made.map_err(|error| StoreError::of(path, error))?;
        Ok(store)
    }

    /// Opens a store.
    ///
    /// # Errors
    /// The file is missing, is no store, is damaged, or cannot be read.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        if !path.exists() {
            return Err(StoreError::Missing(path.to_path_buf()));
        }
        let mut store = match Self::connect(path, false) {
            // Where nothing may be written, it can still be read.
            Err(error @ StoreError::ReadOnly(_)) => Self::reader(path).map_err(|_| error)?,
            other => other?,
        };
        let Self { runtime, connection, .. } = &mut store;
        let version = runtime.block_on(async {
            let row = sqlx::query("SELECT version FROM layout").fetch_one(&mut *connection).await?;
            row.try_get::<i64, _>(0)
        });
        match version {
            Ok(LAYOUT) => Ok(store),
            Ok(version) => Err(StoreError::Layout(path.to_path_buf(), version)),
            Err(error) => Err(StoreError::of(path, error)),
        }
    }

    fn connect(path: &Path, create: bool) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(create)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            // What is acknowledged moves into the file itself at once: whoever copies the file alone has it all.
            .pragma("wal_autocheckpoint", "1")
            .busy_timeout(PATIENCE);
        Self::by(path, options)
    }

    /// A connection to a file that may not be written, nor may its folder.
    fn reader(path: &Path) -> Result<Self, StoreError> {
        let mut log = path.as_os_str().to_os_string();
        log.push("-wal");
        let alone = !Path::new(&log).exists();
        Self::by(path, SqliteConnectOptions::new().filename(path).read_only(true).immutable(alone))
    }

    fn by(path: &Path, options: SqliteConnectOptions) -> Result<Self, StoreError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| StoreError::Io(path.to_path_buf(), error))?;
        let options = options.disable_statement_logging();
        let connection = runtime.block_on(SqliteConnection::connect_with(&options));
        let connection = connection.map_err(|error| StoreError::of(path, error))?;
        Ok(Self { path: path.to_path_buf(), runtime, connection, known: None })
    }

    fn close(self) -> Result<(), sqlx::Error> {
        self.runtime.block_on(self.connection.close())
    }

    /// The term as the tables have it.
    ///
    /// # Errors
    /// The file cannot be read or is damaged.
    pub fn term(&mut self) -> Result<Term, StoreError> {
        let Self { path, runtime, connection, known } = self;
        let read = runtime.block_on(async {
            let mut tx = connection.begin().await?;
            let at = head(&mut tx).await?;
            let now = current(&mut tx, at, known.take()).await?;
            tx.commit().await?;
            Ok(now)
        });
        let now = known.insert(read.map_err(|error: sqlx::Error| StoreError::of(path, error))?);
        Ok(Term { rows: Arc::clone(&now.rows), seq: now.seq })
    }

    /// The counter that was left open, if nothing was written since, here or by another writer: [`Store::term`] finds out.
    pub fn counter(&mut self) -> Option<Counter> {
        self.known.as_mut()?.counter.take()
    }

    /// Leaves a counter open that has seen all that was written.
    pub fn leave(&mut self, counter: Counter) {
        if let Some(known) = &mut self.known {
            known.counter = Some(counter);
        }
    }

    /// Writes acts, all or none, and what follows from them. `seen` is the last line the writer knew, if its acts
    /// depend on there being none since. Returns the last line's number; the acts are on the disk then.
    ///
    /// # Errors
    /// Another writer was in the way, something was written since `seen`, an act contradicts the tables, or the disk
    /// refused. Nothing has then changed.
    pub fn append(
        &mut self,
        by: &Signature,
        acts: &[Act],
        documents: &[String],
        seen: Option<i64>,
    ) -> Result<i64, StoreError> {
        let Self { path, runtime, connection, known } = self;
        let at = chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
        let written: Result<Result<i64, StoreError>, sqlx::Error> = runtime.block_on(async {
            let mut tx = connection.begin_with(BEGIN).await?;
            let (mut seq, mut hash) = head(&mut tx).await?;
            if seen.is_some_and(|seen| seen != seq) {
                return Ok(Err(StoreError::Since(path.clone())));
            }
            let mut now = current(&mut tx, (seq, hash.clone()), known.take()).await?;
            let rows = Arc::make_mut(&mut now.rows);
            let mut texts = BTreeMap::new();
            for body in documents {
                let digest = sha(&[body]);
                sqlx::query("INSERT INTO document (hash, body) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING")
                    .bind(&digest)
                    .bind(body)
                    .execute(&mut *tx)
                    .await?;
                texts.insert(digest, body.clone());
            }
            let mut touched = Vec::new();
            for act in acts {
                seq += 1;
                if let Some(named) = fold::document_of(act, rows)
                    && !texts.contains_key(&named)
                {
                    match document(&mut tx, &named).await? {
                        Some(body) => texts.insert(named, body),
                        None => return Ok(Err(StoreError::Act(format!("document {named} is not in the store")))),
                    };
                }
                match fold::apply(rows, seq, act, &texts) {
                    Ok(more) => touched.extend(more),
                    Err(error) => return Ok(Err(StoreError::Act(error))),
                }
                let body = serde_json::to_string(act).map_err(|error| sqlx::Error::Encode(error.into()))?;
                hash = sha(&[&hash, &seq.to_string(), &at, &by.who, &by.why, &act.kind(), &body]);
                let line = "INSERT INTO journal (seq, at, who, why, kind, body, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)";
                let query = sqlx::query(line).bind(seq).bind(&at).bind(&by.who).bind(&by.why);
                query.bind(act.kind()).bind(body).bind(&hash).execute(&mut *tx).await?;
            }
            touched.sort();
            touched.dedup();
            for (table, id) in touched {
                let statement = match rows.get(table, &id) {
                    Some(_) => format!(
                        "INSERT INTO {table} (id, body) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET body = excluded.body"
                    ),
                    None => format!("DELETE FROM {table} WHERE id = $1"),
                };
                let query = sqlx::query(AssertSqlSafe(statement)).bind(id.clone());
                match rows.get(table, &id) {
                    Some(body) => query.bind(body.to_string()).execute(&mut *tx).await?,
                    None => query.execute(&mut *tx).await?,
                };
            }
            tx.commit().await?;
            *known = Some(Known { seq, hash, rows: now.rows, counter: None });
            Ok(Ok(seq))
        });
        written.map_err(|error| StoreError::of(path, error))?
    }

    /// The journal, from a line on.
    ///
    /// # Errors
    /// The file cannot be read, or a line cannot be understood.
    pub fn journal(&mut self, from: i64) -> Result<Vec<Entry>, StoreError> {
        let Self { runtime, connection, path, .. } = self;
        let read = runtime.block_on(async {
            let all = "SELECT seq, at, who, why, body, hash FROM journal WHERE seq >= $1 ORDER BY seq";
            let rows = sqlx::query(all).bind(from).fetch_all(&mut *connection).await?;
            rows.iter()
                .map(|row| {
                    let body: String = row.try_get(4)?;
                    let act = serde_json::from_str(&body).map_err(|error| sqlx::Error::Decode(error.into()))?;
                    Ok(Entry {
                        seq: row.try_get(0)?,
                        at: row.try_get(1)?,
                        who: row.try_get(2)?,
                        why: row.try_get(3)?,
                        act,
                        body,
                        hash: row.try_get(5)?,
                    })
                })
                .collect::<Result<Vec<_>, sqlx::Error>>()
        });
        read.map_err(|error| StoreError::of(path, error))
    }

    /// A document by its hash.
    ///
    /// # Errors
    /// It is not there, or is not what its hash says.
    pub fn document(&mut self, hash: &str) -> Result<String, StoreError> {
        let Self { runtime, connection, path, .. } = self;
        let found = runtime.block_on(document(&mut *connection, hash));
        let body = found.map_err(|error| StoreError::of(path, error))?;
        match body {
            Some(body) if sha(&[&body]) == hash => Ok(body),
            _ => Err(StoreError::Damaged(path.clone(), format!("document {hash}"))),
        }
    }

    /// Checks everything: the file's own structure, the chain of hashes, every document, and that the tables are what
    /// the journal makes of them.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] names the first thing that is wrong.
    pub fn verify(&mut self) -> Result<Verified, StoreError> {
        let path = self.path.clone();
        let damaged = |what: String| StoreError::Damaged(path.clone(), what);
        let Self { runtime, connection, .. } = self;
        let sound: Result<String, sqlx::Error> = runtime
            .block_on(async { sqlx::query("PRAGMA integrity_check").fetch_one(&mut *connection).await?.try_get(0) });
        let sound = sound.map_err(|error| StoreError::of(&path, error))?;
        if sound != "ok" {
            return Err(damaged(sound));
        }
        // What is checked is the file, not what is remembered of it.
        self.known = None;
        let entries = self.journal(1)?;
        let mut hash = String::new();
        for (ix, entry) in entries.iter().enumerate() {
            let seq = entry.seq.to_string();
            let kind = entry.act.kind();
            hash = sha(&[&hash, &seq, &entry.at, &entry.who, &entry.why, &kind, &entry.body]);
            if entry.seq != ix as i64 + 1 || hash != entry.hash {
                return Err(damaged(format!("journal line {}", ix + 1)));
            }
        }
        let Self { runtime, connection, .. } = self;
        let documents = runtime.block_on(async {
            let rows = sqlx::query("SELECT hash, body FROM document").fetch_all(&mut *connection).await?;
            rows.iter()
                .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
                .collect::<Result<BTreeMap<String, String>, _>>()
        });
        let documents = documents.map_err(|error: sqlx::Error| StoreError::of(&path, error))?;
        if let Some((hash, _)) = documents.iter().find(|(hash, body)| sha(&[body]) != **hash) {
            return Err(damaged(format!("document {hash}")));
        }
        let mut rebuilt = Rows::default();
        for entry in &entries {
            fold::apply(&mut rebuilt, entry.seq, &entry.act, &documents)
                .map_err(|error| damaged(format!("journal line {}: {error}", entry.seq)))?;
        }
        let term = self.term()?;
        if let Some((table, id)) = rebuilt.first_difference(&term.rows) {
            return Err(damaged(format!("table {table}, row {id}")));
        }
        if let Some(what) = ledger::unbalanced(&term) {
            return Err(damaged(what));
        }
        let (lines, rows) = (entries.len() as i64, term.rows.len());
        Ok(Verified { lines, documents: documents.len(), rows, head: hash })
    }

    /// Writes a copy of the store as it is now, whole; others may read and write meanwhile.
    ///
    /// # Errors
    /// The copy cannot be written.
    pub fn backup(&mut self, to: &Path) -> Result<(), StoreError> {
        let part = part_of(to)?;
        let Self { runtime, connection, path, .. } = self;
        let copied = runtime.block_on(async {
            sqlx::query("VACUUM INTO $1").bind(part.to_string_lossy().into_owned()).execute(&mut *connection).await
        });
        let copied = copied.map_err(|error| StoreError::of(path, error)).and_then(|_| put(&part, to));
        if copied.is_err() {
            remove(&part);
        }
        copied
    }
}

/// The name under which a file is written before it takes its own: a file of that name is whole or does not exist.
fn part_of(path: &Path) -> Result<PathBuf, StoreError> {
    let beside = |end: &str| {
        let mut name = path.as_os_str().to_os_string();
        name.push(end);
        PathBuf::from(name)
    };
    // A log left behind by another store of this name would be read into the new one.
    for taken in [path.to_path_buf(), beside("-wal")] {
        if taken.exists() {
            return Err(StoreError::Exists(taken));
        }
    }
    let part = beside(&format!(".{}.part", std::process::id()));
    remove(&part);
    Ok(part)
}

/// Gives a written file its name, on the disk.
fn put(part: &Path, path: &Path) -> Result<(), StoreError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::File::open(part)
        .and_then(|file| file.sync_all())
        .and_then(|()| std::fs::rename(part, path))
        .and_then(|()| std::fs::File::open(folder)?.sync_all())
        .map_err(|error| StoreError::Io(path.to_path_buf(), error))
}

/// Removes what was left of a file that did not get its name.
fn remove(part: &Path) {
    for end in ["", "-wal", "-shm", "-journal"] {
        let mut name = part.as_os_str().to_os_string();
        name.push(end);
        let _ = std::fs::remove_file(name);
    }
}

/// The last line's number and hash.
async fn head(connection: &mut SqliteConnection) -> Result<(i64, String), sqlx::Error> {
    let last = "SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1";
    match sqlx::query(last).fetch_optional(connection).await? {
        Some(row) => Ok((row.try_get(0)?, row.try_get(1)?)),
        None => Ok((0, String::new())),
    }
}

async fn document(connection: &mut SqliteConnection, hash: &str) -> Result<Option<String>, sqlx::Error> {
    let one = "SELECT body FROM document WHERE hash = $1";
    let row = sqlx::query(one).bind(hash.to_string()).fetch_optional(connection).await?;
    row.map(|row| row.try_get(0)).transpose()
}

/// The tables at the last line: those known if they are of that line, or read anew.
async fn current(
    connection: &mut SqliteConnection,
    (seq, hash): (i64, String),
    known: Option<Known>,
) -> Result<Known, sqlx::Error> {
    match known.filter(|known| known.seq == seq && known.hash == hash) {
        Some(known) => Ok(known),
        None => Ok(Known { seq, hash, rows: Arc::new(read_rows(connection).await?), counter: None }),
    }
}

async fn read_rows(connection: &mut SqliteConnection) -> Result<Rows, sqlx::Error> {
    let mut rows = Rows::default();
    for table in TABLES {
        let all = format!("SELECT id, body FROM {table}");
        for row in sqlx::query(AssertSqlSafe(all)).fetch_all(&mut *connection).await? {
            let (id, body): (String, String) = (row.try_get(0)?, row.try_get(1)?);
            let body = serde_json::from_str(&body).map_err(|error| sqlx::Error::Decode(error.into()))?;
            rows.set(table, id, body);
        }
    }
    Ok(rows)
}

/// SHA-256 over parts, each with its length before it, in hexadecimal.
pub fn sha(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
