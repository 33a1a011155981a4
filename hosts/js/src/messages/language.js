/** The functions of one language, over its entries: the message of each code in its forms, and a reason's number. */
export function messages({ reasons, errors }) {
  const numbers = new Map(Object.entries(reasons).map(([code, { number }]) => [number, code]));
  const said = (table, code) => {
    if (!Object.hasOwn(table, code)) return undefined;
    const { number, ...message } = table[code];
    return message;
  };
  return {
    reasonMessage: (reason) => said(reasons, typeof reason === 'number' ? numbers.get(reason) : reason),
    errorMessage: (code) => said(errors, code),
  };
}
