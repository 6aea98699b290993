/**
 * What every resource's state asks for: `require("pulumi-rabbitmq-topology/provider").lifecycle("Queue")`. This entry and
 * the name `lifecycle` are for ever. Programs have no reason to import it.
 */
import type { dynamic } from "@pulumi/pulumi";
import { Broker } from "./broker";
import { credentials } from "./credentials";
import { type KindName, kindNamed } from "./kinds";
import { lifecycle as lifecycleOf } from "./lifecycle";
import { fromEnvironment, readSettings, type Source, withEnvironment } from "./management/settings";
import { Run } from "./run";
import { topologyLifecycle } from "./topology/lifecycle";

let source: Source = fromEnvironment;
const startedAt = Date.now();

/** Pulumi starts a process for each run, and for each provider in it. */
const run = new Run(() => new Broker(readSettings(source), startedAt));

/** What is no single object on the broker. */
const others = { Credentials: () => credentials, Topology: () => topologyLifecycle(run) };

/** What a resource's state can ask for. */
export type ProviderName = KindName | keyof typeof others;

const lifecycles = new Map<string, dynamic.ResourceProvider>();

/** The dynamic provider of one kind, the same for every text that ever stood in a state. */
export function lifecycle(name: ProviderName): dynamic.ResourceProvider {
  const verbs = () => (isOther(name) ? others[name]() : lifecycleOf(kindNamed(name), run));
  const provider = lifecycles.get(name) ?? { configure, ...verbs() };
  lifecycles.set(name, provider);
  return provider;
}

/** Stores and returns, for Pulumi does not wait for it: a read may be asked for in the same tick. */
function configure({ config }: dynamic.ConfigureRequest): Promise<void> {
  source = withEnvironment((key) => config.get(`rabbitmq:${key}`));
  return Promise.resolve();
}

function isOther(name: string): name is keyof typeof others {
  return Object.hasOwn(others, name);
}
