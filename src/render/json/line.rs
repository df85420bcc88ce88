//! The compact JSON of a line, byte for byte as `serde_json` writes it.
//!
//! A data set makes a line of some kilobytes for every filing. `serde_json` looks each byte of a text up by itself, and
//! that took as long as all the rest of a line; here a text is taken whole where nothing in it has to be escaped. What
//! a line holds rarely or never is left to `serde_json`.

use serde::ser::{Error as _, Impossible, SerializeMap, SerializeSeq, SerializeStruct};
use serde::{Serialize, Serializer};
use serde_json::Error;

type Written = Result<(), Error>;

/// A line under way.
#[derive(Debug, Default)]
pub(super) struct Line(String);

impl Line {
    /// The line of a value, in place of the one before. Its names are texts.
    pub(super) fn of(&mut self, value: &impl Serialize) -> Result<&[u8], Error> {
        self.0.clear();
        value.serialize(&mut *self)?;
        self.0.push('\n');
        Ok(self.0.as_bytes())
    }

    fn put(&mut self, text: &str) -> Written {
        self.0.push_str(text);
        Ok(())
    }

    #[cold]
    fn escaped(&mut self, text: &str) -> Written {
        self.put(&serde_json::to_string(text)?)
    }

    /// Parts one element from the next.
    fn part(&mut self) -> &mut Self {
        if !matches!(self.0.as_bytes().last(), Some(b'[' | b'{')) {
            self.0.push(',');
        }
        self
    }
}

/// Whether a text stands in JSON as it is. No byte ends the search, so that many are looked at at once.
fn is_bare(text: &str) -> bool {
    !text.bytes().fold(false, |is_escaped, byte| is_escaped | matches!(byte, ..b' ' | b'"' | b'\\'))
}

macro_rules! left {
    ($($name:ident: $type:ty),*) => {
        $(fn $name(self, value: $type) -> Written {
            self.put(&serde_json::to_string(&value)?)
        })*
    };
}

impl<'l> Serializer for &'l mut Line {
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
        self.put(if value { "true" } else { "false" })
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
        self.put(itoa::Buffer::new().format(value))
    }

    fn serialize_str(self, text: &str) -> Written {
        if !is_bare(text) {
            return self.escaped(text);
        }
        self.0.push('"');
        self.0.push_str(text);
        self.put("\"")
    }

    fn serialize_none(self) -> Written {
        self.put("null")
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Written {
        self.put("null")
    }

    fn serialize_unit_struct(self, _: &'static str) -> Written {
        self.put("null")
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Error> {
        self.0.push('[');
        Ok(self)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, Error> {
        self.0.push('{');
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Error> {
        self.0.push('{');
        Ok(self)
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

impl SerializeSeq for &mut Line {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        value.serialize(self.part())
    }

    fn end(self) -> Written {
        self.put("]")
    }
}

impl SerializeMap for &mut Line {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Written {
        key.serialize(self.part())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        self.0.push(':');
        value.serialize(&mut **self)
    }

    fn end(self) -> Written {
        self.put("}")
    }
}

impl SerializeStruct for &mut Line {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Written {
        // What the program itself names has nothing to escape.
        self.part().0.extend(["\"", key, "\":"]);
        value.serialize(&mut **self)
    }

    fn end(self) -> Written {
        self.put("}")
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
        fn a_line_is_what_serde_json_writes(value in values()) {
            let mut line = Line::default();
            prop_assert_eq!(line.of(&value).expect("a line"), format!("{value}\n").as_bytes());
        }
    }
}
