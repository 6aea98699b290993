import { createHash } from "node:crypto";
import type { Input } from "@pulumi/pulumi";
import { name, text } from "../../model/name";
import type { Fields } from "../../model/object";
import type { Plain } from "../../model/value";
import type { Field, FieldsOf, Kind } from "../kind";
import { IncompleteError } from "../management/errors";
import { path } from "../management/path";
import { pathKind } from "../path-kind";
import { closeConnections } from "./connections";
import { fixed, inPlace, local } from "./field";
import { flag, isASCII, oneOf, tags } from "./schema";
import { limits } from "./user-limits";

/** Paths below `/api/users/` that the management API itself uses. */
const unaddressable = ["bulk-delete", "without-permissions"];

const saltBytes = 4;

const hashes = {
  rabbit_password_hashing_sha256: "sha256",
  rabbit_password_hashing_sha512: "sha512",
  rabbit_password_hashing_md5: "md5",
} as const;

/**
 * A user of the broker. Arguments that are not declared keep their values on the broker; a new user without `password`
 * and `passwordHash` cannot log in with a password. All arguments except the name are changed in place.
 */
export interface UserArgs {
  /** Its name (replaces). */
  name: Input<string>;
  /** Its password, a secret; kept encrypted in the state. `pulumi refresh` detects a change on the broker. */
  password?: Input<string>;
  /** Its password's salted hash, a secret, instead of `password`: base64 of a 4-byte salt and the hash of salt and password. */
  passwordHash?: Input<string>;
  /** The algorithm of `passwordHash`; needed unless the hash has the length of SHA-256. @default the broker's own, SHA-256 unless configured otherwise */
  hashingAlgorithm?: Input<keyof typeof hashes>;
  /** Tags such as `administrator`, `monitoring`, `policymaker`, `management`. Applications need none. */
  tags?: Input<Input<string>[]>;
  /** How many connections it may have at a time, in all vhosts together; -1 is no limit. */
  maxConnections?: Input<number>;
  /** How many channels it may have at a time, on all its connections together; -1 is no limit. */
  maxChannels?: Input<number>;
  /** Whether its connections are closed when its password changes; RabbitMQ leaves them open. @default false */
  closeConnections?: Input<boolean>;
}

const asciiTags = tags.refine((given) => given.every(isASCII), "must be ASCII: the broker garbles other characters");

/** A user's answer has its limits; they are set by their own paths. */
const limitField = (limit: keyof typeof limits.fields): Field<number | undefined> => ({
  ...limits.fields[limit],
  api: "limits",
  read: (value) => limits.fromApi((value ?? {}) as Fields)[limit],
});

const fields = {
  name: fixed(
    name.refine(
      (value) => !unaddressable.includes(value),
      "is reserved: the management API cannot address a user of this name",
    ),
  ),
  password: inPlace(text.min(1, "must not be empty: the broker refuses logins with an empty password").optional(), {
    left: true,
    secret: true,
    same: verifies,
  }),
  passwordHash: inPlace(
    text.refine(isHash, "must be the base64 of a 4-byte salt and a hash, not a password").optional(),
    { left: true, secret: true, api: "password_hash" },
  ),
  hashingAlgorithm: inPlace(oneOf(Object.keys(hashes) as (keyof typeof hashes)[]).optional(), {
    left: true,
    api: "hashing_algorithm",
  }),
  tags: inPlace(asciiTags.optional(), {
    left: true,
    same: (wanted: string[], found) => [...wanted].sort().join() === [...(found["tags"] as string[])].sort().join(),
    read: (value) => (Array.isArray(value) ? value : String(value).split(",").filter(Boolean)),
  }),
  maxConnections: limitField("maxConnections"),
  maxChannels: limitField("maxChannels"),
  closeConnections: local(flag.optional()),
} satisfies FieldsOf<UserArgs>;

type User = Plain<UserArgs>;

const account = pathKind<UserArgs>({
  name: "User",
  noun: "user",
  fields,
  rules: [
    {
      of: ["password", "passwordHash"],
      problem: (args) =>
        args.password !== undefined && args.passwordHash !== undefined
          ? "cannot be given together with passwordHash"
          : undefined,
    },
    {
      of: ["hashingAlgorithm", "passwordHash"],
      problem: (args) =>
        args.hashingAlgorithm !== undefined && args.passwordHash === undefined ? "needs passwordHash" : undefined,
    },
    { of: ["passwordHash", "hashingAlgorithm"], problem: misfit },
  ],
  identity: ["name"],
  includes: ({ name, ...args }) =>
    limits.all.some((limit) => args[limit] !== undefined) ? [{ kind: "UserLimits", args: { user: name } }] : [],
  part: { section: "users", keys: ["name"], holds: "access" },
  overwrites: true,
  has: ["tags", "password_hash", "hashing_algorithm"],
  title: ({ name }) => `user "${name}"`,
  path: ({ name }) => path`users/${name}`,
  list: () => path`users`,
  toApi: (args, found) => ({
    tags: (args.tags ?? (found?.["tags"] as string[]) ?? []).join(","),
    ...credentials(args, found),
  }),
});

/** @internal */
export const user: Kind<UserArgs> = {
  ...account,
  async declare(broker, args, found) {
    const declared = await account.declare(broker, args, found);
    await limits.set(broker, args.name, args, found).catch((cause: Error) => {
      throw new IncompleteError(`was declared, but its limits could not be set: ${cause.message}`, [], { cause });
    });
    if (args.closeConnections && found && changesPassword(args, found)) await closeConnections(broker, args.name);
    return declared;
  },
};

function isHash(value: string): boolean {
  const bytes = Buffer.from(value, "base64");
  return bytes.length > saltBytes && bytes.toString("base64") === value;
}

/** How many bytes a salted hash of each algorithm has. */
const sizes = Object.entries(hashes).map(([name, digest]) => ({
  name,
  bytes: saltBytes + createHash(digest).digest().length,
}));

/** The broker stores a hash of another length, and then refuses each login. */
function misfit({ password, passwordHash, hashingAlgorithm }: User): string | undefined {
  if (passwordHash === undefined || password !== undefined) return undefined;
  const { length } = Buffer.from(passwordHash, "base64");
  const fitting = sizes.find(({ bytes }) => bytes === length);
  // Without an algorithm the broker's own holds, which a configuration may change from SHA-256 to a stronger one.
  if (fitting && fitting.name === (hashingAlgorithm ?? "rabbit_password_hashing_sha256")) return undefined;
  const others = sizes.map(({ name, bytes }) => `${bytes} for ${name}`).join(", ");
  if (!fitting) return `has ${length} bytes, with which no login would work: a 4-byte salt and the hash are ${others}`;
  const wrong = hashingAlgorithm === undefined ? "which is not SHA-256, RabbitMQ's default" : `not ${hashingAlgorithm}`;
  return `has the ${length} bytes of ${fitting.name}, ${wrong}, so that no login would work: set hashingAlgorithm: "${fitting.name}"`;
}

function changesPassword({ password, passwordHash }: User, found: Fields): boolean {
  if (password !== undefined) return !verifies(password, found);
  return passwordHash !== undefined && passwordHash !== found["passwordHash"];
}

/** Repeats the broker's password hash, since a PUT without credentials would clear the password. */
function credentials(args: User, found: Fields | undefined): object {
  if (args.password !== undefined) return { password: args.password };
  const password_hash = args.passwordHash ?? found?.["passwordHash"] ?? "";
  const hashing_algorithm = args.passwordHash === undefined ? found?.["hashingAlgorithm"] : args.hashingAlgorithm;
  return { password_hash, ...(hashing_algorithm !== undefined && { hashing_algorithm }) };
}

/**
 * The broker makes a new salt with each PUT, so the hash is recomputed with the stored salt instead of compared.
 * @internal
 */
export function verifies(password: string, found: Fields): boolean {
  const stored = Buffer.from(String(found["passwordHash"] ?? ""), "base64");
  const algorithm = hashes[found["hashingAlgorithm"] as keyof typeof hashes];
  if (!algorithm || stored.length <= saltBytes) return false;
  const salt = stored.subarray(0, saltBytes);
  return createHash(algorithm).update(salt).update(password, "utf8").digest().equals(stored.subarray(saltBytes));
}
