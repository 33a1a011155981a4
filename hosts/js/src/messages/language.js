/** The functions of one language, over its entries: the message of each code in its forms, and a reason's number. A check's has its values. */
export function messages({ reasons, errors }) {
  const numbers = new Map(Object.entries(reasons).map(([code, { number }]) => [number, code]));
  const said = (table, code) => {
    if (!Object.hasOwn(table, code)) return undefined;
    const { number, ...message } = table[code];
    return message;
  };
  return {
    reasonMessage: (reason) => said(reasons, typeof reason === 'number' ? numbers.get(reason) : reason),
    explain: ({ code, values = [] }) => {
      const message = said(reasons, code);
      // What the check does not say stays as it is.
      const filled = (text) => text.replace(/\{(\w+)\}/g, (name, inner) => values.find((read) => read.name === inner)?.value ?? name);
      return message && Object.fromEntries(Object.entries(message).map(([form, text]) => [form, filled(text)]));
    },
    errorMessage: (code) => said(errors, code),
  };
}
