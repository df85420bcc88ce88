//! What a letter calls a report and a file. A path of ours tells an agency nothing: a file goes by its name.

use crate::diagnosis::Source;
use crate::model::Lang;
use crate::render::words::clean::clean;
use crate::render::words::phrases::filled;

/// `2023年度政府信息公开工作年度报告`
pub(super) fn report(year: Option<u16>, lang: Lang) -> String {
    let year = year.map(|year| filled("notice-year", lang, &[("year", &year)])).unwrap_or_default();
    filled("notice-report", lang, &[("year", &year)])
}

/// The file's name without its folders: the agency sent a file, not our path to it.
pub(super) fn file_name(path: &str) -> String {
    clean(path.rsplit(['/', '\\']).next().unwrap_or_default()).into_owned()
}

/// Where in its file a filing stands.
pub(super) fn part(source: &Source, lang: Lang) -> String {
    let sheet = source.sheet.as_ref().map(|sheet| format!(" [{}]", clean(sheet)));
    let record = source.record.map(|record| format!(" {}", filled("record", lang, &[("record", &record)])));
    [sheet, record].into_iter().flatten().collect()
}
