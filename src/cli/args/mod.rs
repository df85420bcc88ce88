//! What can be typed: the commands and their options. `settings` has those that may stand in `gouji.toml` as well, `check`
//! the others of the main job, `values` the words they take.

mod check;
mod compare;
mod settings;
mod sum;
mod values;

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand};

use crate::model::Lang;
use crate::reading::YEARS;
use crate::render::{Arrangement, Provenance};
pub(super) use check::{CheckArgs, Wishes};
pub(super) use compare::CompareArgs;
pub(super) use settings::{CheckSettings, EditionArg, NoticeArgs, RosterArg, SharedArgs, settings_of, with_settings};
pub(super) use sum::SumArgs;
pub(super) use values::{Color, ConvertTo, FailOn, FormsTo, TemplateTo, parse_size, parse_word};

/// 勾稽：核查政府信息公开工作年度报告的统计表。
///
/// Checks the statutory tables of annual reports on government information disclosure.
#[derive(Debug, Parser)]
#[command(name = "gouji", version)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// 核查报表，指出哪张表、哪一格、错在哪里（check tables）
    Check(Box<CheckArgs>),
    /// 对比两个年度，或原报与重报：哪些指标变了、变了多少（compare two years, or a filing and its resubmission）
    Compare(Box<CompareArgs>),
    /// 解释审核规则；不带参数列出全部规则（explain a rule）
    Explain(ExplainArgs),
    /// 列出报表格式的版本；给出版本则列出指标和勾稽关系（list the editions of the form）
    Forms(FormsArgs),
    /// 把读到的报表写成规范格式，不作核查（write filings in the canonical form）
    Convert(Box<ConvertArgs>),
    /// 汇总：各份报表逐格相加，写成一份（add up filings, cell by cell, into one）
    Sum(Box<SumArgs>),
    /// 生成空白统计表，合计自动计算（a blank statutory form to fill in）
    Template(TemplateArgs),
    /// 列出正在起作用的设置及其来源（the settings in force, and where they come from）
    Config(Box<ConfigArgs>),
    /// 生成命令行补全脚本（completions for a shell）
    Completions(CompletionsArgs),
    /// 生成手册页（a manual page）
    Man(ManArgs),
}

#[derive(Debug, ClapArgs)]
pub(super) struct ConfigArgs {
    #[command(flatten)]
    pub(super) wishes: Wishes,
}

#[derive(Debug, ClapArgs)]
pub(super) struct CompletionsArgs {
    /// 命令行的种类（shell）
    #[arg(value_enum)]
    pub(super) shell: clap_complete::Shell,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ManArgs {
    /// 哪个命令的手册页，默认是 gouji 自己的（of which command）
    pub(super) command: Option<String>,
}

/// How files are read.
#[derive(Debug, Clone, ClapArgs)]
pub(super) struct ReadArgs {
    #[command(flatten)]
    pub(super) edition: EditionArg,
    /// 报告年度，代替识别结果（report year）
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(i64::from(*YEARS.start())..=i64::from(*YEARS.end())))]
    pub(super) year: Option<u16>,
    /// 填报单位，代替识别结果（agency）
    #[arg(long, value_name = "NAME")]
    pub(super) agency: Option<String>,
}

/// What of a project a command is told.
#[derive(Debug, Clone, ClapArgs)]
pub(super) struct ProjectArgs {
    #[command(flatten)]
    pub(super) shared: SharedArgs,
    /// 设置文件，默认从当前文件夹向上找 gouji.toml（settings; default: gouji.toml found upwards）
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ExplainArgs {
    /// 规则代码或名称，如 B101 或 flow-unbalanced（code or name）
    pub(super) rule: Option<String>,
    /// 另行装入表式和规则的文件夹（a folder with more editions and rules）
    #[arg(long, value_name = "DIR")]
    pub(super) forms: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) voice: VoiceArgs,
}

#[derive(Debug, ClapArgs)]
pub(super) struct FormsArgs {
    /// 版本名称，如 2021（edition）
    pub(super) edition: Option<String>,
    /// 只列指标的代码和名称，写成 csv：数据集的栏名可以照抄（the names of all cells, for the columns of a data set）
    #[arg(long, value_enum, value_name = "KIND", requires = "edition", conflicts_with = "proof")]
    pub(super) to: Option<FormsTo>,
    /// 算出勾稽关系能看出哪些差错、看不出哪些（what the relations can see, computed）
    #[arg(long, requires = "edition")]
    pub(super) proof: bool,
    /// 检查 --forms 文件夹里的表式和规则，并试算规则的例子（check a folder of forms and rules, and try its examples）
    #[arg(long, requires = "forms", conflicts_with_all = ["edition", "proof"])]
    pub(super) check: bool,
    /// 另行装入报表格式的文件夹（a folder with more editions）
    #[arg(long, value_name = "DIR")]
    pub(super) forms: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) voice: VoiceArgs,
}

/// 退出码：0 全部写出；2 有文件无法读取（其余照常写出）、结果写不出去或用法有误（exit codes: 0 all was written; 2 a file could not be read, a result not written, or bad usage）
#[derive(Debug, ClapArgs)]
pub(super) struct ConvertArgs {
    /// 文件、文件夹，或 - 表示标准输入（files, folders, or - for standard input）
    #[arg(value_name = "PATH", required_unless_present = "files_from")]
    pub(super) paths: Vec<PathBuf>,

    /// 写成哪种文件（kind of file）
    #[arg(long, value_enum, value_name = "KIND")]
    pub(super) to: ConvertTo,
    /// 版式：法定表样，每份一行，或每个指标一行；json 没有版式（layout; json has none）
    #[arg(long, value_enum, value_name = "LAYOUT")]
    pub(super) layout: Option<Arrangement>,
    /// 另加两栏：来自哪个文件、在文件中的位置；用于 wide 和 long（columns for the file and the place in it）
    #[arg(long, value_enum, value_delimiter = ',', value_name = "COLUMNS")]
    pub(super) with: Vec<Provenance>,
    /// 栏名的语言，默认 en；用于 wide 和 long（language of the header）
    #[arg(long, value_enum, value_name = "LANG")]
    pub(super) header: Option<Lang>,
    /// csv 不写字节顺序标记（no byte order mark; csv only）
    #[arg(long)]
    pub(super) no_bom: bool,
    /// 空白、“/”等和缺的格写成这个词，供统计软件用；结果不能再读入（what stands for blanks, placeholders and missing cells; csv only, and no input any more）
    #[arg(long, value_name = "TEXT")]
    pub(super) na: Option<String>,
    /// 写入文件而不是屏幕，- 表示屏幕（write to a file）
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,

    #[command(flatten)]
    pub(super) read: ReadArgs,
    /// 从文件读取路径，一行一个，- 表示标准输入（read paths from a file）
    #[arg(long, value_name = "FILE")]
    pub(super) files_from: Option<PathBuf>,

    #[command(flatten)]
    pub(super) project: ProjectArgs,
    /// 颜色（colours; this command writes plain text, scripts may ask for it all the same）
    #[arg(long, value_enum, hide = true)]
    pub(super) color: Option<Color>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct TemplateArgs {
    /// 报表格式版本，默认最新（edition of the form; the newest if none is named）
    #[arg(long, value_name = "NAME")]
    pub(super) edition: Option<String>,
    /// 写入 .xlsx 或 .csv 文件，- 表示屏幕（write to a .xlsx or .csv file）
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// 写成哪种文件，默认看文件的扩展名，没有则为 xlsx（kind of file）
    #[arg(long, value_enum, value_name = "KIND")]
    pub(super) to: Option<TemplateTo>,
    /// 另行装入报表格式的文件夹（a folder with more editions）
    #[arg(long, value_name = "DIR")]
    pub(super) forms: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) voice: VoiceArgs,
}

/// How gouji speaks.
#[derive(Debug, Clone, Copy, ClapArgs)]
pub(super) struct VoiceArgs {
    /// 语言（language）
    #[arg(long, value_enum, default_value_t = Lang::Zh)]
    lang: Lang,
    /// 颜色（colours; this command writes plain text, scripts may ask for it all the same）
    #[arg(long, value_enum, hide = true)]
    color: Option<Color>,
}

impl VoiceArgs {
    pub(super) fn lang(self) -> Lang {
        self.lang
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definitions_are_sound() {
        Args::command().debug_assert();
    }
}
