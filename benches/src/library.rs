//! The shared library as it is shipped, and its functions by name.

use std::{
    error::Error,
    ffi::{CStr, CString, c_char, c_int, c_void},
};

unsafe extern "C" {
    fn dlopen(path: *const c_char, flags: c_int) -> *mut c_void;
    fn dlsym(library: *mut c_void, name: *const c_char) -> *mut c_void;
}

const RTLD_NOW: c_int = 2;

/// An open library. It stays open for as long as the program runs.
pub struct Library(*mut c_void);

impl Library {
    /// The library whose path is in the variable `KENPO_LIBRARY`.
    ///
    /// # Errors
    /// Where the variable is not set.
    pub fn shipped() -> Result<Self, Box<dyn Error>> {
        Self::open(&std::env::var("KENPO_LIBRARY").map_err(|_| "KENPO_LIBRARY is the path of libkenpo.so")?)
    }

    /// The library of another build whose path is in the variable `KENPO_BESIDE`, where it is set.
    ///
    /// # Errors
    /// Where there is no library at that path.
    pub fn beside() -> Result<Option<Self>, Box<dyn Error>> {
        std::env::var("KENPO_BESIDE").ok().map(|path| Self::open(&path)).transpose()
    }

    fn open(path: &str) -> Result<Self, Box<dyn Error>> {
        let name = CString::new(path)?;
        // SAFETY: the path ends in NUL, and the library runs no code when it is opened.
        let library = unsafe { dlopen(name.as_ptr(), RTLD_NOW) };
        if library.is_null() { Err(format!("{path} was not opened").into()) } else { Ok(Self(library)) }
    }

    /// A function.
    ///
    /// # Safety
    /// `F` is the function's type in kenpo.h.
    ///
    /// # Panics
    /// Where the library has no such function.
    pub unsafe fn function<F: Copy>(&self, name: &CStr) -> F {
        const { assert!(size_of::<F>() == size_of::<*mut c_void>()) };
        // SAFETY: the library is open, and the name ends in NUL.
        let found = unsafe { dlsym(self.0, name.as_ptr()) };
        assert!(!found.is_null(), "{name:?} is not exported");
        // SAFETY: a function's address, of this type by the caller's word.
        unsafe { std::mem::transmute_copy(&found) }
    }
}
