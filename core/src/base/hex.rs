//! Bytes, lower-case hexadecimal in JSON.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use super::{ErrorCode, refuse, value::read_text};

/// Exactly `N` bytes, lower-case hexadecimal in JSON.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Hex<const N: usize>(pub [u8; N]);

impl<const N: usize> Serialize for Hex<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut text = [[0; 2]; N];
        // Two digits for each byte: there is always room.
        serializer.serialize_str(base16ct::lower::encode_str(&self.0, text.as_flattened_mut()).unwrap_or_default())
    }
}

impl<'de, const N: usize> Deserialize<'de> for Hex<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_text(deserializer, |text| {
            let mut bytes = [0; N];
            match base16ct::lower::decode(text, &mut bytes) {
                Ok(read) if read.len() == N => Ok(Self(bytes)),
                _ => Err(refuse(ErrorCode::HexInvalid)),
            }
        })
    }
}

#[cfg(feature = "schema")]
impl<const N: usize> schemars::JsonSchema for Hex<N> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        alloc::format!("Hex{N}").into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let digits = N.saturating_mul(2);
        schemars::json_schema!({ "type": "string", "pattern": alloc::format!("^[0-9a-f]{{{digits}}}$") })
    }
}

/// Bytes of any length, lower-case hexadecimal in JSON.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HexBytes(pub alloc::vec::Vec<u8>);

impl Serialize for HexBytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&base16ct::lower::encode_string(&self.0))
    }
}

impl<'de> Deserialize<'de> for HexBytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_text(deserializer, |text| {
            base16ct::lower::decode_vec(text).map(Self).map_err(|_| D::Error::custom(ErrorCode::HexInvalid.name()))
        })
    }
}

#[cfg(feature = "schema")]
string_schema!(HexBytes, "HexBytes", { "type": "string", "pattern": "^([0-9a-f]{2})*$" });
