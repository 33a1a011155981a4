// What the address bar holds: the view, the language, and the document, compressed. It never holds anything about a person.

const MAX = 200_000;

async function through(stream, bytes) {
  const response = new Response(new Blob([bytes]).stream().pipeThrough(stream));
  return new Uint8Array(await response.arrayBuffer());
}

/** Text as base64url of its deflated bytes. */
async function pack(text) {
  const bytes = await through(new CompressionStream('deflate-raw'), new TextEncoder().encode(text));
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

async function unpack(packed) {
  const binary = atob(packed.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  return new TextDecoder('utf-8', { fatal: true }).decode(await through(new DecompressionStream('deflate-raw'), bytes));
}

/** The fragment for what is shown; the document stands in it only where it is not a preset's. */
export async function write({ view, lang, preset, text }) {
  const parts = new URLSearchParams({ view, lang, preset });
  if (text !== undefined) parts.set('doc', await pack(text));
  return `#${parts}`;
}

/** What a fragment says; `text` is absent where it holds no document, and `unread` is true where it cannot be read. */
export async function read(fragment) {
  const parts = new URLSearchParams(fragment.replace(/^#/, ''));
  const found = { view: parts.get('view'), lang: parts.get('lang'), preset: parts.get('preset') };
  const packed = parts.get('doc');
  if (!packed) return found;
  if (packed.length > MAX) return { ...found, unread: true };
  try {
    return { ...found, text: await unpack(packed) };
  } catch {
    return { ...found, unread: true };
  }
}
