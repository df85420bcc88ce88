//! JSON on a line or indented, byte for byte as `serde_json` writes it.
//!
//! A data set makes some kilobytes for every filing. `serde_json` looks each byte of a text up by itself, and that took
//! as long as all the rest of a line; here a text is taken whole where nothing in it has to be escaped. And what is
//! indented stands at its depth in the document from the first. What results hold rarely is left to `serde_json`.

use std::iter;

use serde::ser::{Error as _, Impossible, SerializeMap, SerializeSeq, SerializeStruct};
use serde::{Serialize, Serializer};
use serde_json::Error;

type Written = Result<(), Error>;

/// A value under way. It is written to the result at once: a filing has hundreds of pieces.
#[derive(Debug, Default)]
pub(super) struct Draft {
    text: String,
    /// How deep in the document its lines stand; `None` on a single line.
    depth: Option<usize>,
}

impl Draft {
    /// A value on a line.
    pub(super) fn line(&mut self, value: &impl Serialize) -> Result<&str, Error> {
        self.write(value, None)?;
        self.text.push('\n');
        Ok(&self.text)
    }

    /// A value as it stands `depth` steps into a document.
    pub(super) fn indented(&mut self, value: &impl Serialize, depth: usize) -> Result<&str, Error> {
        self.write(value, Some(depth))?;
        Ok(&self.text)
    }

    /// Writes a value in place of the one before.
    fn write(&mut self, value: &impl Serialize, depth: Option<usize>) -> Written {
        self.text.clear();
        self.depth = depth;
        value.serialize(self)
    }

    /// A text that has nothing to escape.
    fn quoted(&mut self, text: &str) {
        self.text.push('"');
        self.text.push_str(text);
        self.text.push('"');
    }

    /// What is rare.
    #[cold]
    fn leave(&mut self, value: &(impl Serialize + ?Sized)) -> Written {
        self.text.push_str(&serde_json::to_string(value)?);
        Ok(())
    }

    fn open(&mut self, bracket: char) -> &mut Self {
        self.text.push(bracket);
        self.depth = self.depth.map(|depth| depth + 1);
        self
    }

    /// Parts one element from the next.
    fn part(&mut self) -> &mut Self {
        if !self.is_empty() {
            self.text.push(',');
        }
        self.begin_line();
        self
    }

    /// Parts a name from its value.
    fn colon(&mut self) -> &mut Self {
        self.text.push(':');
        if self.depth.is_some() {
            self.text.push(' ');
        }
        self
    }

    fn close(&mut self, bracket: char) {
        self.depth = self.depth.map(|depth| depth - 1);
        if !self.is_empty() {
            self.begin_line();
        }
        self.text.push(bracket);
    }

    /// Whether nothing stands yet between the brackets that are open.
    fn is_empty(&self) -> bool {
        matches!(self.text.as_bytes().last(), Some(b'[' | b'{'))
    }

    fn begin_line(&mut self) {
        if let Some(depth) = self.depth {
            self.text.push('\n');
            self.text.extend(iter::repeat_n("  ", depth));
        }
    }
}

/// Whether a text stands in JSON as it is. Eight bytes are looked at at once; those at the end together with some before
/// them.
fn is_bare(text: &str) -> bool {
    let is_escaped = |byte: &u8| matches!(byte, ..b' ' | b'"' | b'\\');
    match text.as_bytes().last_chunk() {
        Some(last) => {
            let (words, _) = text.as_bytes().as_chunks();
            words.iter().fold(escaped(*last), |found, word| found | escaped(*word)) == 0
        }
        None => !text.as_bytes().iter().any(is_escaped),
    }
}

/// Not zero if one of these bytes has to be escaped.
fn escaped(word: [u8; 8]) -> u64 {
    const ONES: u64 = u64::MAX / 0xFF;
    let word = u64::from_le_bytes(word);
    // A byte that is less has its highest bit when it is taken off, and had it not before.
    let less = |word: u64, than: u8| word.wrapping_sub(ONES * u64::from(than)) & !word;
    let is = |byte: u8| less(word ^ (ONES * u64::from(byte)), 1);
    (less(word, b' ') | is(b'"') | is(b'\\')) & (ONES << 7)
}

macro_rules! left {
    ($($name:ident: $type:ty),*) => {
        $(fn $name(self, value: $type) -> Written {
            self.leave(&value)
        })*
    };
}

impl Serializer for &mut Draft {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Self;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeTuple = Impossible<(), Error>;
    type SerializeTupleStruct = Impossible<(), Error>;
    type SerializeTupleVariant = Impossible<(), Error>;
    type SerializeStructVariant = Impossible<(), Error>;

    left!(serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_f32: f32,
        serialize_f64: f64, serialize_char: char, serialize_bytes: &[u8]);

    fn serialize_bool(self, value: bool) -> Written {
        self.text.push_str(if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_u8(self, value: u8) -> Written {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Written {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Written {
        self.serialize_u64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Written {
        self.text.push_str(itoa::Buffer::new().format(value));
        Ok(())
    }

    fn serialize_str(self, text: &str) -> Written {
        if !is_bare(text) {
            return self.leave(text);
        }
        self.quoted(text);
        Ok(())
    }

    fn serialize_none(self) -> Written {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Written {
        self.text.push_str("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Written {
        self.serialize_unit()
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Error> {
        Ok(self.open('['))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, Error> {
        Ok(self.open('{'))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Error> {
        Ok(self.open('{'))
    }

    // Results have neither tuples nor variants.

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Error> {
        Err(Error::custom("a tuple"))
    }

    fn serialize_tuple_struct(self, name: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Error> {
        Err(Error::custom(name))
    }

    fn serialize_unit_variant(self, name: &'static str, _: u32, _: &'static str) -> Written {
        Err(Error::custom(name))
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Written {
        Err(Error::custom(name))
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Error> {
        Err(Error::custom(name))
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Error> {
        Err(Error::custom(name))
    }
}

impl SerializeSeq for &mut Draft {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        value.serialize(self.part())
    }

    fn end(self) -> Written {
        self.close(']');
        Ok(())
    }
}

impl SerializeMap for &mut Draft {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Written {
        let begin = self.part().text.len();
        key.serialize(&mut **self)?;
        if self.text[begin..].starts_with('"') { Ok(()) } else { Err(Error::custom("a key that is no text")) }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        value.serialize(self.colon())
    }

    fn end(self) -> Written {
        self.close('}');
        Ok(())
    }
}

impl SerializeStruct for &mut Draft {
    type Ok = ();
    type Error = Error;

    // In its place the length of the name is known, and it is a few moves instead of a call to copy it.
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "a result has hundreds of names")]
    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Written {
        // What the program itself names has nothing to escape.
        self.part().text.push('"');
        self.text.push_str(key);
        self.text.push('"');
        value.serialize(self.colon())
    }

    fn end(self) -> Written {
        self.close('}');
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Map, Value};

    use super::*;

    /// Values as deep as results are, with every kind of text.
    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            ".*".prop_map(Value::from),
            "[a\"\\\\\\x00-\\x1f\\x7f某]{0,40}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 64, 8, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
                prop::collection::vec((".*", inner), 0..8).prop_map(|all| Map::from_iter(all).into()),
            ]
        })
    }

    proptest! {
        #[test]
        fn a_draft_is_what_serde_json_writes(value in values(), depth in 0..4_usize) {
            let mut draft = Draft::default();
            prop_assert_eq!(draft.line(&value).expect("a line"), format!("{value}\n"));
            let deep = format!("{value:#}").replace('\n', &format!("\n{}", "  ".repeat(depth)));
            prop_assert_eq!(draft.indented(&value, depth).expect("lines"), deep);
        }
    }
}
