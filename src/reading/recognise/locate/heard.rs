//! What was said of agency and year since the last row of a table, and in a text as a whole.

use super::super::captions::Captions;
use super::super::fields::Fields;
use super::super::heading::{Heading, is_another};
use super::super::identify::broken::{self, Above};
use super::super::identify::{self, Title};
use super::super::lead::lead;
use super::super::marked::{self, Marked};
use super::super::period::period;
use super::super::surface::GridLine;
use super::super::vocabulary::LabelPart;
use super::super::years::{of_whole_field, year_of};
use super::found::{Found, Naming};
use crate::reading::cells::lexicon::LEXICON;

/// Bytes of a line that is listened to.
const LONGEST_LINE: usize = 2_000;

/// Longer text above a title is a paragraph, not the first half of the title.
const MAX_PREVIOUS_CHARS: usize = 60;

/// Agency and year as heard, by how much each kind of line counts.
#[derive(Debug, Default)]
pub(super) struct Heard {
    /// The title of a report.
    pub(super) title: Option<Title>,
    /// The words of a title that is of a part of the year.
    pub(super) part: Option<String>,
    /// The last line was that title, or goes on with its year, and neither names an agency.
    is_open: bool,
    /// The agency that a line below the title is, and nothing else.
    pub(super) head: Option<String>,
    /// What marks say since the last row.
    pub(super) marks: Marks,
    /// What was typed in the fields of gouji's own forms.
    pub(super) fields: Fields,
    /// The agency of a line above what may become a title.
    above: Option<String>,
    /// The agency that a line is and nothing else, wherever it stands.
    pub(super) alone: Option<String>,
    /// The sentence that puts the report before the public.
    pub(super) lead: Option<Title>,
    /// A section of the report has begun.
    is_in_section: bool,
    /// The heading right above, which is no title.
    pub(super) heading: Option<Heading>,
    /// The agency that the sheet is named after.
    pub(super) tab: Option<String>,
    /// Lines that name the year of the table below.
    pub(super) captions: Captions,
    /// The lines right above, where they may be of one heading with the next.
    pub(super) lines: Above,
}

/// What marks say: whose, or of which year.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// The agency that a form says it is of.
    pub(super) form: Option<String>,
    /// The agency that a page says it is of.
    pub(super) source: Option<String>,
    /// The agency behind a word that may be of any other.
    pub(super) other: Option<String>,
    /// The year of the period that a text covers.
    period: Option<u16>,
    /// The year behind a word for it. It yields to all others: a page may say of itself what is not so of the report.
    marked: Option<u16>,
}

impl Marks {
    /// The year that they say.
    pub(super) fn year(&self) -> Option<u16> {
        self.period.or(self.marked)
    }

    /// Those, and where they say nothing what others have said after them.
    pub(super) fn or(self, later: Self) -> Self {
        Self {
            form: self.form.or(later.form),
            source: self.source.or(later.source),
            other: self.other.or(later.other),
            period: self.period.or(later.period),
            marked: self.marked.or(later.marked),
        }
    }

    fn take(&mut self, marked: Option<Marked>) {
        match marked {
            Some(Marked::Form(agency)) => self.form = self.form.take().or(Some(agency)),
            Some(Marked::Source(agency)) => self.source = self.source.take().or(Some(agency)),
            Some(Marked::Head(agency)) => self.other = self.other.take().or(Some(agency)),
            Some(Marked::Year(year)) => self.marked = self.marked.or(Some(year)),
            None => {}
        }
    }
}

/// What a line turned out to be, besides what it may be in a table.
pub(super) enum LineSaid {
    /// The title of a report.
    Title,
    /// The date under a signature: the agency that signs what stands above.
    Signature(String),
    /// The heading of an agency's tables.
    Heading,
    /// A field for the agency or the year.
    Field,
    /// Nothing of that kind.
    Nothing,
}

/// Whether a line has other words before a whole name, as that of who wrote it: 张三 某县教育局.
fn is_byline(text: &str) -> bool {
    let mut words = text.split_whitespace().map(identify::flat);
    let is_before = words.next().is_some_and(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1);
    is_before && words.any(|word| LEXICON.is_body(&word))
}

/// An agency that a line names which is no title and has no mark.
pub(super) struct Named<'h> {
    pub(super) agency: &'h str,
    /// It begins a filing wherever it stands.
    pub(super) is_sure: bool,
}

impl Heard {
    /// Nothing but the lines right above.
    pub(super) fn below(lines: Above) -> Self {
        Self { lines, ..Self::default() }
    }

    /// Forgets what was heard of the report above.
    fn begin(&mut self, title: Title) -> LineSaid {
        let marks = std::mem::take(&mut self.marks);
        *self = Self { title: Some(title), marks, tab: self.tab.take(), captions: self.captions, ..Self::default() };
        LineSaid::Title
    }

    /// Listens to a line. In one of its cells may stand a title and more, each on a line of its own, as all of a page does that
    /// is laid out by a table. A line that begins a report without being its title says what is known of it (`begun`).
    pub(super) fn listen(&mut self, line: &GridLine, previous: Option<&str>, begun: Option<&Title>) -> LineSaid {
        if let Some(title) = begun {
            return self.begin(title.clone());
        }
        let mut lines = previous.map(|_| std::mem::take(&mut self.lines)).unwrap_or_default();
        let said = self.listen_below(line, previous, &mut lines);
        self.lines = if matches!(said, LineSaid::Title | LineSaid::Field) { Above::default() } else { lines };
        said
    }

    fn listen_below(&mut self, line: &GridLine, previous: Option<&str>, lines: &mut Above) -> LineSaid {
        if let Some((label, typed)) = self.fields.listen(line) {
            (self.is_open, self.above) = (false, None);
            self.marks.take(marked::beside(label, Some(typed).filter(|typed| !typed.is_empty()).into_iter()));
            return LineSaid::Field;
        }
        let mut said = LineSaid::Nothing;
        let is_alone = line.cells.len() == 1;
        let mut is_of_form = false;
        for (at, word) in line.cells.iter().enumerate() {
            let whole = word.cell.text.as_str();
            // A label of a table says nothing of the kind; some titles are both, and 单位 is over its units.
            let label = word.label.as_deref();
            let is_only = |may_be: &[LabelPart]| {
                label.is_some_and(|label| label.meanings.iter().all(|meaning| may_be.contains(&meaning.part)))
            };
            if !is_only(&[LabelPart::Title, LabelPart::Furniture]) {
                if at == 0 {
                    self.hear_name(line, whole);
                }
                // The year of a title may stand on a line of its own.
                lines.go_on(whole, is_alone && label.is_none() && year_of(whole).is_some());
                continue;
            }
            let mut above = previous.filter(|_| at == 0);
            // A title may be broken over lines, and so may the words of a label.
            let is_of_lines = whole.contains('\n') && is_only(&[LabelPart::Title]) && !identify::is_title(whole);
            let (broken, whole) = if is_of_lines { (Some(whole.lines()), None) } else { (None, Some(whole)) };
            let is_of_heading = is_alone && label.is_some_and(|label| label.meanings.is_empty());
            for text in broken.into_iter().flatten().chain(whole) {
                if at == 0 {
                    self.hear_name(line, text);
                }
                if text.len() > LONGEST_LINE {
                    lines.go_on(text, is_of_heading);
                    continue;
                }
                self.is_in_section |= at == 0 && identify::is_section(text);
                let others = line.cells[at + 1..].iter().map(|word| word.cell.text.as_str());
                let beside = marked::beside(text, others);
                // 填报单位：某局 | 2023年.
                if is_of_form && text.contains('年') {
                    self.marks.take(of_whole_field(text).map(Marked::Year));
                }
                is_of_form |= !is_alone && marked::is_of_form(text);
                if !is_only(&[LabelPart::Title]) {
                    lines.go_on(text, false);
                    self.marks.take(beside);
                    continue;
                }
                let previous = above.or(previous).filter(|text| text.chars().nth(MAX_PREVIOUS_CHARS).is_none());
                let over = || previous.filter(|_| at == 0 && line.value_count() == 0);
                let over = || over().and_then(|previous| marked::above(previous, text));
                self.marks.take(beside.or_else(over).or_else(|| marked::agency(text)));
                let heard = self.hear(text, &lines.of(previous), is_alone);
                lines.go_on(text, is_of_heading);
                if !matches!(said, LineSaid::Title) && !matches!(heard, LineSaid::Nothing) {
                    said = heard;
                }
                above = Some(text);
            }
            if !matches!(said, LineSaid::Nothing) {
                break;
            }
        }
        said
    }

    /// Listens to a text below others, the nearest last.
    fn hear(&mut self, text: &str, above: &[&str], is_alone: bool) -> LineSaid {
        let signature = || identify::signature(above.last().copied(), text);
        // Below a sentence or a date a heading is that of what is over.
        let is_over = || text.contains('。') || signature().is_some();
        if self.heading.is_some() && is_over() {
            self.heading = None;
        }
        if identify::is_worth_a_look(above, text) {
            if let Some(title) = broken::title(above, text).filter(|title| !self.is_told(title, text)) {
                self.part = title.is_of_part.then(|| text.trim().to_owned());
                let title = title.below(self.title.take());
                self.is_open = title.agency.is_none();
                if self.is_open {
                    self.head = self.head.take().or(self.above.take());
                }
                self.title = Some(title);
                self.heading = None;
                return LineSaid::Title;
            }
            self.marks.period = self.marks.period.or_else(|| period(text));
            self.marks.marked = self.marks.marked.or_else(|| marked::year(text));
            self.hear_lead(text);
            let others = || above.iter().rev().skip(1).map(|line| identify::flat(line));
            if let Some(signature) = signature().and_then(|name| broken::whole(others(), name)) {
                return LineSaid::Signature(signature);
            }
        }
        match Heading::of(text).filter(|_| is_alone) {
            Some(heading) => {
                self.heading = Some(heading);
                LineSaid::Heading
            }
            None => LineSaid::Nothing,
        }
    }

    /// Whether the title of a report of another year is one that the report under way only tells of, in one of its sections, or
    /// leads to, as an attachment below its own title.
    fn is_told(&self, title: &Title, text: &str) -> bool {
        let Some(known) = &self.title else { return false };
        let is_of_other_year = known.year.zip(title.year).is_some_and(|(known, year)| known != year);
        let is_attached = !title.is_of_form && known.agency.is_some() && text.trim_start().starts_with('附');
        is_of_other_year && (self.is_in_section || is_attached)
    }

    /// A line that is nothing but the name of an agency, in brackets, behind a dash or before a date: below a title that
    /// names none it is the title's, and so it is above one, with nothing between but the year or the first half of it. With
    /// figures or another agency beside it, it is a row of a list.
    fn hear_name(&mut self, line: &GridLine, text: &str) {
        /// Bytes, blanks between its characters included; a longer line is a paragraph.
        const LONGEST: usize = 200;
        let is_open = std::mem::take(&mut self.is_open);
        let above = self.above.take();
        let others = &line.cells[1..];
        let is_row = line.value_count() > 0 || (!is_open && !others.is_empty()) || line.names_lines();
        if is_row || text.len() > LONGEST {
            return;
        }
        let (printed, text) = (text, identify::flat(text));
        let is_of_date = |c: char| c.is_ascii_digit() || "年月日".contains(c);
        let name = text.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '(');
        let name = name.strip_prefix('(').and_then(|name| name.strip_suffix(')')).unwrap_or(name);
        let name = if is_open { name.trim_end_matches(is_of_date) } else { name };
        let is_other = |name: &str| LEXICON.is_agency(&identify::flat(name));
        if LEXICON.is_body(name) && !is_byline(printed) && !others.iter().any(|word| is_other(&word.cell.text)) {
            self.alone = Some(name.to_owned());
            if is_open {
                self.head = self.head.take().or(Some(name.to_owned()));
            } else {
                self.above = Some(name.to_owned());
            }
            return;
        }
        // （2023年度） goes on with the title.
        let is_year = text.chars().all(|c| !c.is_alphabetic() || "年月日度".contains(c));
        self.is_open = is_open && is_year;
        let is_half = || LEXICON.title_subject(&text).is_some_and(|at| at == 0);
        self.above = above.filter(|_| is_year || is_half());
    }

    /// The sentence that puts a report before the public, above its sections: in these it may be of any other.
    fn hear_lead(&mut self, text: &str) {
        if self.lead.is_some() || self.is_in_section {
            return;
        }
        let year = self.title.as_ref().and_then(|title| title.year);
        self.lead = lead(text).filter(|lead| year.is_none() || lead.year.is_none() || lead.year == year);
    }

    /// Whether what was heard belongs to another filing than the one under way.
    pub(super) fn is_of_another(&self, current: &Found) -> bool {
        // Tables that take turns: table 2 of 2022, table 2 of 2023, table 3 of 2022, and so on.
        let caption = self.captions.nearest().and_then(|caption| caption.year(current.report.year));
        let by_caption = caption.zip(current.year_of_tables()).is_some_and(|(heard, known)| heard != known);
        by_caption || self.is_of_another_report(current)
    }

    /// Whether a heading names another agency than that of the filing under way; `None` where either is not named. Below the
    /// title of a place stand the tables of its agencies, each under its heading.
    pub(super) fn is_headed_by_another(&self, current: &Found) -> Option<bool> {
        let own = current.heading.as_ref().map(|heading| &heading.agency);
        let known = current.agency.as_ref().or(own)?;
        let heading = self.heading.as_ref()?;
        let is_other = heading.is_of_another(known) || (own.is_some() && LEXICON.is_region(known));
        Some(is_other && own.is_none_or(|own| heading.is_of_another(own)))
    }

    /// Whether it certainly belongs to another report: the tables of one may be of several years.
    pub(super) fn is_of_another_report(&self, current: &Found) -> bool {
        let differs = |heard: Option<&String>, known: Option<&String>| {
            heard.zip(known).is_some_and(|(heard, known)| heard != known)
        };
        let known = current.agency.as_ref().filter(|_| current.naming >= Naming::Page);
        let by_title = self.title.as_ref().is_some_and(|title| {
            let other_year = title.year.zip(current.year).is_some_and(|(heard, known)| heard != known);
            // A title over what had none so far begins a filing of its own.
            let is_first = title.agency.is_some() && known.is_none() && current.year.is_none();
            other_year || is_first || differs(title.agency.as_ref(), known)
        });
        // A page may say beside whose form it is whose it is itself.
        let Marks { form, source, .. } = &self.marks;
        let known_source = current.source.as_ref().or(known);
        let by_source = differs(form.as_ref(), known) || (form.is_none() && differs(source.as_ref(), known_source));
        let by_source = self.title.is_none() && by_source;
        // The title over the fields may leave out who is named there.
        let is_titled = self.title.as_ref().is_some_and(|title| title.agency.is_some());
        let typed = self.fields.agency.as_deref().filter(|_| !is_titled).map(identify::flat);
        let by_field = differs(typed.as_ref(), known);
        by_title || by_source || by_field || differs(self.tab.as_ref(), current.tab.as_ref())
    }

    /// The agency that a heading or a line alone names, if it is another than that of the filing under way. It may be
    /// whoever dealt with the next table: it begins another filing if that table comes again, or if the filing that it
    /// names is known and has none. That is sure where the heading is worded as a title, or stands below one.
    pub(super) fn name_of_another(&self, current: &Found) -> Option<Named<'_>> {
        let is_headed = self.title.is_none() && self.marks.source.is_none() && self.marks.form.is_none();
        if let Some(heading) =
            self.heading.as_ref().filter(|_| is_headed && self.is_headed_by_another(current) == Some(true))
        {
            return Some(Named { agency: &heading.agency, is_sure: heading.is_worded && heading.year.is_some() });
        }
        // Names alone on lines tell reports apart where the one above has its own from such a line.
        let known = current.agency.as_ref().filter(|_| current.is_of_head)?;
        let agency = self.head.as_ref().or(self.alone.as_ref()).filter(|name| is_another(name, known))?;
        Some(Named { agency, is_sure: self.title.is_some() && self.head.is_some() })
    }
}
