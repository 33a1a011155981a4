//! Names the shared library after its ABI, so that a loader never takes another one for it.

/// The number in `libkenpo.so.<n>`; `kenpo_abi_version` returns the same, and a test compares them.
const ABI: &str = "1";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-env=KENPO_ABI={ABI}");
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo::rustc-cdylib-link-arg=-Wl,-soname,libkenpo.so.{ABI}");
    }
}
