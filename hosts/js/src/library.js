// What the library's class has in every entry, over the operations of the entry.

import { call, door } from './engine.js';
import { bytes, string, text } from './text.js';

/** Operations, and who answers them. */
export const library = (Operations) =>
  class extends Operations {
    get version() {
      return call(() => door.version());
    }

    get abi() {
      return call(() => door.abi());
    }

    answer(operation, request) {
      string(operation);
      text(request);
      return call(() => door.answer(operation, request));
    }
  };

/** The typed calls for single fields of a form. */
export const withForms = (Library) =>
  class extends Library {
    insurerNumberReason(number) {
      text(number);
      return call(() => door.insurerNumberReason(number));
    }

    insurerNumberReasons(records8) {
      bytes(records8);
      return call(() => door.insurerNumberReasons(records8));
    }

    matchKey(name) {
      text(name);
      return call(() => door.matchKey(name));
    }
  };
