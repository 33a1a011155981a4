// The published schema of a document: which part of it a place is under.

import schema from '../../../docs/schemas/kenpo-programme-1.json';

/** A part with what it refers to; its own description comes first. */
export function resolve(part) {
  if (!part) return undefined;
  if (!part.$ref) return part;
  const { $ref, ...own } = part;
  return { ...resolve(schema.$defs[$ref.split('/').pop()]), ...own };
}

export const root = resolve(schema);

/** The part below another one, for a key or a place in a list. */
export function below(part, key) {
  const found = resolve(part);
  if (!found) return undefined;
  if (found.items) return resolve(found.items);
  return resolve(found.properties?.[key]);
}

/** The part at a path of keys and places. */
export const at = (path) => path.reduce((part, key) => below(part, key), root);

/** The choices of a part that is one of several words, each with what it means. */
export function choices(part) {
  if (part?.enum) return part.enum.map((value) => ({ value }));
  const all = part?.oneOf ?? part?.anyOf ?? [];
  const found = all.filter((one) => one.const !== undefined).map((one) => ({ value: one.const, says: one.description }));
  return found.length > 0 ? found : undefined;
}

/** What a new setting begins with. */
export function fresh(part) {
  const found = resolve(part);
  const options = choices(found);
  if (found.const !== undefined) return found.const;
  if (options) return options[0].value;
  if (found.default !== undefined && found.type !== 'object' && found.type !== 'array') return found.default;
  switch (found.type) {
    case 'boolean':
      return true;
    case 'integer':
      return Math.max(found.minimum ?? 0, 0);
    case 'array':
      return found.minItems ? [fresh(found.items)] : [];
    case 'object':
      return Object.fromEntries((found.required ?? []).map((key) => [key, fresh(found.properties[key])]));
    default:
      return found.format === 'date' ? '2026-04-01' : found.pattern?.includes('24:00') ? '12:00' : 'new';
  }
}
