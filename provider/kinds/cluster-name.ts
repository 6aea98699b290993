import type { Input } from "@pulumi/pulumi";
import { name } from "../../model/name";
import type { Fields } from "../../model/object";
import { placeOf, readAt } from "../inventory";
import type { FieldsOf, Kind } from "../kind";
import { path } from "../management/path";
import { list, one } from "../management/target";
import { facts, inPlace } from "./field";

/**
 * The name of the cluster, which clients see when they connect. Without one, RabbitMQ makes it of the name of a node. The
 * deletion of the resource sets back what the cluster had when the resource was created: a name that somebody had given, or
 * none. Needs the tag `administrator`.
 */
export interface ClusterNameArgs {
  /** The name. A name that somebody else gave is replaced only with the resource option `import: "ClusterName"`. */
  name: Input<string>;
}

const fields = { name: inPlace(name) } satisfies FieldsOf<ClusterNameArgs>;

/** The broker keeps a given name as this global parameter. */
const parameter = "cluster_name";
const target = path`global-parameters/${parameter}`;
const isOther = (item: unknown) => (item as Fields)["name"] !== parameter;
const all = list(path`global-parameters`, {}, ["name", "value"], { isNeverEmpty: true, isGap: isOther });
const fromApi = ({ value }: Fields) => ({ name: value });
const place = placeOf({ identity: [], list: () => all, fromApi }, {}, one(target, { name: parameter }, ["value"]));

/** @internal */
export const clusterName: Kind<ClusterNameArgs> = {
  name: "ClusterName",
  noun: "cluster name",
  ...facts(fields),
  identity: [],
  outputs: ["formerName"],
  remembers: ["formerName"],
  title: () => "cluster name",
  list: () => all,
  fromApi,
  overwrites: true,

  async find(broker, { name, formerName }, reading) {
    const value = (await readAt(broker, place, reading, true))?.["value"];
    const isSetBack = value === formerName && value !== name;
    if (value === undefined || isSetBack) return undefined;
    return { name: value, ...(reading === "peek" && { formerName: value }) };
  },

  async declare(broker, { name }) {
    await broker.put(path`cluster-name`, { name });
    return {};
  },

  removal: async (broker, object) => async () => {
    const { formerName } = object as Fields;
    if (typeof formerName === "string") await broker.put(path`cluster-name`, { name: formerName });
    else await broker.delete(target, place);
  },
};
