/** What is asked of one language, over its entries of number or code, text, cause and remedy. */
export function messages({ reasons, errors }) {
  const numbers = new Map(Object.entries(reasons).map(([code, { number }]) => [number, code]));
  const said = (table, code) => {
    if (!Object.hasOwn(table, code)) return undefined;
    const { text, cause, remedy } = table[code];
    return { text, cause, remedy };
  };
  return {
    reasonMessage: (reason) => said(reasons, typeof reason === 'number' ? numbers.get(reason) : reason),
    errorMessage: (code) => said(errors, code),
  };
}
