//! The options of `gouji check`.

use std::path::PathBuf;

use clap::Args;

use super::{CheckSettings, ProjectArgs, ReadArgs, RosterArg};
use crate::model::Lang;

/// What `gouji check` is told.
#[derive(Debug, Args)]
#[command(
    after_help = "退出码：0 全部核查完毕且没有达到 --fail-on 的问题；1 有问题；2 有文件无法核查或用法有误；130 按 Ctrl-C 中断（exit codes: 0 all was assessed and nothing reaches --fail-on; 1 something does; 2 something could not be assessed, or bad usage; 130 Ctrl-C）"
)]
pub(in crate::cli) struct CheckArgs {
    /// 文件、文件夹、通配符，或 - 表示标准输入（files, folders, globs, or - for standard input）
    #[arg(value_name = "PATH", required_unless_present_any = ["files_from", "list_formats"])]
    pub(in crate::cli) paths: Vec<PathBuf>,
    /// 从文件读取路径，一行一个，- 表示标准输入（read paths from a file）
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) files_from: Option<PathBuf>,
    /// 生成网页报告并打开，写到 -o 或临时文件（make a page, in -o or a temporary file, and open it）
    #[arg(long)]
    pub(in crate::cli) open: bool,
    /// 列出能读取的格式（list what can be read）
    #[arg(long)]
    pub(in crate::cli) list_formats: bool,
    #[command(flatten)]
    pub(in crate::cli) wishes: Wishes,
}

/// What can be typed for a check and for `gouji config`: the settings, and what holds for one run alone.
#[derive(Debug, Clone, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(in crate::cli) struct Wishes {
    #[command(flatten)]
    pub(in crate::cli) settings: CheckSettings,
    #[command(flatten)]
    pub(in crate::cli) read: ReadArgs,
    #[command(flatten)]
    pub(in crate::cli) roster: RosterArg,
    /// 把需要说明的核实性问题写成待填的情况说明（CSV）（write the warnings to explain）
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) write_explanations: Option<PathBuf>,
    /// 上级的汇总报表，一个年度一份，与要核查的各份报表之和比较；文件中有多份时用 --agency 指明是哪个单位的（the superior's own filing, compared with the sum of the others）
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) aggregate: Option<PathBuf>,
    /// 只要 gouji 自身能运行就返回 0（always exit with 0 unless gouji itself could not run）
    #[arg(long)]
    pub(in crate::cli) exit_zero: bool,

    /// 与 --format xlsx 合用：按法定表样重建有问题的报表并标出错格，附目录和批注（the forms with findings rebuilt, wrong cells marked）
    #[arg(long)]
    pub(in crate::cli) marked: bool,
    /// 与 --marked 合用：通过的报表也画出来（with --marked, the forms that pass too）
    #[arg(long)]
    pub(in crate::cli) with_passing: bool,
    /// 只按规则列出问题数和报表数（counts by rule in place of the findings）
    #[arg(long)]
    pub(in crate::cli) statistics: bool,

    #[command(flatten)]
    pub(in crate::cli) project: ProjectArgs,
}

impl Wishes {
    pub(in crate::cli) fn lang(&self) -> Lang {
        self.project.shared.lang()
    }
}
