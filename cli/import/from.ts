import { statSync } from "node:fs";
import { Broker } from "../../provider/broker";
import { parse } from "../../provider/management/json";
import { fromEnvironment, readSettings } from "../../provider/management/settings";
import { areOfOneVHost, asDefinitions, objectsOf } from "../../provider/sources/definitions";
import { liveBroker } from "../../provider/sources/live-broker";
import { pulumiRabbitMQ } from "../../provider/sources/pulumi-rabbitmq";
import type { Deployment } from "../../provider/sources/pulumi-state";
import type { Source } from "../../provider/sources/source";
import { isStackState, objectsOfStack } from "../../provider/sources/stack-state";
import { isTerraformState, terraformState } from "../../provider/sources/terraform";
import { topologyOperator } from "../../provider/sources/topology-operator";
import { asJSON, read } from "../file";

/** Whether `--from` is a live broker: that of the environment, or a URL. */
export function isLive(from: string | undefined): boolean {
  return from === undefined || /^https?:/i.test(from);
}

/** The source that `--from` names. What is not a live broker is a file. */
export async function sourceFrom(from: string | undefined, vhosts: readonly string[] | undefined): Promise<Source> {
  if (from === undefined || isLive(from)) return liveBroker(brokerAt(from), vhosts);
  if (isManifests(from)) return topologyOperator(from);
  const shown = from === "-" ? "the standard input" : from;
  const json = asJSON(shown, await read(from, shown), parse);
  if (isStackState(json)) return { title: `the stack in ${shown}`, read: async () => objectsOfStack(json) };
  if (isTerraformState(json)) return terraformState(shown, json);
  const { deployment } = (json ?? {}) as { deployment?: Deployment };
  if (deployment !== undefined) return pulumiRabbitMQ(shown, deployment);
  return {
    title: `the definitions in ${shown}`,
    async read() {
      const definitions = asDefinitions(json);
      if (!areOfOneVHost(definitions)) return objectsOf(definitions);
      if (vhosts?.length === 1) return objectsOf(definitions, vhosts[0]);
      throw new Error(`${shown}: its objects name no vhost, so give theirs with one --vhost`);
    },
  };
}

/** The topology operator's manifests: one file of YAML, or a folder of such files. */
function isManifests(from: string): boolean {
  return /\.ya?ml$/i.test(from) || statSync(from, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** The broker of the environment, at another address if one is given. */
export function brokerAt(endpoint: string | undefined): Broker {
  return new Broker(readSettings((key) => (key === "endpoint" && endpoint ? endpoint : fromEnvironment(key))));
}
