//! The options of `gouji compare`.

use std::path::PathBuf;

use clap::Args;

use super::{Color, FailOn, ProjectArgs, RosterArg};
use crate::render::ContrastFormat;

/// What `gouji compare` is told.
#[derive(Debug, Args)]
#[command(
    after_help = "退出码：0 已对比；1 只在加了 --fail-on、NEW 的问题达到该级别时；2 有文件无法读取、没有可对比的报表或用法有误；130 按 Ctrl-C 中断（exit codes: 0 compared; 1 only with --fail-on, if findings of NEW reach it; 2 a file could not be read, there is nothing to compare, or bad usage; 130 Ctrl-C）"
)]
pub(in crate::cli) struct CompareArgs {
    /// 旧的一方：上年报表或原报的文件、文件夹、数据集、压缩包，或 -（what was: a file, folder, data set, archive, or -）
    #[arg(value_name = "OLD")]
    pub(in crate::cli) old: PathBuf,
    /// 新的一方：今年报表或重报（what is）
    #[arg(value_name = "NEW")]
    pub(in crate::cli) new: PathBuf,

    /// 输出格式，可重复，与 -o 成对（output format, may be repeated with -o）
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(in crate::cli) format: Vec<ContrastFormat>,
    /// 写入文件而不是屏幕，- 表示屏幕（write to a file）
    #[arg(short, long, value_name = "FILE")]
    pub(in crate::cli) output: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) roster: RosterArg,
    /// 新的一方有该级别的问题时退出码为 1，默认不看（from which severity of NEW's findings to exit with 1）
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub(in crate::cli) fail_on: Option<FailOn>,

    #[command(flatten)]
    pub(in crate::cli) project: ProjectArgs,
    /// 颜色（colours; this command writes plain text, scripts may ask for it all the same）
    #[arg(long, value_enum, hide = true)]
    pub(in crate::cli) color: Option<Color>,
}
