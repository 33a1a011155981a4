import type { Check, ErrorCode, Fault, Reason } from 'kenpo';
import type { Message } from 'kenpo/messages';

/** The message of a reason, by its code or its number. */
export declare function reasonMessage(reason: Reason): Message;
/** Nothing for a code or number that this version does not know. */
export declare function reasonMessage(reason: string | number): Message | undefined;

/**
 * The message of a check's code, with the values that the check read in the place of their names, as they stand there. Nothing for a
 * code that this version does not know.
 */
export declare function explain(check: Pick<Check, 'code' | 'values'>): Message | undefined;

/**
 * What a fault of a document says, as `programme.check` answers it, in one text: what is wrong, what was meant, the other setting, and what
 * is allowed. Nothing for a code that this version does not know.
 */
export declare function explainFault(fault: Pick<Fault, 'code' | 'meant' | 'other' | 'allowed'>): string | undefined;

/** The message of an error's code. */
export declare function errorMessage(code: ErrorCode): Message;
/** Nothing for a code that this version does not know, or for the name of a status. */
export declare function errorMessage(code: string): Message | undefined;
