/**
 * What every resource's state asks for: `require("pulumi-rabbitmq-topology/provider").lifecycle("Queue")`. This entry and
 * the name `lifecycle` are for ever. Programs have no reason to import it.
 */
import type { dynamic } from "@pulumi/pulumi";
import { Broker } from "./broker";
import { credentials } from "./credentials";
import { type KindName, kindNamed } from "./kinds";
import { lifecycle as lifecycleOf } from "./lifecycle";
import { environmentName, readSettings, type Source } from "./management/settings";
import { Ownership } from "./ownership";
import { topologyLifecycle } from "./topology/lifecycle";

const startedAt = Date.now();
let source: Source = fromEnvironment;
let broker: Broker | undefined;

/** One client for the whole process, made when the first resource needs it. */
function connect(): Broker {
  broker ??= new Broker(readSettings(source), startedAt);
  return broker;
}

const ownership = new Ownership();

/** What is no single object on the broker. */
const others = { Credentials: () => credentials, Topology: () => topologyLifecycle(connect, ownership) };

/** What a resource's state can ask for. */
export type ProviderName = KindName | keyof typeof others;

const lifecycles = new Map<string, dynamic.ResourceProvider>();

/** The dynamic provider of one kind, the same for every text that ever stood in a state. */
export function lifecycle(name: ProviderName): dynamic.ResourceProvider {
  const provider = lifecycles.get(name) ?? { configure, ...verbsOf(name) };
  lifecycles.set(name, provider);
  return provider;
}

/** Stores and returns, for Pulumi does not wait for it: a read may be asked for in the same tick. */
function configure({ config }: dynamic.ConfigureRequest): Promise<void> {
  const configured: Source = (key) => config.get(`rabbitmq:${key}`);
  source = (key) => configured(key) ?? (isOtherLogin(key, configured) ? undefined : fromEnvironment(key));
  return Promise.resolve();
}

function verbsOf(name: string): dynamic.ResourceProvider {
  return isOther(name) ? others[name]() : lifecycleOf(kindNamed(name), connect, ownership);
}

function isOther(name: string): name is keyof typeof others {
  return Object.hasOwn(others, name);
}

/** A token of the environment is not for a broker that the configuration gives a user for, nor the other way round. */
function isOtherLogin(key: string, configured: Source): boolean {
  if (key === "token") return (configured("username") ?? configured("password")) !== undefined;
  return (key === "username" || key === "password") && configured("token") !== undefined;
}

function fromEnvironment(key: string): string | undefined {
  return process.env[environmentName(key)];
}
