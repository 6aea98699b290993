import type { Left } from "../../../provider/sources/source";
import { type Code, layOut } from "./code";

/** What a reader of a file should know of the objects that it is about. */
export interface Notes {
  readonly left: readonly Left[];
  readonly refusedIfNew: readonly Left[];
}

/** The text of a file: what its blocks of statements import, the blocks, and what the program does not own. */
export function fileOf(blocks: readonly (readonly Code[])[], { left, refusedIfNew }: Notes): string {
  const code = blocks.map((block) => block.map((statement) => layOut(statement)).join("\n"));
  const comments = [
    ...comment("Not owned by this program:", left),
    ...comment("Owned as it is. On a broker that lacks it, it is refused:", refusedIfNew),
  ];
  return [...headerOf(code.join("\n")), ...code, ...comments].join("\n\n").concat("\n");
}

/** Whether the code has the word, be it in a text: what a file imports, the other one must export. */
export function mentions(code: string, word: string): boolean {
  return new RegExp(`\\b${word}\\b`).test(code);
}

/** The imports of what the code uses. */
function headerOf(code: string): string[] {
  const own = ["adopted", "combined", "each"].filter((name) => mentions(code, name));
  const secrets = ["secret", "secretValue"].filter((name) => new RegExp(`\\b${name}[(<]`).test(code));
  const lines = [
    'import * as rabbitmq from "pulumi-rabbitmq-topology";',
    own.length > 0 ? `import { ${own.join(", ")} } from "./adopted";` : "",
    /\busers[.[)]/.test(code) ? 'import { users } from "./broker";' : "",
    secrets.length > 0 ? `import { ${secrets.join(", ")} } from "./secrets";` : "",
  ];
  return [lines.filter((line) => line !== "").join("\n")];
}

function comment(title: string, notes: readonly Left[]): string[] {
  if (notes.length === 0) return [];
  return [[title, ...notes.map((note) => `- ${lineOf(note)}`)].map((line) => `// ${line}`).join("\n")];
}

/** A note in one line: names may have line breaks. */
export function lineOf({ what, reason }: Left): string {
  return `${oneLine(what)}: ${oneLine(reason)}`;
}

function oneLine(text: string): string {
  return JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replace(/[\u2028\u2029]/g, " ");
}
