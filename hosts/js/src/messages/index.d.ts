import type { Check, ErrorCode, Fault, Reason } from 'kenpo';

/** The languages that messages are there in. */
export type Language = 'en' | 'ja';

/** What there is to say of a reason or an error, in one language, each on one line. */
export interface Message {
  /** What it is. That of a reason may be shown to a member, that of an error is for developers. */
  readonly text: string;
  /** Why it is so. */
  readonly cause: string;
  /** What helps. */
  readonly remedy: string;
  /** What it is, for the society's staff. Not every code has this and the following forms yet. */
  readonly operator?: string;
  /** One line, for a kiosk's screen. */
  readonly short?: string;
  /** In plain words; in Japanese やさしい日本語. */
  readonly easy?: string;
}

/** The message of a reason, by its code or its number. The first message in a language loads that language's file. */
export declare function reasonMessage(reason: Reason, language: Language): Promise<Message>;
/** Nothing for a code or number that this version does not know. */
export declare function reasonMessage(reason: string | number, language: Language): Promise<Message | undefined>;

/**
 * The message of a check's code, with the values that the check read in the place of their names, as they stand there. Nothing for a
 * code that this version does not know.
 */
export declare function explain(check: Pick<Check, 'code' | 'values'>, language: Language): Promise<Message | undefined>;

/**
 * What a fault of a document says, as `programme.check` answers it, in one text: what is wrong, what was meant, the other setting, and what
 * is allowed. Nothing for a code that this version does not know.
 */
export declare function explainFault(fault: Pick<Fault, 'code' | 'meant' | 'other' | 'allowed'>, language: Language): Promise<string | undefined>;

/** The message of an error's code. */
export declare function errorMessage(code: ErrorCode, language: Language): Promise<Message>;
/** Nothing for a code that this version does not know, or for the name of a status. */
export declare function errorMessage(code: string, language: Language): Promise<Message | undefined>;
