//! Traits that many types have, written once.

/// `FromStr` and `TryFrom<&str>` of a type with a reader for text.
macro_rules! from_text {
    ($type:ty, $error:ty, $read:expr) => {
        impl core::str::FromStr for $type {
            type Err = $error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $read(text)
            }
        }

        impl TryFrom<&str> for $type {
            type Error = $error;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                $read(text)
            }
        }
    };
}
pub(crate) use from_text;

/// `Debug` of a type that holds personal data: it shows the fields named, and `..` for the others.
macro_rules! redacted {
    ($type:ident { $($shown:ident),* }) => {
        impl core::fmt::Debug for $type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.debug_struct(stringify!($type))$(.field(stringify!($shown), &self.$shown))*.finish_non_exhaustive()
            }
        }
    };
}
pub(crate) use redacted;
