// What the page holds, of the document and of how it is shown. A member's own data are in member/person.svelte.js.

import { read, write } from './address.js';
import * as library from './library.js';
import { FIRST, preset } from './presets.js';

export const VIEWS = ['programme', 'member', 'whatif', 'draw'];
const CATALOGUES = { ja: () => import('kenpo/messages/ja'), en: () => import('kenpo/messages/en') };

class App {
  lang = $state('ja');
  view = $state('programme');
  /** The document's text, whether or not it is one. */
  text = $state('');
  /** The preset that it began with. */
  base = $state(FIRST);
  /** Whether the address held a document that could not be read. */
  unread = $state(false);
  catalogue = $state.raw(undefined);
  /** The address with what is shown. */
  link = $state('');

  #faults = $derived(library.faults(this.text));
  /** What is wrong with the text. */
  get faults() {
    return this.#faults;
  }

  #good = '';
  #text = $derived.by(() => {
    if (this.#faults.length === 0) this.#good = this.text;
    return this.#good || preset(this.base).text;
  });
  /** The last text without a fault: that which the answers are of. */
  get good() {
    return this.#text;
  }

  #programme = $derived(library.library().parseProgramme(this.#text));
  get programme() {
    return this.#programme;
  }

  #document = $derived(JSON.parse(this.#text));
  /** The good text's data. */
  get document() {
    return this.#document;
  }

  get version() {
    return library.library().version;
  }

  async start() {
    const loading = library.start();
    const found = await read(location.hash);
    this.lang = found.lang === 'en' || found.lang === 'ja' ? found.lang : navigator.language.startsWith('ja') ? 'ja' : 'en';
    if (VIEWS.includes(found.view)) this.view = found.view;
    this.base = preset(found.preset) ? found.preset : FIRST;
    this.text = found.text ?? preset(this.base).text;
    this.unread = found.unread ?? false;
    await Promise.all([loading, this.speak(this.lang)]);
    addEventListener('hashchange', () => this.#follow());
  }

  async speak(lang) {
    this.catalogue = await CATALOGUES[lang]();
    this.lang = lang;
    document.documentElement.lang = lang;
  }

  open(id) {
    this.base = id;
    this.text = preset(id).text;
    this.unread = false;
  }

  /** Writes what is shown into the address. */
  async note() {
    const changed = this.text !== preset(this.base).text;
    const fragment = await write({ view: this.view, lang: this.lang, preset: this.base, text: changed ? this.text : undefined });
    history.replaceState(null, '', fragment);
    this.link = location.href;
  }

  async #follow() {
    const found = await read(location.hash);
    if (VIEWS.includes(found.view)) this.view = found.view;
    if (found.lang && found.lang !== this.lang && CATALOGUES[found.lang]) await this.speak(found.lang);
    if (preset(found.preset)) this.base = found.preset;
    const text = found.text ?? (preset(found.preset) && preset(found.preset).text);
    if (text !== undefined) this.text = text;
    this.unread = found.unread ?? false;
  }

  /** What the catalogue says of a reason, or of an error. */
  said(code) {
    return this.catalogue?.reasonMessage(code) ?? this.catalogue?.errorMessage(code) ?? { text: code, cause: '', remedy: '' };
  }

  wrong(code) {
    return this.catalogue?.errorMessage(code) ?? this.said(code);
  }

  /** What a fault of a document says. */
  told(fault) {
    return this.catalogue?.explainFault(fault) ?? fault.code;
  }
}

export const app = new App();
