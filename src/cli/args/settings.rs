//! The options that may stand in `gouji.toml`. This is where they are named, once: the file takes each under the name of
//! its field, with dashes, and what it says is the default of the option; `gouji config` lists them in this order. A
//! command has those of one of these lists or of all.

use std::path::PathBuf;

use clap::{Args, Command, Id};

use super::{Color, FailOn, parse_size, parse_word};
use crate::model::Lang;
use crate::render::Format;
use crate::rules::BlankPolicy;

/// As which edition files are read.
#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct EditionArg {
    /// 报表格式版本：auto（默认）或 gouji forms 列出的名称（edition of the form）
    #[arg(long, value_name = "NAME", default_value = "auto")]
    pub(in crate::cli) edition: String,
}

/// What holds for every command that reads filings, whatever it does with them.
#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct SharedArgs {
    /// 另行装入报表格式的文件夹（a folder with more editions）
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) forms: Vec<PathBuf>,
    /// 遍历文件夹和压缩包时排除的文件，写法同 .gitignore，可重复（leave these out）
    #[arg(long, value_name = "GLOB")]
    pub(in crate::cli) exclude: Vec<String>,
    /// 单个文件的大小上限，如 64M（the largest file to read）
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    pub(in crate::cli) max_file_size: Option<u64>,
    /// 语言，默认 zh（language）
    #[arg(long, value_enum, default_value_t = Lang::Zh)]
    lang: Lang,
}

impl SharedArgs {
    pub(in crate::cli) fn lang(&self) -> Lang {
        self.lang
    }
}

/// Who has to report.
#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct RosterArg {
    /// 填报单位名录，CSV 或工作簿：谁该报送，谁是谁的下级，谁免报，谁改过名（who has to report）
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) roster: Option<PathBuf>,
}

/// How a check judges and what it shows.
#[derive(Debug, Clone, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(in crate::cli) struct CheckSettings {
    /// 输出格式，可重复，与 -o 成对；不写时按 -o 的后缀（output format, may be repeated with -o; by default as -o is called）
    #[arg(long, value_enum, value_name = "FORMAT", default_value = Format::TABLE.name)]
    pub(in crate::cli) format: Vec<Format>,
    /// 写入文件而不是屏幕，- 表示屏幕（write to a file）
    #[arg(short, long, value_name = "FILE")]
    pub(in crate::cli) output: Vec<PathBuf>,

    /// 必须有的表，逗号分隔：disclosure,requests,review（tables a filing must hold）
    #[arg(long, value_delimiter = ',', value_name = "TABLES", value_parser = parse_word)]
    pub(in crate::cli) tables: Vec<String>,
    /// 空白格按 0 计（zero，默认），或视为缺失（how blank items count）
    #[arg(long, value_enum, default_value_t = BlankPolicy::Zero)]
    pub(in crate::cli) blank: BlankPolicy,
    /// 没有统计表的文字也核查其中的分项合计（assess the narrative sums of texts that have no statutory table）
    #[arg(long)]
    pub(in crate::cli) text: bool,

    /// 只报这些代码，可用前缀或名称（report only these codes, prefixes or names）
    #[arg(long, value_delimiter = ',', value_name = "CODES", value_parser = parse_word)]
    pub(in crate::cli) select: Vec<String>,
    /// 不报这些代码（do not report these）
    #[arg(long, value_delimiter = ',', value_name = "CODES", value_parser = parse_word)]
    pub(in crate::cli) ignore: Vec<String>,
    /// 从哪一级起退出码为 1，默认 error（from which severity to exit with 1）
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t = FailOn::Error)]
    pub(in crate::cli) fail_on: FailOn,
    /// 情况说明，CSV 或填好的核查台账：已说明的核实性问题不再计入（what agencies have explained）
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) explanations: Option<PathBuf>,
    /// 上年的报表（文件或文件夹，可重复）：核对结转、存量和突变（last year's filings）
    #[arg(long, value_name = "PATH")]
    pub(in crate::cli) previous: Vec<PathBuf>,

    /// JSON 中列出读到的每个指标（every cell in the JSON）
    #[arg(long)]
    pub(in crate::cli) cells: bool,
    /// 画出报表并标出有问题的格（draw the form with the broken cells marked）
    #[arg(long)]
    pub(in crate::cli) show_form: bool,
    /// 不显示通过的报表（do not show what passed）
    #[arg(long, short)]
    pub(in crate::cli) quiet: bool,
    /// 不显示进度（no progress bar）
    #[arg(long = "no-progress", action = clap::ArgAction::SetFalse)]
    pub(in crate::cli) progress: bool,
    /// 颜色，默认 auto（colours）
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub(in crate::cli) color: Color,

    /// 遍历文件夹时遵守 .gitignore（respect .gitignore in folders）
    #[arg(long)]
    pub(in crate::cli) gitignore: bool,
    /// 并行的线程数，默认等于处理器核数（threads）
    #[arg(long, value_name = "N")]
    pub(in crate::cli) jobs: Option<usize>,
}

/// What stands in the letters of an office: table `[notice]` of the file, which nobody types.
#[derive(Debug, Clone, Default, Args)]
pub(in crate::cli) struct NoticeArgs {
    #[arg(long)]
    pub(in crate::cli) office: Option<String>,
    #[arg(long)]
    pub(in crate::cli) number: Option<String>,
    #[arg(long)]
    pub(in crate::cli) deadline: Option<String>,
    #[arg(long)]
    pub(in crate::cli) contact: Option<String>,
    #[arg(long)]
    pub(in crate::cli) template: Option<PathBuf>,
}

/// A command with all options that may stand in the file, and no others.
pub(in crate::cli) fn with_settings(command: Command) -> Command {
    let command = SharedArgs::augment_args(EditionArg::augment_args(command));
    CheckSettings::augment_args(RosterArg::augment_args(command))
}

/// The options of a command that the file may give: those of the lists above, whatever others are called alike.
pub(in crate::cli) fn settings_of(command: &Command) -> impl Iterator<Item = &Id> {
    let lists = [EditionArg::group_id(), SharedArgs::group_id(), RosterArg::group_id(), CheckSettings::group_id()];
    let is_list = move |id: &Id| lists.iter().flatten().any(|list| list == id);
    command.get_groups().filter(move |group| is_list(group.get_id())).flat_map(clap::ArgGroup::get_args)
}
