import pLimit from "p-limit";
import { roleNames } from "../../model/role-table";
import { brokers, isLong, newest, type TestBroker } from "../support/environment";
import { amqpAttempts } from "./amqp-attempts";
import { allowed } from "./attempt";
import { declare, withStrangers } from "./platform";
import { isAtLeast, type Recipe } from "./recipe";
import { recipes } from "./recipes";
import { compiled, enroll, enter } from "./scene";

/** One after the other on each broker, since clients of MQTT with the same id end each other. */
const alone = new Map(brokers.map(({ version }) => [version, pLimit(1)]));

test.each(roleNames)("the role %s has a recipe", (role) => {
  expect(recipes.filter(({ roles }) => role in roles)).not.toEqual([]);
});

// Tests wait for the broker's answers most of the time, so several run at once, on each broker.
describe("an application that", () => {
  recipes.forEach((recipe, number) => {
    for (const broker of brokersFor(number)) {
      const missing = lacks(broker, recipe);
      const title = `${recipe.title}, on RabbitMQ ${broker.version}, has what it needs and nothing else`;
      const turn = recipe.protocol === "mqtt" ? alone.get(broker.version) : undefined;
      const work = () => again(() => play(broker, recipe, `recipe-${number}-on-${broker.version}`));
      if (missing) test.skip(`${title} (${missing})`, () => {});
      else test.concurrent(title, () => (turn ? turn(work) : work()));
    }
  });
});

/** The newest, and of the others one for every second recipe; all of them in `npm run test:long`. */
function brokersFor(number: number): readonly TestBroker[] {
  const others = brokers.filter((broker) => broker !== newest);
  return brokers.filter((broker) => isLong || broker === newest || broker === others[number % (2 * others.length)]);
}

/** The STOMP plugin of a busy 3.10 now and then ends a session so; another try has users and a vhost anew. */
async function again(work: () => Promise<void>, tries = 2): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (tries === 0 || !String(error).includes("Processing error")) throw error;
    await again(work, tries - 1);
  }
}

function lacks({ version, ports }: TestBroker, { needs, protocol }: Recipe): string | undefined {
  if (needs && !isAtLeast(version, needs.version)) return `needs RabbitMQ ${needs.version}: ${needs.why}`;
  return protocol && !ports ? `needs a broker that listens for ${protocol}` : undefined;
}

async function play(broker: TestBroker, recipe: Recipe, vhost: string): Promise<void> {
  const stage = withStrangers(recipe.stage);
  await declare(broker, vhost, stage);
  const app = await enroll(broker, vhost, `${vhost}-app`, recipe.roles);
  const partner = await enroll(broker, vhost, `${vhost}-partner`, recipe.partner ?? {});
  const { scene, leave } = await enter(broker, vhost, app, partner);
  try {
    await recipe.works(scene);
    const attempts = [...(recipe.attempts ?? []), ...amqpAttempts(recipe, stage)];
    const may = typeof recipe.may === "function" ? recipe.may(broker.version) : recipe.may;
    // Nothing is expected that was not attempted.
    expect(attempts.map(({ title }) => title)).toEqual(expect.arrayContaining([...may]));
    expect((await allowed(attempts, scene)).sort()).toEqual([...may].sort());
    // Rights that no attempt shows, such as write on a queue whose exchange cannot be read.
    const { configure, write, read } = compiled(recipe.roles);
    expect([configure, write, read]).toEqual(recipe.grants);
  } finally {
    await leave();
  }
}
