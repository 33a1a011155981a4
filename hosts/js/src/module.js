// Where the WebAssembly module comes from, and what is said when it is not there.

/** Whether a value is a compiled module, of whatever realm. */
const isCompiled = (source) => Object.prototype.toString.call(source) === '[object WebAssembly.Module]';

/** A compiled module of what may be one, or its bytes. */
export const compile = async (source) => (isCompiled(source) ? source : WebAssembly.compile(source));

/** The same at once, which browsers refuse for large modules. */
export const compileSync = (source) => (isCompiled(source) ? source : new WebAssembly.Module(source));

/** Whether a value says where to read the module. */
export const isPlace = (source) => typeof source === 'string' || source?.href !== undefined;

/** That the module which belongs beside the package's code is not there. */
export const missing = (cause) =>
  new Error("kenpo: kenpo_bg.wasm is not beside the code that loads it; copy it there, or import 'kenpo/inline', which holds it", {
    cause,
  });
