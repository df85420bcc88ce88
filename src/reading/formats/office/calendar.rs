//! Dates as the numbers a sheet stores: days since 1899-12-30, the time as a fraction of a day.
//!
//! ODF and the `t="d"` cells of a strict `.xlsx` hold ISO dates; every other format holds the number already.

/// The serial number of `2024-03-01`, `2024-03-01T08:30:00` or `08:30:00`.
pub(super) fn serial_of_date(text: &str) -> Option<f64> {
    let text = text.trim().trim_end_matches('Z');
    match text.split_once(['T', ' ']) {
        Some((date, time)) => Some(days(date)? + clock(time)?),
        None if text.contains(':') => clock(text),
        None => days(text),
    }
}

/// The serial number of a duration, as ODF stores a time: `PT08H30M00S`.
pub(super) fn serial_of_duration(text: &str) -> Option<f64> {
    let mut rest = text.trim().strip_prefix("PT")?;
    let mut seconds = 0.0;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let value: f64 = rest[..end].parse().ok()?;
        let mut after = rest[end..].chars();
        seconds += value
            * match after.next()? {
                'H' => 3600.0,
                'M' => 60.0,
                'S' => 1.0,
                _ => return None,
            };
        rest = after.as_str();
    }
    Some(seconds / 86_400.0)
}

/// The year of a date that a sheet stores.
pub(in crate::reading) fn year_of_serial(serial: &str) -> Option<u16> {
    let day: u32 = serial.split('.').next()?.parse().ok()?;
    let first = |year: u16| day_number(u32::from(year), 1, 1) - day_number(1899, 12, 30);
    (1990..2100).find(|year| (first(*year)..first(year + 1)).contains(&day))
}

fn days(date: &str) -> Option<f64> {
    let mut parts = date.splitn(3, '-');
    let mut next = || parts.next()?.parse::<u32>().ok();
    let (year, month, day) = (next()?, next()?, next()?);
    if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let since = i64::from(day_number(year, month, day)) - i64::from(day_number(1899, 12, 30));
    i32::try_from(since).ok().map(f64::from)
}

/// Days since a March long ago: with the year begun in March, the leap day is its last.
fn day_number(year: u32, month: u32, day: u32) -> u32 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day
}

fn clock(time: &str) -> Option<f64> {
    let mut parts = time.splitn(3, ':');
    let hours: f64 = number(parts.next()?)?;
    let minutes: f64 = number(parts.next()?)?;
    let seconds: f64 = parts.next().map_or(Some(0.0), number)?;
    Some((hours * 3600.0 + minutes * 60.0 + seconds) / 86_400.0)
}

fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_become_the_numbers_a_sheet_stores() {
        for (date, serial) in [
            ("1899-12-30", 0.0),
            ("1900-03-01", 61.0),
            ("2000-02-29", 36_585.0),
            ("2024-03-01", 45_352.0),
            ("2024-03-01T06:00:00", 45_352.25),
            ("12:00:00", 0.5),
            ("1899-12-29", -1.0),
        ] {
            assert_eq!(serial_of_date(date), Some(serial), "{date}");
        }
        assert_eq!(serial_of_duration("PT12H00M00S"), Some(0.5));
        for wrong in ["", "2024", "2024-13-01", "2024-00-01", "99999-01-01", "inf:00", "2024-01-01T"] {
            assert_eq!(serial_of_date(wrong), None, "{wrong}");
        }
        assert_eq!(serial_of_duration("PT5"), None);
    }

    #[test]
    fn a_serial_is_of_a_year() {
        let years = ["45291", "45292", "45291.75", "44927"].map(year_of_serial);
        assert_eq!(years, [Some(2023), Some(2024), Some(2023), Some(2023)]);
        assert_eq!(["2023", "1", "-3", "x", ""].map(year_of_serial), [None; 5]);
    }
}
