//! A filing in words: whose it is, where it stands, what was checked and what became of it.

use super::{Refusal, Said, State};
use crate::diagnosis::{Assessment, Diagnosis, Finding, Unlisted};
use crate::forms::Forms;
use crate::model::{FormEdition, Lang, agency_key};
use crate::render::Style;
use crate::render::words::clean::clean;
use crate::render::words::phrases::{filled, joined, phrase};
use crate::render::words::places;
use crate::render::words::suspects::{other_words, suspect_words};
use crate::rules::Severity;

/// A filing, about to be said. What belongs to the run and not to one filing is said as if it were one.
#[derive(Debug, Clone, Copy)]
pub(in crate::render) struct SaidFiling<'a> {
    /// What was found.
    pub(in crate::render) assessment: &'a Assessment,
    /// The form whose cells it speaks of.
    pub(in crate::render) form: Option<&'a FormEdition>,
    /// How it is said.
    pub(in crate::render) style: Style<'a>,
}

/// Which cells are likely wrong, for the broken relations of a filing that hang together.
#[derive(Debug, Clone, Copy)]
pub(in crate::render) struct SaidSuspects<'a> {
    /// Its number among those of the filing.
    pub(in crate::render) number: usize,
    diagnosis: &'a Diagnosis,
    form: &'a FormEdition,
    style: Style<'a>,
}

impl SaidSuspects<'_> {
    /// In a sentence.
    pub(in crate::render) fn words(self) -> String {
        suspect_words(self.diagnosis, self.form, self.style.lang)
    }

    /// The corrections that the sentence counts and does not name: of many the first `most`, and how many more there are.
    pub(in crate::render) fn others(self, most: usize) -> (Vec<String>, usize) {
        let mut others = other_words(self.diagnosis, self.form, self.style.lang);
        let rest = others.len().saturating_sub(most);
        others.truncate(most);
        (others, rest)
    }

    /// The same in a line; empty where all are named.
    pub(in crate::render) fn others_line(self) -> String {
        /// Nobody reads more there.
        const MOST: usize = 6;
        let (others, rest) = self.others(MOST);
        if others.is_empty() {
            return String::new();
        }
        let lang = self.style.lang;
        let list = filled("suspect-others", lang, &[("list", &others.join(phrase("list-of-clauses", lang)))]);
        if rest > 0 { list + &filled("suspect-others-rest", lang, &[("count", &rest)]) } else { list }
    }

    /// The sentence, and behind it every correction that it counts and does not name.
    pub(in crate::render) fn all_words(self) -> String {
        let (others, lang) = (self.others(usize::MAX).0, self.style.lang);
        let list = others.join(phrase("list-of-clauses", lang));
        let others = if list.is_empty() { list } else { filled("suspect-others", lang, &[("list", &list)]) };
        [self.words(), others].iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join(" ")
    }

    /// The sentence under its title and number.
    pub(in crate::render) fn title(self) -> String {
        filled("suspect-title", self.style.lang, &[("number", &self.number)])
    }

    /// Whether it explains a finding.
    pub(in crate::render) fn resolves(self, finding: &Finding) -> bool {
        self.diagnosis.findings.contains(&finding.fingerprint)
    }
}

impl<'a> SaidFiling<'a> {
    pub(in crate::render) fn of(assessment: &'a Assessment, style: Style<'a>) -> Self {
        Self { assessment, form: edition(assessment, style.forms), style }
    }

    /// Its findings, in the order officers work through them.
    pub(in crate::render) fn findings(self) -> impl ExactSizeIterator<Item = Said<'a>> + Clone {
        self.assessment.findings.iter().map(move |finding| Said { finding, filing: self })
    }

    /// The finding at a position, as marks of cells name it.
    pub(in crate::render) fn finding(self, at: usize) -> Option<Said<'a>> {
        self.assessment.findings.get(at).map(|finding| Said { finding, filing: self })
    }

    /// What became of it.
    pub(in crate::render) fn state(self) -> State {
        State::of(self.assessment)
    }

    /// How much was found and is not listed, in a line.
    pub(in crate::render) fn unlisted(self) -> Option<String> {
        unlisted(&self.assessment.unlisted, self.style.lang)
    }

    /// Why it could not be assessed.
    pub(in crate::render) fn refusal(self) -> Option<Refusal> {
        self.assessment.error.as_ref().map(|error| Refusal::of(error, self.style.lang))
    }

    /// What is said of one of which neither agency nor year is known.
    pub(in crate::render) fn unnamed(self) -> Option<&'static str> {
        let filing = self.assessment;
        let is_read = filing.error.is_none() && filing.agency.is_none() && filing.year.is_none();
        is_read.then(|| phrase("unnamed", self.style.lang))
    }

    /// Which cells are likely wrong: one for the relations that hang together, in order.
    pub(in crate::render) fn suspects(self) -> impl Iterator<Item = SaidSuspects<'a>> {
        let told = self.assessment.diagnoses.iter().filter(|diagnosis| !diagnosis.is_silent());
        let numbered = self.form.into_iter().flat_map(move |form| (1..).zip(told.clone()).map(move |one| (form, one)));
        numbered.map(move |(form, (number, diagnosis))| SaidSuspects { number, diagnosis, form, style: self.style })
    }

    /// The codes of its errors and warnings, each once and with its basis.
    pub(in crate::render) fn bases(self) -> Vec<(&'a str, &'a str)> {
        let mut bases: Vec<(&str, &str)> = Vec::new();
        for said in self.findings().filter(|said| said.finding.severity != Severity::Note) {
            if !bases.iter().any(|(code, _)| *code == said.code()) {
                bases.push((said.code(), said.basis()));
            }
        }
        bases
    }

    /// Whom it concerns: the agency by the name that it has on the roster now, whatever the filing calls it.
    pub(in crate::render) fn agency(self) -> Option<&'a str> {
        let agency = self.assessment.agency.as_deref()?;
        let member = self.style.policy.roster.as_deref().and_then(|roster| roster.member(agency));
        Some(member.map_or(agency, |member| &member.name))
    }

    /// What the filings of one agency are kept under, however each writes its name; who is not known is told apart by file.
    pub(in crate::render) fn agency_key(self) -> String {
        let agency = self.agency().map(|agency| agency_key(agency).into_owned());
        agency.unwrap_or_else(|| nameless_key(&self.assessment.source.path))
    }

    /// Whose it is, as far as that is known: `某县人民政府 2023 年`.
    pub(in crate::render) fn owner(self) -> String {
        let agency = self.assessment.agency.as_deref().map(|agency| clean(agency).into_owned());
        let year = self.assessment.year.map(|year| filled("year", self.style.lang, &[("year", &year)]));
        joined([agency, year].into_iter().flatten(), " ")
    }

    /// Where it stands: `统计表.xlsx [Sheet1]`, or with the line of a data set `all.csv:12`.
    pub(in crate::render) fn file(self) -> String {
        places::source(&self.assessment.source)
    }

    /// Whose it is and where it stands: `某县人民政府 2023 年 · 统计表.xlsx [Sheet1]`.
    pub(in crate::render) fn headline(self) -> String {
        joined([self.owner(), self.file()].into_iter().filter(|part| !part.is_empty()), " · ")
    }

    /// The same for a heading, with the edition: `青禾县人民政府 2023 年 · 2021 版 · 附件/统计表.xlsx [Sheet1]`.
    pub(in crate::render) fn heading(self) -> String {
        let (filing, lang) = (self.assessment, self.style.lang);
        let owner = Some(self.owner()).filter(|_| filing.agency.is_some() || filing.year.is_some());
        let edition = filing.edition.as_ref().map(|edition| filled("edition", lang, &[("edition", edition)]));
        let path = clean(&filing.source.path).into_owned();
        let path = match &filing.source.sheet {
            Some(sheet) => format!("{path} [{}]", clean(sheet)),
            None => path,
        };
        let record = filing.source.record.map(|record| filled("record", lang, &[("record", &record)]));
        joined([owner, edition, Some(path), record].into_iter().flatten(), " · ")
    }

    /// What was checked and what came of it: `42 项勾稽关系全部成立，200 个指标`.
    pub(in crate::render) fn checked(self) -> String {
        let (filing, lang) = (self.assessment, self.style.lang);
        let checked = &filing.checked;
        let told = [("sentences", &filing.narrated.sentences as &dyn ToString), ("told", &filing.narrated.told)];
        if filing.transcript.is_none() {
            return filled("checked-text", lang, &told);
        }
        let total = checked.held + checked.violated + checked.undetermined;
        let name = match (total, checked.violated, checked.undetermined) {
            (0, ..) => "checked-none",
            (_, 0, 0) => "checked-all",
            (_, 0, _) => "checked-some",
            (_, _, 0) => "checked-broken",
            _ => "checked-broken-some",
        };
        let text = filled(
            name,
            lang,
            &[
                ("total", &total),
                ("held", &checked.held),
                ("violated", &checked.violated),
                ("undetermined", &checked.undetermined),
                ("cells", &checked.cells),
            ],
        );
        let text = if filing.narrated.told > 0 { text + &filled("checked-narrative", lang, &told) } else { text };
        match filing.unlisted.relations {
            0 => text,
            count => text + &filled("checked-unlisted", lang, &[("count", &count)]),
        }
    }
}

/// How much was found and is not listed, in a line.
pub(super) fn unlisted(unlisted: &Unlisted, lang: Lang) -> Option<String> {
    let count = unlisted.findings;
    (count > 0).then(|| filled("unlisted", lang, &[("count", &count)]))
}

/// The form whose cells an assessment speaks of.
pub(super) fn edition<'f>(assessment: &Assessment, forms: &'f Forms) -> Option<&'f FormEdition> {
    // What a run says of a filing that it has said already has no figures with it.
    let read = assessment.transcript.as_ref().map(|transcript| &transcript.edition);
    forms.get(read.or(assessment.edition.as_ref())?)
}

/// What the filings in a file are kept under that bear no name.
pub(in crate::render) fn nameless_key(path: &str) -> String {
    format!("\u{1f}{path}")
}
