//! The template of a letter: Markdown with fields in braces, a paragraph a line.
//!
//! | a line | becomes |
//! |---|---|
//! | `# …` | the title, in the middle |
//! | `## …`, `### …` | a heading |
//! | `> …` | a line at the right: who signs, and when |
//! | `- …`, `1. …` | one of a list |
//! | `…：`, `…:` | whom it is to: a paragraph that is not indented |
//! | anything else | a paragraph |
//!
//! `**…**` is bold. A line whose fields are all empty is left out. [`FIELDS`] has the names; those of [`BLOCKS`] stand for
//! many paragraphs and have a line to themselves.

use std::collections::BTreeMap;

use super::block::{LetterBlock, Span, StyledLine, plain};
use crate::model::{Lang, nearest};
use crate::render::words::phrases::filled;

/// The fields, in the order in which they are listed.
pub const FIELDS: [&str; 14] = [
    "title", "number", "agency", "year", "files", "opening", "problems", "errors", "warnings", "request", "deadline",
    "contact", "office", "form",
];

/// The fields that stand for many paragraphs.
const BLOCKS: [&str; 2] = ["problems", "form"];

/// A template that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterTemplate {
    lines: Vec<TemplateLine>,
}

/// What is wrong with a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateFault {
    /// The line, from 1.
    pub line: usize,
    /// The field that is there, without its braces.
    pub field: String,
    /// What is the matter with it.
    pub slip: FieldSlip,
}

/// What is the matter with a field of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldSlip {
    /// There is none of that name; another may be meant.
    Unknown(Option<&'static str>),
    /// It stands for many paragraphs, and something else is on its line.
    Crowded,
}

/// A line of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
struct TemplateLine {
    kind: TemplateLineKind,
    pieces: Vec<TemplatePiece>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TemplateLineKind {
    Title,
    Heading(u8),
    Signature,
    Item,
    Text,
}

/// A piece of a line, and whether it is bold.
#[derive(Debug, Clone, PartialEq, Eq)]
enum TemplatePiece {
    Text(String, bool),
    Field(&'static str, bool),
}

/// What stands for the fields of one letter.
pub(super) struct Filling {
    /// Paragraphs, one or more.
    pub(super) lines: BTreeMap<&'static str, Vec<String>>,
    pub(super) blocks: BTreeMap<&'static str, Vec<LetterBlock>>,
}

impl LetterTemplate {
    /// Reads a template.
    ///
    /// # Errors
    /// A field that there is none of, or one of many paragraphs amid a line.
    pub fn read(text: &str) -> Result<Self, TemplateFault> {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
        lines
            .map(|(number, line)| TemplateLine::read(number, line.trim()))
            .collect::<Result<_, _>>()
            .map(|lines| Self { lines })
    }

    /// A letter by this template.
    pub(super) fn fill(&self, filling: &Filling) -> Vec<LetterBlock> {
        self.lines.iter().flat_map(|line| line.fill(filling)).collect()
    }
}

impl TemplateFault {
    /// It in words, without the file.
    #[must_use]
    pub fn words(&self, lang: Lang) -> String {
        let braced = |field: &str| format!("{{{field}}}");
        let known = FIELDS.map(braced).join(" ");
        let (name, near) = match self.slip {
            FieldSlip::Unknown(Some(near)) => ("template-misspelt-field", braced(near)),
            FieldSlip::Unknown(None) => ("template-unknown-field", String::new()),
            FieldSlip::Crowded => ("template-crowded-field", String::new()),
        };
        let facts: [(&str, &dyn ToString); 4] =
            [("line", &self.line), ("field", &braced(&self.field)), ("near", &near), ("known", &known)];
        filled(name, lang, &facts)
    }
}

impl TemplateLine {
    fn read(number: usize, line: &str) -> Result<Self, TemplateFault> {
        let (kind, text) = TemplateLineKind::of(line);
        let (mut pieces, mut rest, mut is_bold) = (Vec::new(), text, false);
        while let Some(at) = rest.find(['{', '*']) {
            let (before, after) = rest.split_at(at);
            push(&mut pieces, before, is_bold);
            rest = if let Some(after) = after.strip_prefix("**") {
                is_bold = !is_bold;
                after
            } else if let Some((name, after)) = after.strip_prefix('{').and_then(|inside| inside.split_once('}')) {
                pieces.push(TemplatePiece::Field(known(number, name)?, is_bold));
                after
            } else {
                push(&mut pieces, &after[..1], is_bold);
                &after[1..]
            };
        }
        push(&mut pieces, rest, is_bold);
        let block = pieces.iter().find_map(|piece| match piece {
            TemplatePiece::Field(name, _) if BLOCKS.contains(name) => Some(*name),
            _ => None,
        });
        match block {
            Some(field) if pieces.len() > 1 || kind != TemplateLineKind::Text => {
                Err(TemplateFault { line: number, field: field.to_owned(), slip: FieldSlip::Crowded })
            }
            _ => Ok(Self { kind, pieces }),
        }
    }

    fn fill(&self, filling: &Filling) -> Vec<LetterBlock> {
        if let [TemplatePiece::Field(name, _)] = self.pieces.as_slice() {
            if let Some(blocks) = filling.blocks.get(name) {
                return blocks.clone();
            }
            let lines = filling.lines.get(name).map(Vec::as_slice).unwrap_or_default();
            let lines = lines.iter().filter(|line| !line.is_empty());
            return lines.map(|line| self.block(plain(line), *name == "number")).collect();
        }
        let value = |name: &str| filling.lines.get(name).map(|lines| lines.concat()).unwrap_or_default();
        let mut words = StyledLine::new();
        let (mut fields, mut empty) = (0, 0);
        for piece in &self.pieces {
            let (text, is_bold) = match piece {
                TemplatePiece::Text(text, is_bold) => (text.clone(), *is_bold),
                TemplatePiece::Field(name, is_bold) => {
                    let value = value(name);
                    fields += 1;
                    empty += usize::from(value.is_empty());
                    (value, *is_bold)
                }
            };
            words.push(Span { text, is_bold });
        }
        if fields > 0 && fields == empty { Vec::new() } else { vec![self.block(words, false)] }
    }

    fn block(&self, words: StyledLine, is_number: bool) -> LetterBlock {
        let is_address = words.last().is_some_and(|span| span.text.ends_with(['：', ':']));
        match self.kind {
            TemplateLineKind::Title => LetterBlock::Title(words),
            TemplateLineKind::Heading(level) => LetterBlock::Heading(level, words),
            TemplateLineKind::Signature => LetterBlock::Signature(words),
            TemplateLineKind::Item => LetterBlock::Item(None, words),
            TemplateLineKind::Text if is_number => LetterBlock::Number(words),
            TemplateLineKind::Text if is_address => LetterBlock::Address(words),
            TemplateLineKind::Text => LetterBlock::Text(words),
        }
    }
}

impl TemplateLineKind {
    /// What a line is by what it begins with, and the rest of it.
    fn of(line: &str) -> (Self, &str) {
        const MARKS: [(&str, TemplateLineKind); 6] = [
            ("### ", TemplateLineKind::Heading(3)),
            ("## ", TemplateLineKind::Heading(2)),
            ("# ", TemplateLineKind::Title),
            ("> ", TemplateLineKind::Signature),
            ("- ", TemplateLineKind::Item),
            ("* ", TemplateLineKind::Item),
        ];
        let marked = MARKS.iter().find_map(|(mark, kind)| Some((*kind, line.strip_prefix(mark)?.trim())));
        marked.unwrap_or((Self::Text, line))
    }
}

fn push(pieces: &mut Vec<TemplatePiece>, text: &str, is_bold: bool) {
    match pieces.last_mut() {
        Some(TemplatePiece::Text(last, bold)) if *bold == is_bold => last.push_str(text),
        _ if text.is_empty() => {}
        _ => pieces.push(TemplatePiece::Text(text.to_owned(), is_bold)),
    }
}

/// The field of a name.
fn known(line: usize, name: &str) -> Result<&'static str, TemplateFault> {
    let name = name.trim();
    if let Some(known) = FIELDS.iter().find(|known| **known == name) {
        return Ok(known);
    }
    let slip = FieldSlip::Unknown(nearest(&name.to_lowercase(), FIELDS));
    Err(TemplateFault { line, field: name.to_owned(), slip })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filling() -> Filling {
        let one = |text: &str| vec![text.to_owned()];
        let lines = [
            ("title", one("通知")),
            ("number", one("某办〔2024〕1号")),
            ("agency", one("某局")),
            ("opening", vec!["甲。".to_owned(), "乙。".to_owned()]),
            ("contact", one("")),
        ];
        let blocks = [("problems", vec![LetterBlock::Heading(2, plain("一、"))])];
        Filling { lines: lines.into_iter().collect(), blocks: blocks.into_iter().collect() }
    }

    #[test]
    fn lines_become_what_they_begin_with_and_fields_what_they_stand_for() {
        let text = "\u{feff}# {title}\n\n{number}\n{agency}：\n{opening}\n{problems}\n联系人：{contact}\n甲 **乙{agency}** 5*3\n- 项\n> 落款";
        let blocks = LetterTemplate::read(text).expect("a template").fill(&filling());
        let bold = |text: &str| Span { text: text.to_owned(), is_bold: true };
        let light = |text: &str| Span { text: text.to_owned(), is_bold: false };
        let expected = [
            LetterBlock::Title(plain("通知")),
            LetterBlock::Number(plain("某办〔2024〕1号")),
            LetterBlock::Address(vec![light("某局"), light("：")]),
            LetterBlock::Text(plain("甲。")),
            LetterBlock::Text(plain("乙。")),
            LetterBlock::Heading(2, plain("一、")),
            LetterBlock::Text(vec![light("甲 "), bold("乙"), bold("某局"), light(" 5*3")]),
            LetterBlock::Item(None, plain("项")),
            LetterBlock::Signature(plain("落款")),
        ];
        assert_eq!(blocks, expected);
    }

    #[test]
    fn a_field_that_is_none_is_named_with_its_line_and_the_nearest() {
        let fault = LetterTemplate::read("# {title}\n\n请于{dead line}前").expect_err("no such field");
        assert_eq!((fault.line, fault.field.as_str()), (3, "dead line"));
        assert_eq!(fault.slip, FieldSlip::Unknown(Some("deadline")));
        let words = fault.words(Lang::Zh);
        assert!(
            words.contains("第 3 行") && words.contains("{dead line}") && words.contains("是不是 {deadline}"),
            "{words}"
        );
        let fault = LetterTemplate::read("{天气}").expect_err("no such field");
        assert_eq!(fault.slip, FieldSlip::Unknown(None));
        assert!(!fault.words(Lang::Zh).contains("是不是"));
    }

    #[test]
    fn what_stands_for_many_paragraphs_has_a_line_to_itself() {
        for text in ["甲{problems}", "# {form}", "> {problems}"] {
            let fault = LetterTemplate::read(text).expect_err("it stands amid a line");
            assert!(fault.slip == FieldSlip::Crowded && fault.words(Lang::En).contains("line 1"), "{fault:?}");
        }
    }
}
