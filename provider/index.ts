/**
 * The entry that the state of every resource loads: `require("pulumi-rabbitmq-topology/provider").lifecycle("Queue")`.
 * This entry and the name `lifecycle` must never change, since existing states contain them. Programs do not import it.
 */
import type { dynamic } from "@pulumi/pulumi";
import { amqpPortsFor } from "./amqp-ports";
import { Broker } from "./broker";
import { credentials } from "./credentials";
import { withDoor } from "./door";
import { Engine, engineAddress } from "./engine";
import { type KindName, kindNamed } from "./kinds";
import { lifecycle as lifecycleOf } from "./lifecycle";
import {
  fromEnvironment,
  readInquirySettings,
  readSettings,
  type Source,
  withEnvironment,
} from "./management/settings";
import { printOnce } from "./print-once";
import { programLifecycle } from "./program";
import { Run } from "./run";
import { keepHeapSmall } from "./small-heap";
import { topologyLifecycle } from "./topology/lifecycle";

let source: Source = fromEnvironment;
const startedAt = Date.now();

const address = engineAddress(process.argv);
const engine = address && new Engine(address, () => process.exit(1));
const once = engine && printOnce(console);

/** One per process: Pulumi starts a process for each run, and for each provider in it. */
const run = new Run(
  () => new Broker(readSettings(source), startedAt),
  undefined,
  () => engine?.isGone ?? false,
  () => readInquirySettings(source),
);

/** The resources that are not one object on the broker, by the name of the class. */
const otherResources = {
  Credentials: () => credentials(amqpPortsFor(run)),
  Program: () => programLifecycle(run),
  Topology: () => {
    keepHeapSmall();
    return topologyLifecycle(run);
  },
};

/** The names that a resource's state can request. */
export type ProviderName = KindName | keyof typeof otherResources;

const lifecycles = new Map<string, dynamic.ResourceProvider>();

/** Returns the dynamic provider of one kind, the same one for every provider text that a state can contain. */
export function lifecycle(name: ProviderName): dynamic.ResourceProvider {
  const verbs = () => (isOther(name) ? otherResources[name]() : lifecycleOf(kindNamed(name), run));
  const during = <T>(call: () => Promise<T>) => (engine && once ? engine.during(() => once(call)) : call());
  const provider = lifecycles.get(name) ?? withDoor({ configure, ...verbs() }, during, run.secrets);
  lifecycles.set(name, provider);
  return provider;
}

/** Only stores the configuration: Pulumi does not wait for `configure`, and may call `read` in the same tick. */
function configure({ config }: dynamic.ConfigureRequest): Promise<void> {
  source = withEnvironment((key) => config.get(`rabbitmq:${key}`));
  return Promise.resolve();
}

function isOther(name: string): name is keyof typeof otherResources {
  return Object.hasOwn(otherResources, name);
}
