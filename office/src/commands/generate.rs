//! `paipian generate`: a realistic school of any size.

use super::input::language;
use super::output::{say, write};
use super::regulation;
use crate::cli::{End, GenerateArgs, ProfileArg};
use crate::words::Lang;
use paipian::generate::{GenerateError, GenerateParams, MAX_STUDENTS, MIN_STUDENTS, Profile, generate_under};

/// Runs the command.
pub(crate) fn run(args: &GenerateArgs, asked: Option<Lang>) -> End {
    let lang = language(asked);
    if !(0.0..=1.0).contains(&args.tight) {
        say(&match lang {
            Lang::Zh => format!("错误 F010 --tight {}：应在 0 到 1 之间", args.tight),
            Lang::En => format!("error F010 --tight {}: a number from 0 to 1 is wanted", args.tight),
        });
        return End::CouldNot;
    }
    let params = GenerateParams {
        students: args.students,
        seed: args.seed,
        policy: args.policy.clone(),
        tight: (args.tight * 1000.0).round() as u32,
        profile: match args.profile {
            ProfileArg::Primary => Profile::Primary,
            ProfileArg::Nine => Profile::Nine,
            ProfileArg::Junior => Profile::Junior,
        },
    };
    let Some(regulation) = regulation::of(&args.policy, asked) else { return End::CouldNot };
    match generate_under(&params, &regulation) {
        Ok(problem) => {
            if write(&args.output, paipian::format::to_text(&problem).as_bytes(), lang) {
                End::Done
            } else {
                End::CouldNot
            }
        }
        Err(error) => {
            say(&match (lang, &error) {
                (Lang::En, _) => format!("error F011 cannot generate: {error}"),
                (Lang::Zh, GenerateError::Students { students }) => {
                    format!("错误 F011 无法生成 {students} 人的学校：人数应在 {MIN_STUDENTS} 到 {MAX_STUDENTS} 之间")
                }
                (Lang::Zh, _) => format!("错误 F011 无法生成：{error}"),
            });
            End::CouldNot
        }
    }
}
