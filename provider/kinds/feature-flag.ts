import type { Input } from "@pulumi/pulumi";
import { name } from "../../model/name";
import type { Fields } from "../../model/object";
import type { Broker } from "../broker";
import { placeOf, readAt } from "../inventory";
import type { FieldsOf, Kind } from "../kind";
import { BrokerError, RefusedError } from "../management/errors";
import { path } from "../management/path";
import { itemOf, list as listTarget } from "../management/target";
import { similar } from "../similar";
import { facts, fixed } from "./field";

/**
 * A feature flag of the cluster, which is enabled. RabbitMQ cannot disable one: the deletion of the resource leaves the flag
 * enabled. All nodes of the cluster must know it. Needs the tag `administrator`.
 */
export interface FeatureFlagArgs {
  /** Its name, such as `khepri_db` (replaces). */
  name: Input<string>;
}

const fields = { name: fixed(name) } satisfies FieldsOf<FeatureFlagArgs>;

const identity = ["name"] as const;
const enabled = "enabled";
const everyFlag = listTarget(path`feature-flags`, {}, ["name", "state"], { isNeverEmpty: true });
/** The API has no path to read one flag. A flag that is not enabled is no object here. */
const list = listTarget(path`feature-flags`, {}, ["name", "state"], {
  isNeverEmpty: true,
  isGap: (item) => (item as Fields)["state"] !== enabled,
});
const fromApi = ({ name }: Fields) => ({ name });

/** @internal */
export const featureFlag: Kind<FeatureFlagArgs> = {
  name: "FeatureFlag",
  noun: "feature flag",
  ...facts(fields),
  identity,
  title: ({ name }) => `feature flag "${name}"`,
  list: () => list,
  fromApi,

  async find(broker, object, reading) {
    const own = itemOf(everyFlag, ({ name, state }) => name === object["name"] && state === enabled);
    const place = placeOf({ identity, list: () => list, fromApi }, object, own);
    const found = await readAt(broker, place, reading, false);
    return found && fromApi(found);
  },

  async declare(broker, { name }) {
    await broker.put(path`feature-flags/${name}/enable`, { name }).catch(async (error: unknown) => {
      if (error instanceof BrokerError && error.reason === "unsupported") throw await unknownFlag(broker, name);
      throw error;
    });
    return {};
  },

  stays: "stays enabled: RabbitMQ cannot disable a feature flag",
  removal: async () => async () => {},
};

async function unknownFlag(broker: Broker, name: string): Promise<Error> {
  const flags = await broker.getExisting(everyFlag);
  const meant = similar(
    name,
    flags.map((flag) => String(flag["name"])),
  );
  const disabled = flags.filter(({ state }) => state !== enabled).map((flag) => `"${flag["name"]}"`);
  const hint = meant === undefined ? "" : ` Did you mean "${meant}"?`;
  const others = disabled.length > 0 ? disabled.join(", ") : "none";
  return new RefusedError(
    `RabbitMQ ${await broker.version()} has no such flag.${hint} Its flags that are not enabled yet: ${others}`,
  );
}
