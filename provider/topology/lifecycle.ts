import type { dynamic } from "@pulumi/pulumi";
import type { BrokerObject, Fields } from "../../model/object";
import type { Broker } from "../broker";
import { omit } from "../fields";
import { withKind } from "../kinds";
import { RabbitMQError, RefusedError } from "../management/errors";
import { type Options, splitOptions } from "../options";
import type { Ownership } from "../ownership";
import { announce } from "./announce";
import { carryOut } from "./carry-out";
import { check } from "./check";
import { isLater } from "./leaf";
import { inputsOf, objectsIn, outputsOf, type TopologyObject } from "./objects";
import { planOf } from "./plan";
import { readAll } from "./read";
import { removeAll } from "./remove-all";
import { sections } from "./section";
import { decoded } from "./text";
import { Work } from "./work";

/** What the resource keeps beside the data. */
interface TopologyOptions extends Options {
  /** What the program declares in the vhost outside this topology, as text; not kept in the state. */
  readonly __elsewhere?: string;
}

/** Pulumi's verbs for a whole vhost's objects in one resource. */
export function topologyLifecycle(
  connect: () => Broker,
  ownership: Ownership,
): Required<Omit<dynamic.ResourceProvider, "configure">> {
  return {
    async check(_olds: Fields, news: Fields) {
      const [data, { __elsewhere = "[]", ...options }] = split(news);
      const { inputs, failures } = check(data);
      if (failures.length > 0) return { inputs: news, failures };
      for (const object of decoded(__elsewhere) as BrokerObject[]) ownership.use(withKind(object));
      for (const object of objectsIn(inputs)) ownership.use(object);
      return { inputs: { ...inputs, ...options }, failures };
    },

    async diff(_id: string, olds: Fields, news: Fields) {
      const [before, { __lost }] = split(olds);
      const [data] = split(news);
      if (before["vhost"] !== data["vhost"]) return { replaces: ["vhost"], deleteBeforeReplace: false };
      const later = sections.filter((section) => isLater(section, data[section.name]));
      const known = objectsIn(before).filter(({ section }) => !later.includes(section));
      const plan = planOf(known, objectsIn(data));
      const isPlanned = plan.declares.length + plan.removes.length > 0;
      const isElsewhere = (object: TopologyObject) => ownership.isInUse(object);
      if (isPlanned) console.info(announce(plan, data["vhost"], isElsewhere));
      const isChanged = isPlanned || later.length > 0 || __lost !== undefined;
      return isChanged ? { replaces: [], deleteBeforeReplace: false } : { changes: false };
    },

    async create(inputs: Fields) {
      const [data, options] = split(inputs);
      const id = idOf(data);
      if (options.__import !== undefined && options.__import !== id) {
        throw new RefusedError(
          `${titleOf(data)}: the option import is "${options.__import}", but a topology's id is its vhost, here "${id}"`,
        );
      }
      const plan = planOf([], objectsIn(data));
      const task = { id, title: titleOf(data), vhost: data["vhost"], plan, options, standing: [] };
      return { id, outs: await carryOut(connect(), ownership, task) };
    },

    async read(id: string, props: Fields) {
      const [data, options] = split(props);
      const found = await readAll(connect(), objectsIn(data));
      const { vhost } = data;
      const inputs = { ...inputsOf(vhost, found), ...omit({ ...options }, ["__lost"]) };
      return { id, inputs, props: { ...outputsOf(vhost, found), ...options } };
    },

    async update(id: string, olds: Fields, news: Fields) {
      const [before, { __lost: lost, __import }] = split(olds);
      const [data, given] = split(news);
      // What is imported is said by the run that creates the topology, and by those that go on with it.
      const options = { ...omit({ ...given }, ["__import"]), ...(__import !== undefined && { __import }) };
      const standing = objectsIn(before);
      const plan = planOf(standing, objectsIn(data));
      const task = { id, title: titleOf(data), vhost: data["vhost"], plan, options, standing, lost };
      return { outs: await carryOut(connect(), ownership, task) };
    },

    async delete(_id: string, props: Fields) {
      const [data] = split(props);
      const work = new Work(connect(), titleOf(data), objectsIn(data));
      await work.during(() => removeAll(work, ownership, work.standing));
      if (!work.hasFailed) return;
      const gone = objectsIn(data).length - work.standing.length;
      const hint =
        gone > 0 ? `; ${gone} objects are gone already: to keep the topology, run \`pulumi up --refresh\`` : "";
      throw new RabbitMQError(`${work.title}: ${work.reasons.join("; ")}${hint}`);
    },
  };
}

function split(props: Fields): [data: Fields, options: TopologyOptions] {
  return splitOptions(props);
}

function idOf({ vhost }: Fields): string {
  return encodeURIComponent(String(vhost));
}

function titleOf({ vhost }: Fields): string {
  return `topology of vhost "${vhost}"`;
}
