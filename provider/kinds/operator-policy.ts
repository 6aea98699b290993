import type { Input } from "@pulumi/pulumi";
import type { Broker } from "../broker";
import type { FieldsOf, Kind } from "../kind";
import { BrokerError } from "../management/errors";
import type { PolicyArgs } from "./policy";
import { policyKind } from "./policy-kind";
import { operatorPolicyKeySupport, operatorPolicySettings, policySettings } from "./policy-settings";
import { placeOfVHost } from "./vhost-guard";

/** The arguments that mean the same as in a policy. */
type Shared =
  | "vhost"
  | "name"
  | "pattern"
  | "priority"
  | "expires"
  | "messageTtl"
  | "maxLength"
  | "maxLengthBytes"
  | "overflow"
  | "deliveryLimit"
  | "version"
  | "quorumTargetGroupSize"
  | "delayedRetryType"
  | "delayedRetryMin"
  | "delayedRetryMax"
  | "maxInMemoryLength"
  | "maxInMemoryBytes";

/**
 * An operator policy: limits for the queues of a vhost whose names match a pattern; at least one limit. They apply whatever
 * the queues' own arguments and policies are; of two numbers the lower one applies. All arguments except the vhost and the
 * name are changed in place. One operator policy applies to a queue at a time: the one with the highest priority, and any
 * one of several with the same priority. Each change makes the broker recompute the policies of every queue of the vhost.
 * Needs the tag `administrator`.
 */
export interface OperatorPolicyArgs extends Pick<PolicyArgs, Shared> {
  /**
   * The queues that it applies to: `queues` and `all` are queues of all types, also streams. One type alone
   * (`classic_queues`, `quorum_queues`, `streams`) needs RabbitMQ 3.12. @default "all"
   */
  applyTo?: Input<"all" | "queues" | "classic_queues" | "quorum_queues" | "streams">;
  /**
   * Limits without a property, under RabbitMQ's keys and with their types. A key with a property may stand here instead of
   * there. The broker accepts fewer keys than in a policy, and refuses the others. `OperatorPolicy.get` gives all limits
   * here, and those with a property there too.
   */
  definition?: Input<{ [key: string]: Input<unknown> }>;
}

operatorPolicySettings satisfies Partial<FieldsOf<OperatorPolicyArgs>>;

const onlyInPolicies = Object.keys(policySettings).filter((property) => !(property in operatorPolicySettings));

const entry = policyKind<OperatorPolicyArgs>({
  name: "OperatorPolicy",
  noun: "operator policy",
  collection: "operator-policies",
  section: "operatorPolicies",
  targets: ["all", "queues", "classic_queues", "quorum_queues", "streams"],
  settings: operatorPolicySettings,
  keySupport: operatorPolicyKeySupport,
  refuses: Object.fromEntries(
    onlyInPolicies.map((property) => [property, "RabbitMQ has it in policies only: use a Policy"]),
  ),
});

/** @internal */
export const operatorPolicy: Kind<OperatorPolicyArgs> = {
  ...entry,

  find: (broker, object, reading) =>
    entry.find(broker, object, reading).catch(async (error: Error) => {
      if (await lacksVHost(broker, String(object["vhost"]), error)) return undefined;
      throw error;
    }),

  declare: (broker, args, found) =>
    entry.declare(broker, args, found).catch(async (error: Error) => {
      const isLacking = await lacksVHost(broker, args.vhost, error);
      throw isLacking ? new BrokerError("the vhost does not exist", 500, "", { cause: error }) : error;
    }),

  async removal(broker, args, options) {
    const remove = await entry.removal(broker, args, options);
    return () =>
      remove().catch(async (error: Error) => {
        if (!(await lacksVHost(broker, args.vhost, error))) throw error;
      });
  },
};

/** RabbitMQ 4.0 answers 500 to every request for operator policies in a vhost that does not exist. */
async function lacksVHost(broker: Broker, vhost: string, error: Error): Promise<boolean> {
  const isObscure = error instanceof BrokerError && error.status === 500;
  return isObscure && (await broker.get(placeOfVHost(vhost))) === undefined;
}
