import { randomBytes } from "node:crypto";
import type { dynamic } from "@pulumi/pulumi";
import type { Fields } from "../model/object";

/** What a program asks for. */
interface Wanted {
  readonly password?: string;
  /** Any text: a change of it is the other user's turn. */
  readonly rotate?: string;
  readonly keepPrevious?: boolean;
}

/** What the state holds: a password for each of two users. */
interface Held {
  readonly passwords: readonly [string, string];
  readonly turn: 0 | 1;
  /** Whether nobody was ever given the password of the one whose turn it is not, or not any more. */
  readonly isEnded: boolean;
}

/** 256 bits, in characters that need no escape in a URL. */
const generate = () => randomBytes(32).toString("base64url");

/** Keeps the passwords of an application's users: given or generated, and used in turn. The broker is not asked. */
export const credentials: dynamic.ResourceProvider = {
  async check(olds: Fields | undefined, news: Fields) {
    const problem = olds && problemOf(olds, news);
    return { inputs: news, failures: problem ? [{ property: "rotate", reason: problem }] : [] };
  },
  async diff(_id: string, olds: Fields, news: Fields) {
    const fields = ["password", "rotate", "keepPrevious"];
    const isToEnd = news["keepPrevious"] === false && olds["isEnded"] === false;
    return { changes: isToEnd || fields.some((field) => olds[field] !== news[field]) };
  },
  async create(inputs: Fields) {
    return { id: "credentials", outs: { ...inputs, ...first(inputs) } };
  },
  async update(_id: string, olds: Fields, news: Fields) {
    return { outs: { ...news, ...next(olds as unknown as Wanted & Held, news) } };
  },
};

function problemOf(olds: Wanted, news: Wanted): string | undefined {
  if (olds.rotate === news.rotate) return undefined;
  if (news.rotate === undefined) {
    return "rotate cannot be taken away again, since the second user may be the one in use: leave it as it was last";
  }
  if (news.password === undefined || news.password !== olds.password) return undefined;
  return "rotate needs another password too, where the program gives it";
}

function first({ password = generate() }: Wanted): Held {
  return { passwords: [password, generate()], turn: 0, isEnded: true };
}

function next(held: Wanted & Held, wanted: Wanted): Held {
  const isTurned = held.rotate !== wanted.rotate;
  const turn = isTurned ? other(held.turn) : held.turn;
  const isNew = isTurned || (held.password !== undefined && wanted.password === undefined);
  const current = wanted.password ?? (isNew ? generate() : held.passwords[turn]);
  // In the run of a turn nobody has the new password yet, so the one before stays in any case.
  const isEnding = !isTurned && wanted.keepPrevious === false && !held.isEnded;
  const previous = isEnding ? generate() : held.passwords[other(turn)];
  const isEnded = isTurned ? false : held.isEnded || isEnding;
  return { passwords: turn === 0 ? [current, previous] : [previous, current], turn, isEnded };
}

function other(turn: 0 | 1): 0 | 1 {
  return turn === 0 ? 1 : 0;
}
