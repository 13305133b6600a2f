//! Why the store did not do it, with what to do.

use crate::words::Lang;
use std::path::{Path, PathBuf};

/// Why the store did not do it. Nothing has then changed.
#[derive(Debug)]
pub enum StoreError {
    /// There is no such file.
    Missing(PathBuf),
    /// There is one already.
    Exists(PathBuf),
    /// It is no store of a term.
    NotATerm(PathBuf),
    /// It was laid out by another version of this program.
    Layout(PathBuf, i64),
    /// Another program writes.
    Busy(PathBuf),
    /// It may not be written.
    ReadOnly(PathBuf),
    /// The disk is full.
    Full(PathBuf),
    /// Something in it is wrong; what.
    Damaged(PathBuf, String),
    /// Something was written since it was read.
    Since(PathBuf),
    /// An act contradicts what is known; how.
    Act(String),
    /// The system refused.
    Io(PathBuf, std::io::Error),
    /// The database refused.
    Other(PathBuf, String),
}

impl StoreError {
    /// What an error of the database means. Codes: <https://sqlite.org/rescode.html>.
    pub(super) fn of(path: &Path, error: sqlx::Error) -> Self {
        let path = path.to_path_buf();
        let code = error.as_database_error().and_then(|error| error.code()).and_then(|code| code.parse::<u32>().ok());
        match (code.map(|code| code & 0xff), &error) {
            (Some(5 | 6), _) => Self::Busy(path),
            (Some(8 | 14), _) => Self::ReadOnly(path),
            (Some(10 | 13), _) => Self::Full(path),
            (Some(11), _) | (_, sqlx::Error::Decode(_) | sqlx::Error::ColumnDecode { .. }) => {
                Self::Damaged(path, error.to_string())
            }
            (Some(26), _) => Self::NotATerm(path),
            (Some(1), _) if error.to_string().contains("no such table: layout") => Self::NotATerm(path),
            _ => Self::Other(path, error.to_string()),
        }
    }

    /// Its code in ERRORS.md.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "F020",
            Self::Exists(_) => "F021",
            Self::NotATerm(_) | Self::Layout(..) => "F022",
            Self::Busy(_) => "F023",
            Self::ReadOnly(_) => "F024",
            Self::Full(_) => "F025",
            Self::Damaged(..) => "F026",
            Self::Since(_) => "F027",
            Self::Act(_) => "F028",
            Self::Io(..) | Self::Other(..) => "F029",
        }
    }

    /// What is told, with what might help.
    pub fn say(&self, lang: Lang) -> String {
        let (cause, maybe) = match (self, lang) {
            (Self::Missing(path), Lang::Zh) => {
                (format!("没有 {}", path.display()), "用 paipian term init 新建，或用 --file 指明文件")
            }
            (Self::Missing(path), Lang::En) => {
                (format!("there is no {}", path.display()), "make one with `paipian term init`, or name it with --file")
            }
            (Self::Exists(path), Lang::Zh) => {
                (format!("{} 已经存在，没有覆盖", path.display()), "把它移走，或换一个文件名")
            }
            (Self::Exists(path), Lang::En) => {
                (format!("{} exists and was not overwritten", path.display()), "move it away, or choose another name")
            }
            (Self::NotATerm(path), Lang::Zh) => (format!("{} 不是学期库", path.display()), "检查文件名；或从备份恢复"),
            (Self::NotATerm(path), Lang::En) => {
                (format!("{} is no store of a term", path.display()), "check the name, or restore a backup")
            }
            (Self::Layout(path, version), Lang::Zh) => {
                (format!("{} 的版式 {version} 不是本程序的", path.display()), "用写它的那个版本的 paipian 打开")
            }
            (Self::Layout(path, version), Lang::En) => (
                format!("{} has layout {version}, which this program does not know", path.display()),
                "open it with the version that wrote it",
            ),
            (Self::Busy(path), Lang::Zh) => (format!("另一个程序正在写 {}", path.display()), "稍后再试；什么也没有改"),
            (Self::Busy(path), Lang::En) => {
                (format!("another program is writing {}", path.display()), "try again in a moment; nothing was changed")
            }
            (Self::ReadOnly(path), Lang::Zh) => {
                (format!("{} 或它的文件夹不能写", path.display()), "检查写入权限；什么也没有改")
            }
            (Self::ReadOnly(path), Lang::En) => (
                format!("{} or its folder cannot be written", path.display()),
                "check the right to write; nothing was changed",
            ),
            (Self::Full(path), Lang::Zh) => {
                (format!("写不进 {}：磁盘已满或出错", path.display()), "腾出空间；什么也没有改")
            }
            (Self::Full(path), Lang::En) => (
                format!("{} cannot be written: the disk is full or failing", path.display()),
                "free some disk; nothing was changed",
            ),
            (Self::Damaged(path, what), Lang::Zh) => {
                (format!("{} 已损坏：{what}", path.display()), "不要再写它；用 paipian term restore 从最近的备份恢复")
            }
            (Self::Damaged(path, what), Lang::En) => (
                format!("{} is damaged: {what}", path.display()),
                "write nothing more to it; restore the last backup with `paipian term restore`",
            ),
            (Self::Since(path), Lang::Zh) => (format!("{} 在计算期间有了新的登记", path.display()), "再运行一次"),
            (Self::Since(path), Lang::En) => {
                (format!("something was written to {} meanwhile", path.display()), "run it again")
            }
            (Self::Act(what), Lang::Zh) => (format!("不能登记：{what}"), "检查编号和日期"),
            (Self::Act(what), Lang::En) => (format!("this cannot be recorded: {what}"), "check ids and dates"),
            (Self::Io(path, error), Lang::Zh) => (format!("{}：{error}", path.display()), "检查路径和权限"),
            (Self::Io(path, error), Lang::En) => {
                (format!("{}: {error}", path.display()), "check the path and its rights")
            }
            (Self::Other(path, what), Lang::Zh) => {
                (format!("{}：{what}", path.display()), "用 paipian term verify 检查")
            }
            (Self::Other(path, what), Lang::En) => {
                (format!("{}: {what}", path.display()), "check it with `paipian term verify`")
            }
        };
        match lang {
            Lang::Zh => format!("错误 {} {cause}\n  建议：{maybe}", self.code()),
            Lang::En => format!("error {} {cause}\n  maybe: {maybe}", self.code()),
        }
    }
}
