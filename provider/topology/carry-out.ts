import type { BrokerObject, Fields } from "../../model/object";
import type { Broker } from "../broker";
import { omit, pick } from "../fields";
import type { Kind } from "../kind";
import { RabbitMQError, RefusedError } from "../management/errors";
import { inVHost } from "../management/shared-list";
import { ownExchange } from "../management/target";
import { forState, type Options, withImport } from "../options";
import type { Run } from "../run";
import { declareAll } from "./declare-all";
import { outputsOf, type TopologyObject } from "./objects";
import type { Plan, TopologyStep } from "./plan";
import { removeAll } from "./remove-all";
import { Work } from "./work";

export interface Task {
  readonly id: string;
  readonly title: string;
  readonly vhost: unknown;
  readonly plan: Plan;
  readonly options: Options;
  /** The options as the state contains them. */
  readonly kept: Fields;
  /** The mark of the topology. */
  readonly by: string | undefined;
  /** The objects that this topology has declared so far. */
  readonly existing: readonly TopologyObject[];
  /** The objects that an earlier run could not restore. */
  readonly lost?: readonly BrokerObject[] | undefined;
}

/**
 * Declares everything before it deletes anything, and deletes nothing if something failed. Returns the outputs for the
 * state. After a failure the error contains them, so that the next update continues from there.
 */
export async function carryOut(run: Run, task: Task): Promise<Fields> {
  const { id, title, vhost, plan, kept, by, existing } = task;
  if (plan.declares.length > 0) await refuseMissingVHost(run.broker(), task);
  const work = new Work(run, title, existing);
  await work.during(() => carry(work, task));
  const outs = { ...outputsOf(vhost, work.existing), ...kept };
  if (!work.hasFailed) return forState(withImport(outs), { by });
  const { reasons } = work;
  const error = new RabbitMQError(`${title}: ${reasons.join("; ")}`);
  // After `pulumi up --replace`, a state of its own would make the entry that knows the objects' arguments a leftover.
  if (existing.length === 0 && !work.hasChanged) throw error;
  throw Object.assign(error, { id, properties: forState(outs, { lost: work.lost, by }), reasons });
}

async function carry(work: Work, { plan, options, lost = [] }: Task): Promise<void> {
  await declareAll(work, plan.declares.flatMap(withoutLast), options);
  await work.restore(lost);
  if (work.hasFailed) return;
  if (options.isRetained) for (const object of plan.removes) work.removed(object);
  else await removeAll(work, plan.removes);
  if (!work.hasFailed) await declareAll(work, plan.declares.filter(hasLast), options);
}

function hasLast({ object, earlier }: TopologyStep): boolean {
  return lastOf(object, earlier).length > 0;
}

/** The step without the arguments that are sent last. Those keep their earlier values until then. */
function withoutLast(step: TopologyStep): TopologyStep[] {
  const { object, earlier, changed } = step;
  const last = lastOf(object, earlier);
  if (last.length === 0) return [step];
  const now = changed.filter((field) => !last.includes(field));
  if (!earlier || now.length === 0) return [];
  const args = { ...omit(object.args, last), ...pick(earlier, last) };
  return [{ ...step, object: { ...object, args }, changed: now }];
}

function lastOf({ kind, args }: BrokerObject<Kind>, earlier: Fields | undefined): readonly string[] {
  return kind.last?.(args, earlier) ?? [];
}

/** Reports a missing vhost in one line, instead of one for each object. */
async function refuseMissingVHost(broker: Broker, { title, vhost }: Task): Promise<void> {
  const name = String(vhost);
  if (await broker.get(inVHost(name, ownExchange(name)))) return;
  throw new RefusedError(`${title}: the vhost does not exist: declare it with a VHost, or by other means first`);
}
