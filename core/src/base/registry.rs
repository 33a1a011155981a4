/// Declares a registry of stable codes: a number that is never reused, a snake_case name, and what it means.
macro_rules! registry {
    (
        $(#[$meta:meta])*
        $name:ident {
            $($number:literal $text:literal $variant:ident $doc:literal;)+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[non_exhaustive]
        #[repr(u8)]
        pub enum $name {
            $(#[doc = $doc] $variant = $number,)+
        }

        impl $name {
            /// Every code, in the order of its declaration.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The stable snake_case name.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// The stable number. Numbers are never reused.
            pub const fn number(self) -> u8 {
                match self { $(Self::$variant => $number,)+ }
            }

            /// What it means, in English.
            pub const fn text(self) -> &'static str {
                match self { $(Self::$variant => $doc,)+ }
            }

            /// The code with this name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$variant),)+ _ => None }
            }

            /// The code with this number.
            pub const fn from_number(number: u8) -> Option<Self> {
                match number { $($number => Some(Self::$variant),)+ _ => None }
            }
        }

        impl From<$name> for i32 {
            fn from(code: $name) -> Self {
                code.number().into()
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.name())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_unit_variant(stringify!($name), self.number().into(), self.name())
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> alloc::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let names: alloc::vec::Vec<&str> = Self::ALL.iter().map(|code| code.name()).collect();
                schemars::json_schema!({ "type": "string", "enum": names })
            }
        }
    };
}
pub(crate) use registry;
