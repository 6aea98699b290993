/** RabbitMQ's rule, written word by word: `*` is one word, `#` any number of them, and the empty key has none. */
export function topicMatches(pattern: string, key: string): boolean {
  return wordsMatch(wordsOf(pattern), wordsOf(key));
}

export function wordsOf(key: string): string[] {
  return key === "" ? [] : key.split(".");
}

/** Without wildcards. */
export function isLiteral(key: string): boolean {
  return !wordsOf(key).some((word) => word === "*" || word === "#");
}

function wordsMatch([first, ...pattern]: string[], words: string[]): boolean {
  if (first === undefined) return words.length === 0;
  const [word, ...rest] = words;
  if (first === "#") return wordsMatch(pattern, words) || (word !== undefined && wordsMatch(["#", ...pattern], rest));
  return word !== undefined && (first === "*" || first === word) && wordsMatch(pattern, rest);
}
