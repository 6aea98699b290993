import { roleNames } from "../../model/role-table";
import { brokers, type TestBroker } from "../support/environment";
import { amqpAttempts } from "./amqp-attempts";
import { allowed } from "./attempt";
import { declare, withStrangers } from "./platform";
import { isAtLeast, type Recipe } from "./recipe";
import { recipes } from "./recipes";
import { compiled, enroll, enter } from "./scene";

// The STOMP plugin of a busy 3.10 now and then ends a session with "Processing error"; each try has users and a vhost anew.
jest.retryTimes(2, { logErrorsBeforeRetry: true });

test.each(roleNames)("the role %s has a recipe", (role) => {
  expect(recipes.filter(({ roles }) => role in roles)).not.toEqual([]);
});

describe.each(brokers)("on RabbitMQ $version, an application that", (broker) => {
  recipes.forEach((recipe, number) => {
    const missing = lacks(broker, recipe);
    const title = `${recipe.title}, has what it needs and nothing else`;
    if (missing) test.skip(`${title} (${missing})`, () => {});
    else test(title, () => play(broker, recipe, number));
  });
});

function lacks({ version, ports }: TestBroker, { needs, protocol }: Recipe): string | undefined {
  if (needs && !isAtLeast(version, needs.version)) return `needs RabbitMQ ${needs.version}: ${needs.why}`;
  return protocol && !ports ? `needs a broker that listens for ${protocol}` : undefined;
}

async function play(broker: TestBroker, recipe: Recipe, number: number): Promise<void> {
  const vhost = `recipe-${number}`;
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
