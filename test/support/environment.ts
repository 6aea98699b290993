/** What global-setup found, for the tests: handed over in an environment variable, since each test file is a world of its own. */
export interface TestEnvironment {
  readonly brokers: readonly TestBroker[];
  readonly python: { readonly python: string } | { readonly skipped: string };
}

export interface TestBroker {
  /** Such as "4.0.5". */
  readonly version: string;
  /** Where it comes from: a container engine, a package, or RABBITMQ_ENDPOINT. */
  readonly from?: string;
  readonly endpoint: string;
  readonly username: string;
  readonly password: string;
  /** Without a vhost. */
  readonly amqpUrl: string;
  /** The plugins that it has enabled, of a broker that RABBITMQ_ENDPOINT names. The others have all that the tests need. */
  readonly plugins?: readonly string[];
  /** Of its other protocols, on 127.0.0.1. A broker that RABBITMQ_ENDPOINT names may not have them. */
  readonly ports?: { readonly stream: number; readonly mqtt: number; readonly stomp: number };
  readonly tls?: {
    readonly endpoint: string;
    readonly amqpUrl: string;
    readonly caFile: string;
    readonly clientCertFile: string;
    readonly clientKeyFile: string;
    readonly serverName: string;
  };
}

const variable = "TEST_ENVIRONMENT";

export function publish(environment: TestEnvironment): void {
  process.env[variable] = JSON.stringify(environment);
}

export const environment: TestEnvironment = JSON.parse(process.env[variable] ?? '{"brokers":[]}');

/** Every broker that set-up could get; the tests that ask for them run once on each. */
export const brokers = environment.brokers;

/** The newest, for what does not depend on the broker's version. */
export const newest = brokers[0] as TestBroker;

/** Whether queues may be `durable: false` without being exclusive: until 4.3. */
export const takesTransient = ({ version }: TestBroker) => version.localeCompare("4.3", "en", { numeric: true }) < 0;

/** A test that not every machine or broker can run: its title says what it needs where it is skipped. */
export const testWith = (what: string, isThere: unknown) =>
  isThere ? test : (title: string, _work: unknown) => test.skip(`${title} (needs ${what})`, () => {});

/** Whether the broker lacks a plugin that a test needs. */
export const lacks = ({ plugins }: TestBroker, plugin: string | undefined) =>
  plugin !== undefined && plugins !== undefined && !plugins.includes(plugin);

/** Whether this is `npm run test:long`. */
export const isLong = process.env["TEST_LONG"] !== undefined;

/** A test for `npm run test:long` alone: it takes several runs of Pulumi, and tests that always run show most of its claim. */
export const testLong = (title: string, work: () => Promise<void>) => (isLong ? test(title, work) : undefined);

/** For what is the same on every version by construction: the newest alone, and every one in `npm run test:long`. */
export const enoughBrokers = isLong ? brokers : brokers.slice(0, 1);

/** The newest and the oldest, for what takes long on each; every one in `npm run test:long`. */
export const outerBrokers = isLong ? brokers : brokers.filter((_, index) => [0, brokers.length - 1].includes(index));

/** Some of many cases that differ little and each need a run of Pulumi: a third, and all in `npm run test:long`. */
export const someOf = <Case>(cases: readonly Case[]): readonly Case[] =>
  isLong ? cases : cases.filter((_, index) => index % 3 === 0);
