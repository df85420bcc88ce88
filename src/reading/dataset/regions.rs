//! A column of regions beside that of the agencies: 甲区 | 财政局, 乙区 | 财政局. Where an agency of one name stands under two
//! regions in one year, the region is a part of the name. Where none does, the column is none of the data set.

use std::collections::HashMap;

use super::Halt;
use super::body::Body;
use super::header::Header;
use super::rows::Rows;
use crate::model::agency_key;
use crate::reading::cells::totals::total_of;
use crate::reading::recognise::Recogniser;

/// Settles whether the column of regions that a header may have is a part of the names below it.
pub(super) fn settle(header: &mut Header, rows: &dyn Rows, recogniser: &Recogniser) -> Result<(), Halt> {
    if header.region.is_some() && tells_apart(header, rows, recogniser)? {
        header.strangers.retain(|(column, _)| Some(*column) != header.region);
    } else {
        header.region = None;
    }
    Ok(())
}

/// Whether one agency of one year has two regions.
fn tells_apart(header: &Header, rows: &dyn Rows, recogniser: &Recogniser) -> Result<bool, Halt> {
    let mut known: HashMap<(String, String), String> = HashMap::new();
    let mut is_told = false;
    let walked = Body::new(rows, header, recogniser).walk(&mut |row| {
        let (Some(region), Some(agency)) = (row.text(header.region), row.text(header.agency)) else { return Ok(()) };
        if total_of(region).is_some() || total_of(agency).is_some() {
            return Ok(());
        }
        let year = row.text(header.year).unwrap_or_default();
        let region = agency_key(region);
        let first =
            known.entry((agency_key(agency).into_owned(), year.to_owned())).or_insert_with(|| region.to_string());
        is_told |= *first != region;
        // Nothing more is asked of the rows.
        if is_told { Err(Halt::Enough) } else { Ok(()) }
    });
    match walked {
        Err(Halt::Failed(error)) => Err(Halt::Failed(error)),
        Ok(()) | Err(Halt::Enough) => Ok(is_told),
    }
}

/// The name of an agency of a region: 甲区财政局, of which a list may have any part already.
pub(super) fn of_region(region: &str, agency: &str) -> String {
    let is_named = agency.contains(region) || total_of(agency).is_some() || total_of(region).is_some();
    if is_named {
        return agency.to_owned();
    }
    // 云泽市甲区 | 甲区财政局.
    let ends = region.char_indices().map(|(at, _)| &region[at..]).filter(|end| end.chars().count() > 1);
    let both = ends.filter(|end| agency.starts_with(*end)).map(str::len).next().unwrap_or_default();
    format!("{region}{}", &agency[both..])
}

#[cfg(test)]
mod tests {
    use super::of_region;

    #[test]
    fn a_name_has_its_region_once() {
        for (region, agency, whole) in [
            ("甲区", "财政局", "甲区财政局"),
            ("甲区", "甲区财政局", "甲区财政局"),
            ("甲区", "云泽市甲区财政局", "云泽市甲区财政局"),
            ("云泽市甲区", "甲区财政局", "云泽市甲区财政局"),
            ("甲市", "市场监督管理局", "甲市市场监督管理局"),
            ("甲区", "合计", "合计"),
            ("合计", "财政局", "财政局"),
        ] {
            assert_eq!(of_region(region, agency), whole, "{region} {agency}");
        }
    }
}
