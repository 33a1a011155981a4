import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The package's folder. */
export const PACKAGE = here('..');
/** The project's root. */
export const ROOT = here('../../..');
/** What cargo and the build leave between steps. */
export const TARGET = process.env.CARGO_TARGET_DIR ?? here('../../../target');
/** What is shipped. */
export const DIST = here('../dist');
/** The same with the probes, for tests. */
export const PROBE = `${TARGET}/js/probe`;
