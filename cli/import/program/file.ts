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
  return [...headerOf(bare(code.join("\n"))), ...code, ...comments].join("\n\n").concat("\n");
}

const texts = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`/gs;

/** The code without its texts, in which names may look like code, and without its comments. */
export function bare(code: string): string {
  const lines = code.split("\n").filter((line) => !line.startsWith("//"));
  return lines.join("\n").replaceAll(texts, '""');
}

/** The imports of what the bare code uses. */
function headerOf(code: string): string[] {
  const own = helpers.filter((name) => uses(code, name));
  const secrets = ["secret", "secretValue"].filter((name) => new RegExp(`\\b${name}[(<]`).test(code));
  const lines = [
    uses(code, "rabbitmq") ? 'import * as rabbitmq from "pulumi-rabbitmq-topology";' : "export {};",
    own.length > 0 ? `import { ${own.join(", ")} } from "./adopted";` : "",
    /\busers[.[)]/.test(code) ? 'import { users } from "./broker";' : "",
    secrets.length > 0 ? `import { ${secrets.join(", ")} } from "./secrets";` : "",
  ];
  return [lines.filter((line) => line !== "").join("\n")];
}

const helpers = ["adopted", "combined", "each"] as const;

/** Whether bare code calls a helper or reads it; a property of its name is none. */
export function uses(code: string, name: (typeof helpers)[number] | "rabbitmq"): boolean {
  return new RegExp(`(?:^|[^\\w$.]|\\.\\.\\.)${name}\\b(?!:)`, "m").test(code);
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
