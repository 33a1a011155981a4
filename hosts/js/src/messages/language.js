/** The functions of one language, over its entries: text, cause and remedy of each code, and a reason's number. */
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
