import { escaped } from "../model/escape";

/** From this length on, a secret is hidden also within a word. */
const longEnough = 8;

/** The texts that the program marked as secrets, and that no kind marks: names, for example. No line shows them. */
export class Secrets {
  #patterns: readonly RegExp[] = [];
  readonly #texts = new Set<string>();

  add(texts: readonly string[]): void {
    const more = texts.filter((text) => text !== "" && !this.#texts.has(text));
    if (more.length === 0) return;
    for (const text of more) this.#texts.add(text);
    // The longest first, since one may contain another.
    const forms = [...new Set([...this.#texts].flatMap(formsOf))].sort((a, b) => b.length - a.length);
    this.#patterns = forms.map(patternOf);
  }

  hiddenIn(line: string): string {
    return this.#patterns.reduce((shown, pattern) => shown.replace(pattern, "[secret]"), line);
  }
}

/** The text as it is, in a path, as a key in a path, and in quotes. */
function formsOf(text: string): string[] {
  const escaped = encodeURIComponent(text);
  return [text, escaped, encodeURIComponent(escaped), JSON.stringify(text).slice(1, -1)];
}

function patternOf(text: string): RegExp {
  const literal = escaped(text);
  const pattern = text.length >= longEnough ? literal : `(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`;
  return new RegExp(pattern, "gu");
}
