import type { Fields } from "../../model/object";
import { Broker } from "../../provider/broker";
import { RefusedError } from "../../provider/management/errors";
import { parse } from "../../provider/management/json";
import { fromEnvironment, readSettings } from "../../provider/management/settings";
import { areOfOneVHost, asDefinitions, objectsOf, originalVHost } from "../../provider/sources/definitions";
import { asJSON, FileError, isFolder, textOfFile } from "../../provider/sources/file-text";
import { liveBroker } from "../../provider/sources/live-broker";
import { manifestsIn } from "../../provider/sources/manifest";
import { looksLikeManifests, manifestsOf, readManifests } from "../../provider/sources/manifest-files";
import type { ChosenBrokers } from "../../provider/sources/one-broker";
import { pulumiRabbitMQ } from "../../provider/sources/pulumi-rabbitmq";
import { deploymentIn } from "../../provider/sources/pulumi-state";
import type { Source } from "../../provider/sources/source";
import { isStackState, stackState } from "../../provider/sources/stack-state";
import { isTerraformState, terraformState } from "../../provider/sources/terraform";
import { topologyOperator } from "../../provider/sources/topology-operator";

/** Whether `--from` is a live broker: that of the environment, or a URL. */
export function isLive(from: string | undefined): boolean {
  return from === undefined || /^https?:/i.test(from);
}

/** What of a source is taken. */
export interface Choice {
  readonly vhosts?: readonly string[] | undefined;
  readonly brokers?: ChosenBrokers;
}

/** The source that `--from` names. What is not a live broker is a file, or a folder of manifests. */
export async function sourceFrom(from: string | undefined, { vhosts, brokers }: Choice): Promise<Source> {
  if (from === undefined || isLive(from)) {
    if (brokers !== undefined) throw new Error("--broker is for a file with objects of several brokers");
    return liveBroker(brokerAt(from), vhosts);
  }
  const [, scheme] = /^([a-z][a-z+.-]*):\/\//i.exec(from) ?? [];
  if (scheme !== undefined)
    throw new Error(`--from takes the URL of the management API, http or https, and not ${scheme}`);
  if (from !== "-" && (await isFolder(from))) return topologyOperator(from, brokers, () => readManifests(from));
  const shown = from === "-" ? "the standard input" : from;
  const content = await textOfFile(from, shown);
  if (/\.ya?ml$/i.test(from) || (!isJSON(content) && looksLikeManifests(content))) {
    return topologyOperator(shown, brokers, () => manifestsOf(content, shown));
  }
  const json = asJSON(shown, content, parse);
  refuseOtherForms(shown, json);
  if ((json as Fields | null)?.["apiVersion"] !== undefined) {
    return topologyOperator(shown, brokers, async () => manifestsIn(json));
  }
  if (isTerraformState(json)) return terraformState(shown, json, brokers);
  const deployment = deploymentIn(json);
  if (deployment && isStackState(deployment)) return stackState(shown, deployment);
  if (deployment) return pulumiRabbitMQ(shown, deployment, brokers);
  return definitionsFile(shown, json, vhosts);
}

function isJSON(content: string): boolean {
  return /^\s*[[{"]/.test(content);
}

/** Other outputs of the same tools, which do not have what an import needs. */
function refuseOtherForms(shown: string, json: unknown): void {
  const fields = (typeof json === "object" && json !== null ? json : {}) as Fields;
  if (fields["encrypted_data"] !== undefined) {
    throw new FileError(`${shown}: an encrypted state of OpenTofu: give what \`tofu state pull\` prints`);
  }
  if (fields["format_version"] !== undefined && fields["terraform_version"] !== undefined) {
    throw new FileError(`${shown}: the output of \`terraform show -json\`: give what \`terraform state pull\` prints`);
  }
}

function definitionsFile(shown: string, json: unknown, vhosts: Choice["vhosts"]): Source {
  return {
    title: `the definitions in ${shown}`,
    async read() {
      const definitions = asDefinitions(json);
      if (!areOfOneVHost(definitions)) return objectsOf(definitions);
      const vhost = vhosts?.length === 1 ? vhosts[0] : originalVHost(definitions);
      if (vhost !== undefined) return objectsOf(definitions, vhost);
      throw new RefusedError("has objects that name no vhost: give theirs with one --vhost");
    },
  };
}

/** The broker that the import is about: the source itself, or that of the environment, if it names one. */
export function brokerFor(from: string | undefined): Broker | undefined {
  if (isLive(from)) return brokerAt(from);
  return fromEnvironment("endpoint") === undefined ? undefined : brokerAt(undefined);
}

/** The broker of the environment, at another address if one is given. */
function brokerAt(endpoint: string | undefined): Broker {
  return new Broker(readSettings((key) => (key === "endpoint" && endpoint ? endpoint : fromEnvironment(key))));
}
