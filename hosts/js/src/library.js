// What the library's class has in every entry, over the operations of the entry.

import { call, door } from './engine.js';
import { Status } from './error.js';
import { bytes, list, string, text } from './text.js';

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

    matchKeys(names) {
      const lengths = Uint32Array.from(list(names), (name, row) => text(name, Status.invalid_request, `/${row}`).length);
      if (lengths.length === 0) return [];
      // One text crosses the border and one comes back, which costs less than a call for each name.
      return call(() => door.matchKeys(names.join(''), lengths)).split('\n');
    }
  };
