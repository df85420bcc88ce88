//! The options of `gouji sum`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Color, ProjectArgs, RosterArg};
use crate::diagnosis::Prefer;
use crate::reading::YEARS;
use crate::render::SumKind;

/// What `gouji sum` is told.
#[derive(Debug, Args)]
#[command(
    after_help = "退出码：0 全部汇入；1 有单位没有报表、报表有强制性问题、重复的报表数字不同、合计与各份之和不同、看不出年度或版本不同而没有汇入、像是上级自己的汇总、有读不出来而留空的格；2 有文件无法读取（其余照常汇总并注明）、没有可汇总的、结果写不出去或用法有误；130 按 Ctrl-C 中断（exit codes: 0 all went in; 1 somebody has no filing, a part has errors, doubles differ, a line for a total is not the sum, a filing without a year or of another edition was left out, one looks like the superior's own sum, or a cell that cannot be read is left blank; 2 a file could not be read, there is nothing to add up, the result could not be written, or bad usage; 130 Ctrl-C）"
)]
pub(in crate::cli) struct SumArgs {
    /// 文件、文件夹、数据集、压缩包，或 - 表示标准输入（files, folders, or - for standard input）
    #[arg(value_name = "PATH", required_unless_present = "files_from")]
    pub(in crate::cli) paths: Vec<PathBuf>,
    /// 从文件读取路径，一行一个，- 表示标准输入（read paths from a file）
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) files_from: Option<PathBuf>,

    /// 写入 .xlsx、.csv 或 .json 文件，- 表示屏幕；与 --by 合用时也可以是文件夹（write to a file, or a folder with --by）
    #[arg(short, long, value_name = "FILE")]
    pub(in crate::cli) output: Option<PathBuf>,
    /// 写成哪种文件，默认看 -o 的扩展名（kind of file）
    #[arg(long, value_enum, value_name = "KIND")]
    pub(in crate::cli) to: Option<SumKind>,

    /// 汇总单位：给结果命名；它自己的报表不汇入，有名录时只汇入它的直接下级（whose sum it is）
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) agency: Option<String>,
    /// 汇总年度：只汇入这一年的报表（the year that is added up）
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(i64::from(*YEARS.start())..=i64::from(*YEARS.end())))]
    pub(in crate::cli) year: Option<u16>,
    #[command(flatten)]
    pub(in crate::cli) roster: RosterArg,
    /// 同一单位有几份时汇入哪一份：first（默认）或 last（which of two filings of one agency goes in）
    #[arg(long, value_enum, value_name = "WHICH")]
    pub(in crate::cli) prefer: Option<Prefer>,
    /// 按名录逐级汇总，每个上级单位一份（a sum for every superior of the roster）
    #[arg(long, value_enum, value_name = "上级单位", conflicts_with = "agency")]
    pub(in crate::cli) by: Option<By>,

    /// 并行的线程数，默认等于处理器核数（threads）
    #[arg(long, value_name = "N")]
    pub(in crate::cli) jobs: Option<usize>,
    /// 不说明汇入了什么、没有汇入什么（say nothing on standard error）
    #[arg(long, short)]
    pub(in crate::cli) quiet: bool,
    /// 不显示进度（no progress bar）
    #[arg(long)]
    pub(in crate::cli) no_progress: bool,
    #[command(flatten)]
    pub(in crate::cli) project: ProjectArgs,
    /// 颜色（colours; this command writes plain text, scripts may ask for it all the same）
    #[arg(long, value_enum, hide = true)]
    pub(in crate::cli) color: Option<Color>,
}

/// By what sums are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum By {
    #[value(name = "上级单位", aliases = ["parent", "superior"])]
    Superior,
}
