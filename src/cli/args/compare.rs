//! The options of `gouji compare`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Color, FailOn, Language, parse_size};
use crate::render::ContrastFormat;

/// 退出码：0 已对比；1 只在加了 --fail-on、NEW 的问题达到该级别时；2 有文件无法读取、没有可对比的报表或用法有误；130 按 Ctrl-C 中断。
#[derive(Debug, Args)]
pub(in crate::cli) struct CompareArgs {
    /// 旧的一方：上年报表或原报的文件、文件夹、数据集、压缩包，或 -（what was: a file, folder, data set, archive, or -）
    #[arg(value_name = "OLD")]
    pub(in crate::cli) old: PathBuf,
    /// 新的一方：今年报表或重报（what is）
    #[arg(value_name = "NEW")]
    pub(in crate::cli) new: PathBuf,

    /// 输出格式，可重复，与 -o 成对（output format, may be repeated with -o）
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(in crate::cli) format: Vec<CompareFormat>,
    /// 写入文件而不是屏幕，- 表示屏幕（write to a file）
    #[arg(short, long, value_name = "FILE")]
    pub(in crate::cli) output: Vec<PathBuf>,
    /// 填报单位名录：单位改过名的按“曾用名”对应（the roster: agencies by their former names）
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) roster: Option<PathBuf>,
    /// 新的一方有该级别的问题时退出码为 1，默认不看（from which severity of NEW's findings to exit with 1）
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub(in crate::cli) fail_on: Option<FailOn>,

    /// 另行装入报表格式的文件夹（a folder with more editions）
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) forms: Vec<PathBuf>,
    /// 遍历文件夹和压缩包时排除的文件，写法同 .gitignore，可重复（leave these out）
    #[arg(long, value_name = "GLOB")]
    pub(in crate::cli) exclude: Vec<String>,
    /// 单个文件的大小上限，如 64M（the largest file to read）
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    pub(in crate::cli) max_file_size: Option<u64>,
    /// 设置文件，默认从当前文件夹向上找 gouji.toml；读取其中的 forms、roster、exclude、lang（settings）
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) config: Option<PathBuf>,
    /// 语言，默认 zh（language）
    #[arg(long, value_enum)]
    pub(in crate::cli) lang: Option<Language>,
    /// 颜色（colours; this command writes plain text, scripts may ask for it all the same）
    #[arg(long, value_enum, hide = true)]
    pub(in crate::cli) color: Option<Color>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum CompareFormat {
    Table,
    Csv,
    Json,
    Html,
    Xlsx,
}

impl From<CompareFormat> for ContrastFormat {
    fn from(format: CompareFormat) -> Self {
        match format {
            CompareFormat::Table => Self::Table,
            CompareFormat::Csv => Self::Csv,
            CompareFormat::Json => Self::Json,
            CompareFormat::Html => Self::Html,
            CompareFormat::Xlsx => Self::Xlsx,
        }
    }
}
