import * as pulumi from "@pulumi/pulumi";
import type { Fields } from "../../model/object";
import { onOneLine } from "../../provider/door";
import { RabbitMQError } from "../../provider/management/errors";
import { Secrets } from "../../provider/secrets";
import { refusal } from "../program/lost";
import { fromReferences } from "../program/reference";
import { secretTexts } from "../program/secret-texts";
import { type Connection, connectionOf } from "./connection";
import { knownValue, whenThere } from "./wait";

/** The parameters of a function: one without arguments of its own (`object`) has only options. */
export type Given<Args, Options> = keyof Args extends never
  ? [opts?: Options]
  : Record<never, never> extends Args
    ? [args?: Args, opts?: Options]
    : [args: Args, opts?: Options];

/** A function that reads from the broker. */
export interface Lookup<Args, Result> {
  /**
   * Reads from the broker, at once, and gives a promise. Its arguments are plain values. It uses the connection of the
   * option `provider`, or of that of `parent`, else that of the stack's configuration and the environment. It fails if a
   * single object does not exist; a list may be empty.
   */
  // biome-ignore lint/style/useShorthandFunctionType: only a signature has documentation that editors show with a call
  (...given: Given<Args, pulumi.InvokeOptions>): Promise<Result>;
}

/** A function that reads from the broker when its arguments are known. */
export interface LookupOutput<Args, Result> {
  /**
   * Reads from the broker when the arguments are known and the resources that they come from are there, and gives an
   * output. Its arguments may be outputs and resources; with the option `dependsOn` it waits for others. In a preview, the
   * output is unknown as long as any of them, or the connection, is. It is a secret if it contains one.
   */
  // biome-ignore lint/style/useShorthandFunctionType: only a signature has documentation that editors show with a call
  (...given: Given<Args, pulumi.InvokeOutputOptions>): pulumi.Output<Result>;
}

type Answers = typeof import("../../provider/lookup");
type Reader = Parameters<Parameters<Answers["withReader"]>[2]>[0];

/**
 * What a pair of functions does.
 * @internal
 */
export interface Definition {
  /** The name of the function that gives a promise. */
  readonly name: string;
  /** Whether it has arguments beside the options. */
  readonly hasArgs: boolean;
  /** Whether the answer is a list. */
  readonly isList: boolean;
  /** The properties of the answer that are secrets. */
  readonly secrets?: readonly string[];
  /** Adds the arguments that follow from others. */
  complete?(args: Fields): Fields;
  /** What answers it, in the part of the provider that is loaded with the first lookup. */
  question(answers: Answers): (reader: Reader, args: never) => Promise<unknown>;
}

/**
 * Makes the two functions of one lookup.
 * @internal
 */
export function lookup<Args, Inputs, Result>(
  definition: Definition,
): { plain: Lookup<Args, Result>; output: LookupOutput<Inputs, Result> } {
  const { name, hasArgs } = definition;
  const split = <Options>(given: readonly unknown[]) =>
    (hasArgs ? given : [{}, ...given]) as [args?: Fields, opts?: Options];

  const plain = async (...given: unknown[]) => {
    const [args = {}, opts = {}] = split<pulumi.InvokeOptions>(given);
    const { provider, parent } = opts;
    if (isMocked()) return mocked(definition, await pulumi.runtime.invoke(token(name), args, optionsOf(opts)));
    const connection = await knownValue(connected(name, { provider, parent } as pulumi.InvokeOptions));
    if (!connection) throw refusal(`${name}: the provider's settings are not known yet: use ${name}Output`);
    return keepingAlive(() => ask(definition, args, connection, []));
  };

  const output = (...given: unknown[]) => {
    const [args = {}, opts = {}] = split<pulumi.InvokeOutputOptions>(given);
    const completed = definition.complete?.(args) ?? args;
    const inputs = fromReferences(completed);
    if (isMocked()) {
      const answer = pulumi.runtime.invokeOutput<Fields>(token(name), inputs, {
        ...optionsOf(opts),
        dependsOn: opts.dependsOn ?? [],
      });
      return answer.apply((found) => marked(definition, mocked(definition, found)));
    }
    const known = pulumi.output(inputs);
    const connection = connected(name, opts);
    const texts = secretTexts(completed) ?? pulumi.output([]);
    const asked = pulumi
      .all([known, connection, texts, whenThere([known, connection], opts.dependsOn)])
      .apply(async ([args, connection, texts]) =>
        marked(definition, await ask(definition, args as Fields, connection, texts)),
      );
    keepingAlive(() => settled(asked));
    return asked;
  };
  return { plain: plain as Lookup<Args, Result>, output: output as unknown as LookupOutput<Inputs, Result> };
}

/** Unit tests answer to this name in `call` of Pulumi's mocks. */
function token(name: string): string {
  return `rabbitmq:index:${name}`;
}

async function ask(
  { name, question }: Definition,
  args: Fields,
  connection: Connection,
  texts: readonly string[],
): Promise<unknown> {
  // Loaded here, since most programs look nothing up, and the client takes half a second.
  const answers: Answers = require("../../provider/lookup");
  const program = pulumi.runtime.getStackResource() ?? noStack;
  try {
    return await answers.withReader(
      program,
      (key) => connection[key],
      (reader) => question(answers)(reader, args as never),
    );
  } catch (error) {
    if (!(error instanceof RabbitMQError)) throw error;
    const secrets = new Secrets();
    secrets.add(texts);
    const advice =
      error instanceof answers.MissingError
        ? `: if this program declares it, use ${name}Output with the option dependsOn`
        : "";
    throw refusal(onOneLine(secrets.hiddenIn(`${name}: ${error.message}${advice}`)));
  }
}

/** Stands for the program of a script or a test, which has no stack. */
const noStack = {};

function connected(name: string, opts: pulumi.InvokeOptions): pulumi.Output<Connection> {
  try {
    return connectionOf(opts);
  } catch (error) {
    throw refusal(`${name}: ${(error as Error).message}`);
  }
}

/** Pulumi waits for what it asks the engine; so it does for this work, which asks the broker. */
async function keepingAlive<T>(work: () => Promise<T>): Promise<T> {
  const done = pulumi.runtime.rpcKeepAlive();
  try {
    return await work();
  } finally {
    done();
  }
}

/** The output's own error reaches the program by the output. */
function settled(output: pulumi.Output<unknown>): Promise<unknown> {
  return knownValue(output).catch(() => {});
}

/** Whether Pulumi's mocks stand for the engine. */
function isMocked(): boolean {
  const monitor: unknown = pulumi.runtime.getMonitor();
  return typeof monitor === "object" && monitor !== null && "mocks" in monitor;
}

/** The answer of a mock: Pulumi makes an object of a list. */
function mocked({ isList }: Definition, answer: unknown): unknown {
  return isList ? Object.values(answer ?? {}) : answer;
}

function optionsOf({ provider, parent }: pulumi.InvokeOptions): pulumi.InvokeOptions {
  return { ...(provider && { provider }), ...(parent && { parent }) };
}

/** Marks the answer as a secret if it contains one. */
function marked({ secrets = [] }: Definition, answer: unknown): unknown {
  const objects = (Array.isArray(answer) ? answer : [answer]) as (Fields | undefined)[];
  const isSecret = objects.some((object) => secrets.some((key) => object?.[key] !== undefined));
  return isSecret ? pulumi.secret(answer) : answer;
}
