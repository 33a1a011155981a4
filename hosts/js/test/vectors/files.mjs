import { readFileSync, readdirSync } from 'node:fs';

/** The vector files below the project's root, and the programmes they name. */
export function readVectors(root) {
  const names = readdirSync(`${root}/tests/vectors`, { recursive: true }).map((name) => name.replaceAll('\\', '/'));
  const files = names.filter((name) => name.endsWith('.json')).map((name) => ({
    name,
    vectors: readFileSync(`${root}/tests/vectors/${name}`, 'utf8'),
    recorded: readFileSync(`${root}/tests/vectors/${name.replace(/json$/, 'tsv')}`, 'utf8'),
  }));
  const paths = new Set(files.map((file) => JSON.parse(file.vectors).programme).filter(Boolean));
  const programmes = new Map([...paths].map((path) => [path, new Uint8Array(readFileSync(`${root}/${path}`))]));
  return { files, programmes };
}
