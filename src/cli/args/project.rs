//! The options of every command that reads filings, whatever it does with them: those that `gouji.toml` may give for all.

use std::path::PathBuf;

use clap::Args;

use super::{Language, parse_size};

/// What of a project a command is told.
#[derive(Debug, Args)]
pub(in crate::cli) struct ProjectArgs {
    /// 另行装入报表格式的文件夹（a folder with more editions）
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) forms: Vec<PathBuf>,
    /// 遍历文件夹和压缩包时排除的文件，写法同 .gitignore，可重复（leave these out）
    #[arg(long, value_name = "GLOB")]
    pub(in crate::cli) exclude: Vec<String>,
    /// 单个文件的大小上限，如 64M（the largest file to read）
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    pub(in crate::cli) max_file_size: Option<u64>,
    /// 设置文件，默认从当前文件夹向上找 gouji.toml（settings; default: gouji.toml found upwards）
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) config: Option<PathBuf>,
    /// 语言，默认 zh（language）
    #[arg(long, value_enum)]
    pub(in crate::cli) lang: Option<Language>,
}
