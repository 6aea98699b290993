import { randomBytes } from "node:crypto";
import type { dynamic } from "@pulumi/pulumi";
import type { Fields } from "./kind";

/** What a program asks for. */
interface Wanted {
  readonly password?: string;
  /** Any text: a change of it is the other user's turn. */
  readonly rotate?: string;
  readonly keepPrevious?: boolean;
}

/** What the state holds: a password for each of two users, and whose turn it is. */
interface Held extends Wanted {
  readonly passwords: readonly [string, string];
  readonly turn: 0 | 1;
}

/** 256 bits, in characters that need no escape in a URL. */
const generate = () => randomBytes(32).toString("base64url");

/** Keeps the passwords of an application's users: given or generated, and used in turn. The broker is not asked. */
export const credentials: dynamic.ResourceProvider = {
  async check(olds: Fields | undefined, news: Fields) {
    const isTakenAway = olds?.["rotate"] !== undefined && news["rotate"] === undefined;
    const reason =
      "rotate cannot be taken away again, since the second user may be the one in use: leave it as it was last";
    return { inputs: news, failures: isTakenAway ? [{ property: "rotate", reason }] : [] };
  },
  async diff(_id: string, olds: Fields, news: Fields) {
    const fields = ["password", "rotate", "keepPrevious"];
    return { changes: fields.some((field) => olds[field] !== news[field]) };
  },
  async create(inputs: Fields) {
    return { id: "credentials", outs: { ...inputs, ...first(inputs) } };
  },
  async update(_id: string, olds: Fields, news: Fields) {
    return { outs: { ...news, ...next(olds as unknown as Held, news) } };
  },
};

function first({ password = generate() }: Wanted): Pick<Held, "passwords" | "turn"> {
  return { passwords: [password, generate()], turn: 0 };
}

/** The password of whoever's turn it was stays valid until the turn after, unless it is not to be kept. */
function next(held: Held, wanted: Wanted): Pick<Held, "passwords" | "turn"> {
  const isTurned = held.rotate !== wanted.rotate;
  const turn = isTurned ? other(held.turn) : held.turn;
  const isKept = wanted.keepPrevious !== false;
  const wasKept = held.keepPrevious !== false;
  const isNew = isTurned || (held.password !== undefined && wanted.password === undefined);
  const current = wanted.password ?? (isNew ? generate() : held.passwords[turn]);
  const previous = !isKept && (wasKept || isTurned) ? generate() : held.passwords[other(turn)];
  return { passwords: turn === 0 ? [current, previous] : [previous, current], turn };
}

function other(turn: 0 | 1): 0 | 1 {
  return turn === 0 ? 1 : 0;
}
