import { svelte } from '@sveltejs/vite-plugin-svelte';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));
const target = process.env.CARGO_TARGET_DIR ?? `${root}target`;

/** Japanese words for the keys of a document, by which the command `kenpo diff` calls them too: `import words from 'virtual:words'`. */
function words() {
  const file = `${root}cli/src/words/settings.rs`;
  return {
    name: 'kenpo-words',
    resolveId: (id) => (id === 'virtual:words' ? '\0words' : undefined),
    load(id) {
      if (id !== '\0words') return undefined;
      this.addWatchFile(file);
      const found = readFileSync(file, 'utf8').matchAll(/^ {4}\("([a-z0-9_]+)", "([^"]+)"\),$/gm);
      const table = Object.fromEntries([...found].map(([, key, word]) => [key, word]));
      if (Object.keys(table).length < 200) throw new Error(`${file} is not the table that was expected`);
      return `export default ${JSON.stringify(table)};`;
    },
  };
}

export default defineConfig({
  // Addresses are relative, so that the folder can be served from anywhere.
  base: './',
  plugins: [words(), svelte()],
  resolve: {
    // Of these there is one copy, the page's own; the package is a link to another folder.
    dedupe: ['@noble/curves', 'asn1js', 'pkijs'],
  },
  build: {
    outDir: `${target}/playground/site`,
    emptyOutDir: true,
    target: 'es2022',
    // Nothing is written into the page itself, neither scripts nor data.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 800,
    reportCompressedSize: false,
  },
  server: { fs: { allow: [root] } },
});
