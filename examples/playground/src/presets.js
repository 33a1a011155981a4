// The documents that come with kenpo: the sources' programmes, those that societies and towns published, and templates.

const files = import.meta.glob('../../../programmes/**/*.json', { query: '?raw', import: 'default', eager: true });

const KINDS = { programmes: 'source', published: 'published', templates: 'template' };

/** `{ id, kind, name, text }` of each, the sources' first. */
export const presets = Object.entries(files).map(([path, text]) => {
  const [folder, file] = path.split('/').slice(-2);
  const kind = KINDS[folder];
  const id = `${kind === 'source' ? '' : `${kind}-`}${file.replace('.json', '')}`;
  return { id, kind, name: JSON.parse(text).name, text };
});

presets.sort((one, other) => Object.values(KINDS).indexOf(one.kind) - Object.values(KINDS).indexOf(other.kind) || one.id.localeCompare(other.id));

export const preset = (id) => presets.find((one) => one.id === id);

/** What the page begins with. */
export const FIRST = 'kkr';
