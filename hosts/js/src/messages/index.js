// Messages, each language a file that is loaded when it is first asked for.

const LANGUAGES = { en: () => import('./en.js'), ja: () => import('./ja.js') };

function language(name) {
  if (!Object.hasOwn(LANGUAGES, name)) throw new RangeError(`kenpo: messages are there in ${Object.keys(LANGUAGES).join(' and ')}`);
  return LANGUAGES[name]();
}

export const reasonMessage = async (reason, name) => (await language(name)).reasonMessage(reason);

export const explain = async (check, name) => (await language(name)).explain(check);

export const explainFault = async (fault, name) => (await language(name)).explainFault(fault);

export const errorMessage = async (code, name) => (await language(name)).errorMessage(code);
