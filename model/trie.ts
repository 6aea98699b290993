import { escaped } from "./escape";

interface Node {
  readonly children: Map<string, Node>;
  isEnd: boolean;
}

/** A regular expression that matches exactly these names and writes each common prefix once. */
export function factored(names: readonly string[]): string {
  const root = emptyNode();
  for (const name of names) {
    let node = root;
    // By code point: the broker matches bytes, so no character may be split.
    for (const character of name) {
      const next = node.children.get(character) ?? emptyNode();
      node.children.set(character, next);
      node = next;
    }
    node.isEnd = true;
  }
  return write(root);
}

function emptyNode(): Node {
  return { children: new Map(), isEnd: false };
}

function write({ children, isEnd }: Node): string {
  if (children.size === 0) return "";
  const rests = new Map<string, string[]>();
  for (const [character, child] of children) {
    const rest = write(child);
    rests.set(rest, [...(rests.get(rest) ?? []), character]);
  }
  const branches = [...rests].map(([rest, characters]) => oneOf(characters) + rest);
  const alternatives = branches.join("|");
  if (isEnd) return `(${alternatives})?`;
  return branches.length > 1 ? `(${alternatives})` : alternatives;
}

/** Character classes work for ASCII only, since the broker matches bytes. */
function oneOf(characters: readonly string[]): string {
  const [first = "", ...more] = characters;
  if (more.length === 0) return escaped(first);
  const inClass = characters.filter((character) => /^[\w.]$/.test(character));
  const alone = characters.filter((character) => !inClass.includes(character)).map(escaped);
  if (inClass.length > 1) alone.unshift(`[${inClass.join("")}]`);
  else alone.unshift(...inClass.map(escaped));
  return alone.length > 1 ? `(${alone.join("|")})` : String(alone[0]);
}
