import { makeVHost } from "../../support/admin";
import type { TestBroker } from "../../support/environment";
import { contentsOf, declared } from "./contents";
import { meet } from "./meet";
import type { Life, Mishap, Step } from "./mishap";
import type { OwnBroker } from "./own-broker";
import { type Outcome, Project, type Shape, type Verb } from "./project";
import { addStrangers, addToOurs, takeFromOurs } from "./strangers";
import { untidy } from "./untidy";

let lives = 0;

/**
 * Lives it. After each mishap, the next command makes everything right; state and broker agree, and nothing of others is
 * touched or lost. Gives the mishaps that came before the end of their command, such as "create: killed".
 */
export async function live(own: OwnBroker, life: Life): Promise<string[]> {
  const vhost = `life ${lives++}`;
  const before: Shape = { shape: life.shape, vhost, isChanged: false };
  const after: Shape = { ...before, isChanged: true };
  const removeVHost = await makeVHost(own.now, vhost);
  const project = await Project.make();
  const met: string[] = [];
  const stops: (() => Promise<void>)[] = [];
  let last = "";

  const survive = async (step: Step, verb: Verb, shape: Shape): Promise<void> => {
    const { isMet, output, stopProxy } = await meet({ own, project }, verb, shape, life[step]);
    stops.push(stopProxy);
    last = output;
    if (isMet) met.push(`${step}: ${life[step].fault}`);
    expect(untidy(output)).toEqual([]);
    project.restoreState();
    await project.unlock();
  };
  const run = async (verb: Verb, shape: Shape, ...flags: string[]) =>
    succeeded(await project.run(verb, own.now, shape, flags));
  const converge = async (step: Step, shape: Shape, others: readonly string[]): Promise<void> => {
    await run("up", shape, ...(mayHaveLost(own.now, life[step]) ? ["--refresh"] : []));
    expect(await contentsOf(own.now, vhost)).toEqual([...declared(shape), ...others].sort());
    await run("refresh", shape, "--expect-no-changes", "--clear-pending-creates");
    expect(await project.left()).toEqual([]);
  };

  try {
    const theirs = await addStrangers(own.now, vhost);
    succeeded(await project.init());
    await survive("create", "up", before);
    await converge("create", before, theirs);

    const all = [...theirs, ...(await addToOurs(own.now, vhost))];
    await survive("change", "up", after);
    await converge("change", after, all);

    await survive("refresh", "refresh", after);
    await converge("refresh", after, all);

    if (life.isLeft) await takeFromOurs(own.now, vhost);
    await survive("destroy", "destroy", after);
    if (!life.isLeft) {
      const guarded = all.filter((line) => /^message|^binding \S+ theirs/.test(line));
      expect(await contentsOf(own.now, vhost)).toEqual(expect.arrayContaining(guarded));
      await takeFromOurs(own.now, vhost);
    }
    await run("destroy", after);
    expect(project.state()).toEqual([]);
    expect(await contentsOf(own.now, vhost)).toEqual([...theirs].sort());
    expect(await project.left()).toEqual([]);
    return met;
  } catch (error) {
    throw new Error(`${(error as Error).message}\n\nAfter this command:\n${last}`, { cause: error });
  } finally {
    await Promise.all(stops.map((stop) => stop()));
    await removeVHost();
    project.remove();
  }
}

/** Before 4.3, a broker that was killed may come back without what it acknowledged just before. */
function mayHaveLost({ version }: TestBroker, { fault }: Mishap): boolean {
  return fault === "broker killed" && Number.parseFloat(version) < 4.3;
}

function succeeded({ code, output }: Outcome): void {
  expect(untidy(output)).toEqual([]);
  if (code !== 0) throw new Error(`The command failed:\n${output}`);
}
