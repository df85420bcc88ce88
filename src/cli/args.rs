//! What was typed.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

use crate::model::Lang;
use crate::reading::YEARS;
use crate::render::Arrangement;
use crate::rules::{BlankPolicy, Severity};

/// 勾稽：核查政府信息公开工作年度报告的统计表。
///
/// Checks the statutory tables of annual reports on government information disclosure.
#[derive(Debug, Parser)]
#[command(name = "gouji", version, arg_required_else_help = true)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// 核查报表，指出哪张表、哪一格、错在哪里（check tables）
    Check(Box<CheckArgs>),
    /// 解释审核规则；不带参数列出全部规则（explain a rule）
    Explain(ExplainArgs),
    /// 列出报表格式的版本；给出版本则列出指标和勾稽关系（list the editions of the form）
    Forms(FormsArgs),
    /// 把读到的报表写成规范格式，不作核查（write filings in the canonical form）
    Convert(Box<ConvertArgs>),
    /// 生成空白统计表，合计自动计算（a blank statutory form to fill in）
    Template(TemplateArgs),
}

/// 退出码：0 全部核查完毕且没有达到 --fail-on 的问题；1 有问题；2 有文件无法核查或用法有误。
#[derive(Debug, ClapArgs)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(super) struct CheckArgs {
    /// 文件、文件夹，或 - 表示标准输入（files, folders, or - for standard input）
    #[arg(value_name = "PATH", required_unless_present_any = ["files_from", "list_formats"])]
    pub(super) paths: Vec<PathBuf>,

    /// 输出格式，可重复，与 -o 成对（output format, may be repeated with -o）
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(super) format: Vec<Format>,
    /// 写入文件而不是屏幕，- 表示屏幕（write to a file）
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Vec<PathBuf>,

    /// 报表格式版本：auto 或 gouji forms 列出的名称（edition of the form）
    #[arg(long, default_value = "auto", value_name = "NAME")]
    pub(super) edition: String,
    /// 另行装入报表格式的文件夹（a folder with more editions）
    #[arg(long, value_name = "DIR")]
    pub(super) forms: Vec<PathBuf>,
    /// 报告年度，代替识别结果（report year）
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(i64::from(*YEARS.start())..=i64::from(*YEARS.end())))]
    pub(super) year: Option<u16>,
    /// 填报单位，代替识别结果（agency）
    #[arg(long, value_name = "NAME")]
    pub(super) agency: Option<String>,
    /// 必须有的表，逗号分隔：disclosure,requests,review（tables a filing must hold）
    #[arg(long, value_delimiter = ',', value_name = "TABLES")]
    pub(super) tables: Vec<String>,
    /// 空白格按 0 计，或视为缺失（how blank items count）
    #[arg(long, value_enum, default_value_t = Blank::Zero)]
    pub(super) blank: Blank,

    /// 只报这些代码，可用前缀或名称（report only these codes, prefixes or names）
    #[arg(long, value_delimiter = ',', value_name = "CODES")]
    pub(super) select: Vec<String>,
    /// 不报这些代码（do not report these）
    #[arg(long, value_delimiter = ',', value_name = "CODES")]
    pub(super) ignore: Vec<String>,
    /// 从哪一级起退出码为 1（from which severity to exit with 1）
    #[arg(long, value_enum, default_value_t = FailOn::Error, value_name = "LEVEL")]
    pub(super) fail_on: FailOn,
    /// 只要 gouji 自身能运行就返回 0（always exit with 0 unless gouji itself could not run）
    #[arg(long)]
    pub(super) exit_zero: bool,

    /// 从文件读取路径，一行一个，- 表示标准输入（read paths from a file）
    #[arg(long, value_name = "FILE")]
    pub(super) files_from: Option<PathBuf>,
    /// 并行的线程数，默认等于处理器核数（threads）
    #[arg(long, value_name = "N")]
    pub(super) jobs: Option<usize>,
    /// 单个文件的大小上限，如 64M（the largest file to read）
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    pub(super) max_file_size: Option<u64>,

    /// JSON 中列出读到的每个指标（every cell in the JSON）
    #[arg(long)]
    pub(super) cells: bool,
    /// 画出报表并标出有问题的格（draw the form with the broken cells marked）
    #[arg(long)]
    pub(super) show_form: bool,
    /// 与 --format xlsx 合用：按法定表样重建各份报表并标出错格，附批注（the forms rebuilt, wrong cells marked）
    #[arg(long)]
    pub(super) marked: bool,
    /// 不显示通过的报表（do not show what passed）
    #[arg(long, short)]
    pub(super) quiet: bool,
    /// 不显示进度（no progress; this version shows none, scripts may ask for it all the same）
    #[arg(long, hide = true)]
    pub(super) no_progress: bool,
    /// 列出能读取的格式（list what can be read）
    #[arg(long)]
    pub(super) list_formats: bool,

    #[command(flatten)]
    pub(super) voice: Voice,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ExplainArgs {
    /// 规则代码或名称，如 B101 或 flow-unbalanced（code or name）
    pub(super) rule: Option<String>,
    #[command(flatten)]
    pub(super) voice: Voice,
}

#[derive(Debug, ClapArgs)]
pub(super) struct FormsArgs {
    /// 版本名称，如 2021（edition）
    pub(super) edition: Option<String>,
    /// 算出勾稽关系能看出哪些差错、看不出哪些（what the relations can see, computed）
    #[arg(long, requires = "edition")]
    pub(super) proof: bool,
    /// 另行装入报表格式的文件夹（a folder with more editions）
    #[arg(long, value_name = "DIR")]
    pub(super) forms: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) voice: Voice,
}

/// 退出码：0 全部写出；2 有文件无法读取（其余照常写出）、结果写不出去或用法有误。
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
    pub(super) layout: Option<Layout>,
    /// 写入文件而不是屏幕，- 表示屏幕（write to a file）
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,

    /// 报表格式版本：auto 或 gouji forms 列出的名称（edition of the form）
    #[arg(long, default_value = "auto", value_name = "NAME")]
    pub(super) edition: String,
    /// 另行装入报表格式的文件夹（a folder with more editions）
    #[arg(long, value_name = "DIR")]
    pub(super) forms: Vec<PathBuf>,
    /// 报告年度，代替识别结果（report year）
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(i64::from(*YEARS.start())..=i64::from(*YEARS.end())))]
    pub(super) year: Option<u16>,
    /// 填报单位，代替识别结果（agency）
    #[arg(long, value_name = "NAME")]
    pub(super) agency: Option<String>,
    /// 从文件读取路径，一行一个，- 表示标准输入（read paths from a file）
    #[arg(long, value_name = "FILE")]
    pub(super) files_from: Option<PathBuf>,
    /// 单个文件的大小上限，如 64M（the largest file to read）
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    pub(super) max_file_size: Option<u64>,

    #[command(flatten)]
    pub(super) voice: Voice,
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
    pub(super) voice: Voice,
}

/// How gouji speaks.
#[derive(Debug, Clone, Copy, ClapArgs)]
pub(super) struct Voice {
    /// 语言（language）
    #[arg(long, value_enum, default_value_t = Language::Zh)]
    lang: Language,
    /// 颜色（colours）
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub(super) color: Color,
}

impl Voice {
    pub(super) fn lang(self) -> Lang {
        match self.lang {
            Language::Zh => Lang::Zh,
            Language::En => Lang::En,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Language {
    Zh,
    En,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Table,
    Json,
    Jsonl,
    Sarif,
    Junit,
    Github,
    Gitlab,
    Csv,
    Markdown,
    Html,
    Xlsx,
    Notice,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ConvertTo {
    Csv,
    Json,
    Xlsx,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum TemplateTo {
    Csv,
    Xlsx,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Layout {
    Statutory,
    Wide,
    Long,
}

impl From<Layout> for Arrangement {
    fn from(layout: Layout) -> Self {
        match layout {
            Layout::Statutory => Self::Statutory,
            Layout::Wide => Self::Wide,
            Layout::Long => Self::Long,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Blank {
    Zero,
    Missing,
}

impl From<Blank> for BlankPolicy {
    fn from(blank: Blank) -> Self {
        match blank {
            Blank::Zero => Self::Zero,
            Blank::Missing => Self::Missing,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    Error,
    Warning,
    Note,
    Never,
}

impl FailOn {
    pub(super) fn threshold(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Note => Some(Severity::Note),
            Self::Never => None,
        }
    }
}

/// A size in bytes, with `K`, `M` or `G` for powers of 1024.
fn parse_size(text: &str) -> Result<u64, String> {
    let text = text.trim().trim_end_matches(['B', 'b']);
    let (digits, shift) = match text.chars().last() {
        Some('k' | 'K') => (&text[..text.len() - 1], 10),
        Some('m' | 'M') => (&text[..text.len() - 1], 20),
        Some('g' | 'G') => (&text[..text.len() - 1], 30),
        _ => (text, 0),
    };
    let number: u64 = digits.parse().map_err(|_| format!("`{text}` is not a size such as 500K, 64M or 1G"))?;
    number.checked_mul(1 << shift).filter(|size| *size > 0).ok_or_else(|| format!("`{text}` is out of range"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definitions_are_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn sizes_are_read_in_powers_of_1024() {
        assert_eq!(parse_size("64M"), Ok(64 << 20));
        assert_eq!(parse_size("500kb"), Ok(500 << 10));
        assert_eq!(parse_size("12"), Ok(12));
        assert!(parse_size("").is_err() && parse_size("x").is_err() && parse_size("99999999999G").is_err());
    }
}
