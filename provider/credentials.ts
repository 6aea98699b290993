import { randomBytes } from "node:crypto";
import type { dynamic } from "@pulumi/pulumi";
import type { Fields } from "../model/object";
import type { AmqpPorts } from "./amqp-ports";

/** The inputs from the program. */
interface Inputs {
  readonly password?: string;
  /** Any text. A change of it switches to the other user. */
  readonly rotate?: string;
  readonly keepPrevious?: boolean;
  /** Whether the program needs the broker's ports for a URL. */
  readonly asksPorts?: boolean;
}

/** The outputs in the state: one password for each of two users. */
interface Outputs {
  readonly passwords: readonly [string, string];
  readonly turn: 0 | 1;
  /** Whether no application has the password of the user not in use: it was never given out, or has been replaced. */
  readonly isEnded: boolean;
}

/** 256 bits, in characters that need no escape in a URL. */
const generate = () => randomBytes(32).toString("base64url");

/** Keeps the passwords of an application's users, given or generated, used in turn, and the ports for the URL. */
export const credentials = (portsOf: () => Promise<AmqpPorts | undefined>): dynamic.ResourceProvider => ({
  async check(olds: Fields | undefined, news: Fields) {
    const isText = news["password"] === undefined || typeof news["password"] === "string";
    const problem = isText ? olds && problemOf(olds, news) : "password: must be a string";
    return { inputs: news, failures: problem ? [{ property: "", reason: problem }] : [] };
  },
  async diff(_id: string, olds: Fields, news: Fields) {
    const fields = ["password", "rotate", "keepPrevious"];
    const isToEnd = news["keepPrevious"] === false && olds["isEnded"] === false;
    return { changes: isToEnd || fields.some((field) => olds[field] !== news[field]) };
  },
  async create(inputs: Fields) {
    const ports = inputs["asksPorts"] ? await portsOf() : undefined;
    return { id: "credentials", outs: { ...inputs, ...first(inputs), ports } };
  },
  async update(_id: string, olds: Fields, news: Fields) {
    const ports = news["asksPorts"] ? await portsOf() : undefined;
    return { outs: { ...news, ...next(olds as unknown as Inputs & Outputs, news), ports } };
  },
});

function problemOf(olds: Inputs, news: Inputs): string | undefined {
  if (olds.rotate === news.rotate) return undefined;
  if (news.rotate === undefined) {
    return "rotate cannot be removed again, since the second user may be the one in use: keep its last value";
  }
  if (news.password === undefined || news.password !== olds.password) return undefined;
  return "rotate needs another password too, since the program gives the password";
}

function first({ password = generate() }: Inputs): Outputs {
  return { passwords: [password, generate()], turn: 0, isEnded: true };
}

function next(olds: Inputs & Outputs, news: Inputs): Outputs {
  const isTurned = olds.rotate !== news.rotate;
  const turn = isTurned ? other(olds.turn) : olds.turn;
  const isNew = isTurned || (olds.password !== undefined && news.password === undefined);
  const current = news.password ?? (isNew ? generate() : olds.passwords[turn]);
  // In the run that switches the user no application has the new password yet, so the previous one is kept in any case.
  const isEnding = !isTurned && news.keepPrevious === false && !olds.isEnded;
  const previous = isEnding ? generate() : olds.passwords[other(turn)];
  const isEnded = isTurned ? false : olds.isEnded || isEnding;
  return { passwords: turn === 0 ? [current, previous] : [previous, current], turn, isEnded };
}

function other(turn: 0 | 1): 0 | 1 {
  return turn === 0 ? 1 : 0;
}
