//! The options of `gouji check`. What is not typed may be in `gouji.toml`, so no option has a default here.

use std::path::PathBuf;

use clap::Args;

use super::{Blank, Color, FailOn, ProjectArgs, ReadArgs};
use crate::render::Format;

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

/// What can be typed, or for the most part stand in `gouji.toml`.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(in crate::cli) struct Wishes {
    /// 输出格式，可重复，与 -o 成对（output format, may be repeated with -o）
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(in crate::cli) format: Vec<Format>,
    /// 写入文件而不是屏幕，- 表示屏幕（write to a file）
    #[arg(short, long, value_name = "FILE")]
    pub(in crate::cli) output: Vec<PathBuf>,

    #[command(flatten)]
    pub(in crate::cli) read: ReadArgs,
    /// 必须有的表，逗号分隔：disclosure,requests,review（tables a filing must hold）
    #[arg(long, value_delimiter = ',', value_name = "TABLES")]
    pub(in crate::cli) tables: Vec<String>,
    /// 空白格按 0 计（zero，默认），或视为缺失（how blank items count）
    #[arg(long, value_enum)]
    pub(in crate::cli) blank: Option<Blank>,

    /// 只报这些代码，可用前缀或名称（report only these codes, prefixes or names）
    #[arg(long, value_delimiter = ',', value_name = "CODES")]
    pub(in crate::cli) select: Vec<String>,
    /// 不报这些代码（do not report these）
    #[arg(long, value_delimiter = ',', value_name = "CODES")]
    pub(in crate::cli) ignore: Vec<String>,
    /// 填报单位名录，CSV 或工作簿：查出没有报送和重复报送的单位（who has to report）
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) roster: Option<PathBuf>,
    /// 情况说明，CSV 或填好的核查台账：已说明的核实性问题不再计入（what agencies have explained）
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) explanations: Option<PathBuf>,
    /// 把需要说明的核实性问题写成待填的情况说明（CSV）（write the warnings to explain）
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) write_explanations: Option<PathBuf>,
    /// 上年的报表（文件或文件夹，可重复）：核对结转、存量和突变（last year's filings）
    #[arg(long, value_name = "PATH")]
    pub(in crate::cli) previous: Vec<PathBuf>,
    /// 上级的汇总报表，一个年度一份，与要核查的各份报表之和比较；文件中有多份时用 --agency 指明是哪个单位的（the superior's own filing, compared with the sum of the others）
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) aggregate: Option<PathBuf>,
    /// 从哪一级起退出码为 1，默认 error（from which severity to exit with 1）
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub(in crate::cli) fail_on: Option<FailOn>,
    /// 只要 gouji 自身能运行就返回 0（always exit with 0 unless gouji itself could not run）
    #[arg(long)]
    pub(in crate::cli) exit_zero: bool,

    /// 遍历文件夹时遵守 .gitignore（respect .gitignore in folders）
    #[arg(long)]
    pub(in crate::cli) gitignore: bool,
    /// 并行的线程数，默认等于处理器核数（threads）
    #[arg(long, value_name = "N")]
    pub(in crate::cli) jobs: Option<usize>,

    /// 没有统计表的文字也核查其中的分项合计（assess the narrative sums of texts that have no statutory table）
    #[arg(long)]
    pub(in crate::cli) text: bool,
    /// JSON 中列出读到的每个指标（every cell in the JSON）
    #[arg(long)]
    pub(in crate::cli) cells: bool,
    /// 画出报表并标出有问题的格（draw the form with the broken cells marked）
    #[arg(long)]
    pub(in crate::cli) show_form: bool,
    /// 与 --format xlsx 合用：按法定表样重建有问题的报表并标出错格，附目录和批注（the forms with findings rebuilt, wrong cells marked）
    #[arg(long)]
    pub(in crate::cli) marked: bool,
    /// 与 --marked 合用：通过的报表也画出来（with --marked, the forms that pass too）
    #[arg(long)]
    pub(in crate::cli) with_passing: bool,
    /// 只按规则列出问题数和报表数（counts by rule in place of the findings）
    #[arg(long)]
    pub(in crate::cli) statistics: bool,
    /// 不显示通过的报表（do not show what passed）
    #[arg(long, short)]
    pub(in crate::cli) quiet: bool,
    /// 不显示进度（no progress bar）
    #[arg(long)]
    pub(in crate::cli) no_progress: bool,

    #[command(flatten)]
    pub(in crate::cli) project: ProjectArgs,
    /// 颜色，默认 auto（colours）
    #[arg(long, value_enum)]
    pub(in crate::cli) color: Option<Color>,
}
