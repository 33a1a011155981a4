// Ways in which a file of a draw could be tampered with, each at one place.

const swap = (list, one, other) => ([list[one], list[other]] = [list[other], list[one]]);
const turned = (hex) => (hex[0] === '0' ? '1' : '0') + hex.slice(1);

/** Of a proof or a receipt: an id for the page's text, whether it applies, and what it does to a copy. */
export const TAMPERINGS = [
  { id: 'count', is: (file) => file.entries, do: (file) => (file.entries[0].count += 1) },
  { id: 'entry_removed', is: (file) => file.entries?.length > 1, do: (file) => file.entries.pop() },
  { id: 'winner', is: (file) => file.result && file.entries, do: (file) => (file.result[0].holder = file.entries.find(({ tag }) => tag !== file.result[0].holder).tag) },
  {
    id: 'result_swapped',
    is: (file) => file.result?.length > 1,
    do: (file) => {
      swap(file.result, 0, 1);
      file.result.forEach((award, at) => (award.rank = at + 1));
    },
  },
  { id: 'randomness', is: (file) => file.randomness, do: (file) => (file.randomness = turned(file.randomness)) },
  { id: 'signature', is: (file) => file.signature, do: (file) => (file.signature = file.signature.slice(0, -1) + (file.signature.endsWith('0') ? '1' : '0')) },
  { id: 'public_text', is: (file) => file.public_text, do: (file) => (file.public_text = `1${file.public_text}`) },
  { id: 'prizes', is: (file) => file.manifest?.prizes, do: (file) => (file.manifest.prizes[0].quantity += 1) },
  { id: 'event', is: (file) => file.settlement?.events?.length > 1, do: (file) => file.settlement.events.pop() },
  { id: 'tickets', is: (file) => file.receipt, do: (file) => (file.receipt.count += 1) },
  { id: 'another_member', is: (file) => file.receipt, do: (file) => (file.receipt.member_id = 'somebody-else') },
  { id: 'path', is: (file) => file.receipt?.path?.length, do: (file) => (file.receipt.path[0] = turned(file.receipt.path[0])) },
  { id: 'award_withheld', is: (file) => file.drawn?.awards?.length, do: (file) => file.drawn.awards.pop() },
];

/** A copy of a file, tampered with. */
export function tampered(file, id) {
  const copy = structuredClone(file);
  TAMPERINGS.find((one) => one.id === id).do(copy);
  return copy;
}
