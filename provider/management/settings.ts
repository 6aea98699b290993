import { z } from "zod";
import { ConfigurationError } from "./errors";
import {
  amqpEndpoint,
  endpoint,
  flag,
  headers,
  parallel,
  proxy,
  seconds,
  text,
  token,
  username,
  version,
  wait,
} from "./setting-value";
import { tokenIn } from "./token";

/** Reads one key of the configuration, from wherever it is set. */
export type Source = (key: string) => string | undefined;

/** What to do with an object that exists already; an object's own value wins over that of the connection. */
export const onExisting = z.enum(["adopt", "fail", "takeOver"], "must be adopt, fail or takeOver");

export type OnExisting = z.output<typeof onExisting>;

const schema = {
  endpoint,
  amqpEndpoint: amqpEndpoint.optional(),
  username: username.optional(),
  password: text.optional(),
  token: token.optional(),
  tokenFile: text.optional(),
  cacertFile: text.optional(),
  caCert: text.optional(),
  clientcertFile: text.optional(),
  clientCert: text.optional(),
  clientkeyFile: text.optional(),
  clientKey: text.optional(),
  insecure: flag.default(false),
  serverName: text.optional(),
  proxy: proxy.optional(),
  headers: headers.default({}),
  timeout: seconds.default(30),
  waitForBroker: wait.default(0),
  concurrency: parallel.default(16),
  onExisting: onExisting.default("adopt"),
  onDrift: z.enum(["refuse", "ignore"], "must be refuse or ignore").default("refuse"),
  onReplace: z.enum(["refuse", "migrate"], "must be refuse or migrate").default("refuse"),
  forceDestroy: flag.default(false),
  readOnly: flag.default(false),
  targetVersion: version.optional(),
  previewReads: flag.default(true),
};

const settings = z.object(schema);

/** How to reach the broker, and how to treat the objects on it. */
export type Settings = z.output<typeof settings>;

/** Every key of a Provider, the stack configuration (`rabbitmq:<key>`) and the environment (`RABBITMQ_<KEY>`). */
export const settingKeys = Object.keys(schema) as (keyof Settings)[];

/** Keys whose value must never be shown. Headers often contain a token, a proxy's URL a password. */
export const secretSettings: readonly (keyof Settings)[] = ["password", "token", "clientKey", "headers", "proxy"];

/** `waitForBroker` is `RABBITMQ_WAIT_FOR_BROKER` in the environment. */
export function environmentName(key: string): string {
  return `RABBITMQ_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

export function fromEnvironment(key: string): string | undefined {
  return process.env[environmentName(key)];
}

/** Reads the configuration, and the environment for keys that are not configured. */
export function withEnvironment(configured: Source): Source {
  return (key) => configured(key) ?? (isOtherLogin(key, configured) ? undefined : fromEnvironment(key));
}

const logins = [["username", "password"], ["token"], ["tokenFile"]];

/** Whether a login in the environment does not apply, since another kind of login is configured. */
function isOtherLogin(key: string, configured: Source): boolean {
  if (!logins.flat().includes(key)) return false;
  return logins.some((keys) => !keys.includes(key) && keys.some((other) => configured(other) !== undefined));
}

const inquirySettings = settings.pick({ targetVersion: true, previewReads: true, onExisting: true });

/** What a check asks the broker. A check needs it also without an address. */
export type InquirySettings = z.output<typeof inquirySettings>;

export function readInquirySettings(source: Source): InquirySettings {
  return parsed(inquirySettings, source);
}

export function readSettings(source: Source): Settings {
  if (!source("endpoint")) throw missing("endpoint", "http://localhost:15672");
  const read = parsed(settings, source);
  if (read.tokenFile !== undefined) read.token ??= tokenIn(read.tokenFile);
  if (read.token === undefined) {
    if (read.username === undefined) throw missing("username", "admin");
    if (read.password === undefined) throw missing("password", "--secret ...");
  }
  return read;
}

function parsed<Shape extends z.ZodObject>(schema: Shape, source: Source): z.output<Shape> {
  const keys = Object.keys(schema.shape);
  const result = schema.safeParse(
    Object.fromEntries(keys.map((key) => [key, source(key)]).filter(([, value]) => value)),
  );
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const key = String(issue?.path[0]);
  throw new ConfigurationError(`rabbitmq:${key} (${environmentName(key)}) ${issue?.message}`);
}

/** The error for a key that nobody set. */
export function missing(key: keyof Settings, example: string): ConfigurationError {
  const command = example.startsWith("--secret") ? `--secret rabbitmq:${key}` : `rabbitmq:${key} ${example}`;
  return new ConfigurationError(
    `rabbitmq:${key} is not set: run \`pulumi config set ${command}\`, set ${environmentName(key)}, or pass { provider: new rabbitmq.Provider(...) }`,
  );
}
