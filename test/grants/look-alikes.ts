/** Names that only look like the known ones, and are none of them. */
export function lookAlikes(known: readonly string[]): (name: string) => string[] {
  return (name) => {
    const others = [`x${name}`, `${name}x`, `${name}.x`, name.replace(/[.]/, "x"), name.replace(/[.][^.]*$/, "")];
    return [...new Set(others)].filter((other) => !known.includes(other));
  };
}
