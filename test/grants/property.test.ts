import { excessOf } from "../../model/excess";
import { compile } from "../../model/grants";
import { allows, rightsOf } from "../../model/rights";
import { operationsOf } from "../../model/role-table";
import { checkedRoles } from "../../sdk/access/check";
import { makeVHost } from "../support/admin";
import { brokers } from "../support/environment";
import { fc, rounds } from "../support/random";
import { isLiteral, topicMatches } from "../support/topic-match";
import { application } from "./property/application";
import { destructive } from "./property/destructive";
import { harmless, serverNamed } from "./property/harmless";
import { keysOf } from "./property/keys";
import { describeOperation, includes, isKnown } from "./property/known";
import { type Platform, platform } from "./property/platform";
import type { Question } from "./property/questions";
import { thingsOf, type World, world } from "./property/world";

const vhost = "grants-property";
const numRuns = rounds(5);

describe.each(brokers)("on RabbitMQ $version", (broker) => {
  let removeVHost: () => Promise<unknown>;
  let owner: Platform;
  beforeAll(async () => {
    removeVHost = await makeVHost(broker, vhost);
    owner = await platform(broker, vhost);
  });
  afterAll(async () => {
    await owner?.close();
    await removeVHost();
  });

  test("an application may do exactly what the model says, and all that it did not ask for is known", async () => {
    await fc.assert(
      fc.asyncProperty(world, async (drawn) => expect(await surprises(drawn, owner)).toEqual([])),
      { numRuns, endOnFailure: true },
    );
  });
});

/** Every answer of the broker that the model did not foresee. */
async function surprises(drawn: World, owner: Platform): Promise<string[]> {
  const roles = checkedRoles({ ...drawn.roles });
  const asked = operationsOf(roles).map(({ operation }) => operation);
  const own = asked.flatMap(({ target }) =>
    target.isPrefix && !target.name.startsWith("amq.") ? [`${target.name}own`] : [],
  );
  const world = { ...drawn, queues: [...new Set([...drawn.queues, ...own])] };
  const others = thingsOf(drawn);

  await owner.declare(world);
  await owner.grant(compile(roles, { others }));
  const client = await application(owner.url);
  const keys = keysOf(world, asked);
  const rights = rightsOf(asked);
  const excess = excessOf(asked, others);
  const found: string[] = [];

  const check = async ({ operation, key, ask }: Question) => {
    const answer = await ask();
    const isForeseen = allows(rights, operation) && (key === undefined || keys.allows(operation, key));
    const what = `${describeOperation(operation)}${key === undefined ? "" : ` with key "${key}"`}`;
    if (answer !== (isForeseen ? "ok" : 403)) found.push(`${what}: the model ${isForeseen}, the broker ${answer}`);
    const isAsked = includes(
      asked.filter(({ keys }) => key === undefined || takes(keys, key)),
      operation,
    );
    if (isAsked && answer !== "ok") found.push(`${what}: asked, and refused`);
    if (answer === "ok" && !isAsked && !isKnown(operation, asked, excess))
      found.push(`${what}: allowed, and nobody knows`);
  };
  try {
    const asker = { world, application: client, platform: owner, keysAt: keys.worthATry };
    await Promise.all(harmless(asker).map(check));
    for (const question of await serverNamed(asker)) await check(question);
    await Promise.all(
      destructive(asker).map(async (ofOne) => {
        for (const question of ofOne) await check(question);
      }),
    );
  } finally {
    await client.close();
  }
  return found;
}

function takes(patterns: readonly string[] = ["#"], key: string): boolean {
  return patterns.some((one) => one === "#" || one === key || (isLiteral(key) && topicMatches(one, key)));
}
