import type { CardMethod, Kenpo as Complete, ModuleSource } from '../index.js';

export { KenpoError, Reason, Status } from '../index.js';
export type * from '../index.js';

/** The library with what a card needs: numbers, names and dates. The answers are those of the whole library, byte for byte. */
export interface Kenpo extends Pick<Complete, 'version' | 'abi' | 'answer' | 'batch' | CardMethod | 'insurerNumberReason' | 'insurerNumberReasons' | 'matchKey' | 'matchKeys'> {}

/** Loads the entry's module; see the package's own `load`. */
export declare function load(source?: ModuleSource): Promise<Kenpo>;
/** The same at once; see the package's own `loadSync`. */
export declare function loadSync(source?: ModuleSource): Kenpo;
