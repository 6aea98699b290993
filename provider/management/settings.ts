import { readFileSync } from "node:fs";
import { z } from "zod";
import { ConfigurationError } from "./errors";

/** Reads one key of the configuration, wherever it was set. */
export type Source = (key: string) => string | undefined;

const text = z.string().min(1, "must not be empty");
const flag = z.enum(["true", "false"], "must be true or false").transform((value) => value === "true");
const seconds = z.coerce.number("must be a number of seconds").positive("must be more than 0 seconds");
const headers = z
  .string()
  .transform((value, context): unknown => {
    try {
      return JSON.parse(value);
    } catch {
      context.addIssue('must be a JSON object such as {"X-Team":"platform"}');
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string(), z.string(), 'must be a JSON object of strings such as {"X-Team":"platform"}'));

const schema = {
  endpoint: text.superRefine((value, context) => {
    const problem = endpointProblem(value);
    if (problem) context.addIssue(problem);
  }),
  username: text.optional(),
  password: text.optional(),
  token: text.optional(),
  cacertFile: text.optional(),
  caCert: text.optional(),
  clientcertFile: text.optional(),
  clientCert: text.optional(),
  clientkeyFile: text.optional(),
  clientKey: text.optional(),
  insecure: flag.default(false),
  serverName: text.optional(),
  proxy: text.optional(),
  headers: headers.default({}),
  timeout: seconds.default(30),
  waitForBroker: z.coerce.number("must be a number of seconds").min(0, "must not be negative").default(0),
  concurrency: z.coerce.number().int("must be a whole number").min(1).max(64, "must be 1 to 64").default(16),
  onExisting: z.enum(["adopt", "fail"], "must be adopt or fail").default("adopt"),
  forceDestroy: flag.default(false),
};

const settings = z.object(schema);

/** How to reach the broker and how careful to be with what is on it. */
export type Settings = z.output<typeof settings>;

/** Every key that a Provider, the stack configuration (`rabbitmq:<key>`) and the environment (`RABBITMQ_<KEY>`) know. */
export const settingKeys = Object.keys(schema) as (keyof Settings)[];

/** Keys whose value must never be shown. Headers often hold a token. */
export const secretSettings: readonly (keyof Settings)[] = ["password", "token", "clientKey", "headers"];

/** `waitForBroker` is `RABBITMQ_WAIT_FOR_BROKER` in the environment. */
export function environmentName(key: string): string {
  return `RABBITMQ_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

export function readSettings(source: Source): Settings {
  const given = Object.fromEntries(settingKeys.map((key) => [key, source(key)]).filter(([, value]) => value));
  if (!given["endpoint"]) throw missing("endpoint", "http://localhost:15672");
  const result = settings.safeParse(given);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new ConfigurationError(`rabbitmq:${String(issue?.path[0])} ${issue?.message}`);
  }
  const read = result.data;
  if (read.token === undefined) {
    if (read.username === undefined) throw missing("username", "admin");
    if (read.password === undefined) throw missing("password", "--secret ...");
  }
  return read;
}

/** A file or PEM text, whichever is set. */
export function pem(
  settings: Settings,
  file: "cacertFile" | "clientcertFile" | "clientkeyFile",
  inline: string | undefined,
) {
  const name = settings[file];
  if (inline !== undefined || name === undefined) return inline;
  try {
    return readFileSync(name, "utf8");
  } catch (cause) {
    throw new ConfigurationError(`rabbitmq:${file}: cannot read "${name}": ${(cause as NodeJS.ErrnoException).code}`, {
      cause,
    });
  }
}

function missing(key: keyof Settings, example: string): ConfigurationError {
  const command = example.startsWith("--secret") ? `--secret rabbitmq:${key}` : `rabbitmq:${key} ${example}`;
  return new ConfigurationError(
    `rabbitmq:${key} is not set: run \`pulumi config set ${command}\`, set ${environmentName(key)}, or pass { provider: new rabbitmq.Provider(...) }`,
  );
}

function endpointProblem(value: string): string | undefined {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    return `must be the management API's http(s) URL, such as http://localhost:15672`;
  if (url.username || url.password) return "must not hold credentials: set rabbitmq:username and rabbitmq:password";
  return url.search || url.hash ? "must not have a query or a fragment" : undefined;
}
