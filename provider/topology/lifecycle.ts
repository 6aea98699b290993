import type { dynamic } from "@pulumi/pulumi";
import type { Fields } from "../../model/object";
import { duplicateOf } from "../duplicates";
import { RabbitMQError, RefusedError } from "../management/errors";
import { optionProblems } from "../object-options";
import { forState, split, withImport } from "../options";
import type { Run } from "../run";
import { announce } from "./announce";
import { carryOut } from "./carry-out";
import { check, failuresOf, settleAll } from "./check";
import { type Elsewhere, noteElsewhere } from "./elsewhere";
import { foreseeAll } from "./foresee";
import { hasUnknownObjects } from "./leaf";
import { inputsOf, objectsIn, outputsOf, type TopologyObject } from "./objects";
import { planOf } from "./plan";
import { protectionProblems } from "./protect";
import { readAll } from "./read";
import { removeAll } from "./remove-all";
import { type Section, sections } from "./section";
import { decoded, isSecret } from "./text";
import { unequal } from "./unequal";
import { Work } from "./work";

/** Implements Pulumi's verbs for a `Topology`: the objects of a whole vhost in one resource. */
export function topologyLifecycle(run: Run): Required<Omit<dynamic.ResourceProvider, "configure">> {
  return {
    async check(olds: Fields | undefined, news: Fields) {
      const { args: data, kept, options, elsewhere = "[]" } = split(news);
      const older = split(olds ?? {});
      const isSame = older.args["vhost"] === data["vhost"];
      const before = isSame ? older.args : {};
      const checked = check(data, before);
      const settled = await settleAll(run.inquiry, checked, before);
      const ofOptions = optionProblems({ onExisting: options.onExisting });
      const problems = [...ofOptions, ...checked.problems, ...settled.problems];
      if (problems.length > 0) return { inputs: news, failures: failuresOf(problems) };
      const { inputs, objects } = checked;
      const existing = await foreseeAll(run.inquiry, objects, () => objectsIn(before), options.onExisting);
      const warnings = [...checked.warnings, ...settled.warnings, ...existing.lists];
      for (const other of decoded(elsewhere) as Elsewhere[]) noteElsewhere(run, other);
      for (const warning of warnings) run.report(`${titleOf(data)}: ${warning}`, "warn");
      // The engine asks for no difference of a new resource, and shows nothing of a secret text.
      const unseen = older.args["vhost"] === undefined ? objects.filter(({ section }) => isSecret(section)) : [];
      if (unseen.length > 0) run.report(announce(planOf([], unseen), data["vhost"], run));
      const { resource = titleOf(data) } = options;
      const duplicates = objects.flatMap((object) => duplicateOf(run, object, resource) ?? []);
      // Pulumi deletes a topology of another vhost with the options of the former run.
      const { isRetained = false } = isSame ? options : older.options;
      const [changing] = unequal(older.args, inputs);
      const state = { ...older, args: changing };
      const locked = protectionProblems(run, state, objects, { unknown: unknownSections(data), isRetained });
      return { inputs: { ...inputs, ...kept }, failures: failuresOf([...duplicates, ...existing.problems, ...locked]) };
    },

    async diff(_id: string, olds: Fields, news: Fields) {
      const { args: before, lost } = split(olds);
      const { args: data } = split(news);
      const noteLeaving = (objects: readonly TopologyObject[]) => {
        if (!split(olds).options.isRetained) for (const object of objects) run.noteLeaving(object);
      };
      if (before["vhost"] !== data["vhost"]) {
        noteLeaving(objectsIn(before));
        return { replaces: ["vhost"], deleteBeforeReplace: false };
      }
      const unknown = unknownSections(data);
      const [old, now] = unequal(before, data);
      const known = objectsIn(old).filter(({ section }) => !unknown.includes(section));
      const plan = planOf(known, objectsIn(now));
      noteLeaving(plan.removes);
      const isPlanned = plan.declares.length + plan.removes.length > 0;
      if (isPlanned) run.report(announce(plan, data["vhost"], run));
      const isChanged = isPlanned || unknown.length > 0;
      // An empty difference would not make the engine call `update`, which restores the lost objects.
      return isChanged ? { replaces: [], deleteBeforeReplace: false } : { changes: lost.length > 0 };
    },

    async create(inputs: Fields) {
      const { args: data, options, kept } = split(inputs);
      const id = idOf(data);
      if (options.imports !== undefined && options.imports !== id) {
        throw new RefusedError(
          `${titleOf(data)}: the option import is "${options.imports}", but a topology's id is its vhost, here "${id}"`,
        );
      }
      const objects = objectsIn(data);
      const by = run.mark(objects[0]);
      const plan = planOf([], objects);
      const task = { id, title: titleOf(data), vhost: data["vhost"], plan, options, kept, by, existing: [] };
      return { id, outs: await carryOut(run, task) };
    },

    async read(id: string, props: Fields) {
      const { args: data, kept, lost, by } = split(props);
      const found = await readAll(run.broker(), objectsIn(data));
      const { vhost } = data;
      const inputs = { ...inputsOf(vhost, found), ...kept };
      return { id, inputs, props: forState({ ...outputsOf(vhost, found), ...kept }, { lost, by }) };
    },

    async update(id: string, olds: Fields, news: Fields) {
      const { args: before, lost, options: earlier } = split(olds);
      // The option `import` of the run that creates the topology holds until a run has taken over everything.
      const { args: data, kept, options } = split(withImport(news, earlier.imports));
      const existing = objectsIn(before);
      const objects = objectsIn(data);
      const by = run.mark(objects[0]);
      const plan = planOf(existing, objects);
      const task = { id, title: titleOf(data), vhost: data["vhost"], plan, options, kept, by, existing, lost };
      return { outs: await carryOut(run, task) };
    },

    async delete(_id: string, props: Fields) {
      const { args: data, by } = split(props);
      const work = new Work(run, titleOf(data), objectsIn(data));
      for (const object of work.existing) run.noteLeaving(object);
      await work.during(() => removeAll(work, work.existing, by));
      if (!work.hasFailed) return;
      const deleted = objectsIn(data).length - work.existing.length;
      const hint =
        deleted > 0
          ? `; ${deleted} objects are deleted already: to keep the topology, run \`pulumi up --refresh\``
          : "";
      throw new RabbitMQError(`${work.title}: ${work.reasons.join("; ")}${hint}`);
    },
  };
}

/** Sections of which the program does not know yet which objects they have. */
function unknownSections(data: Fields): Section[] {
  return sections.filter((section) => hasUnknownObjects(section, data[section.name]));
}

function idOf({ vhost }: Fields): string {
  return encodeURIComponent(String(vhost));
}

function titleOf({ vhost }: Fields): string {
  return `topology of vhost "${vhost}"`;
}
