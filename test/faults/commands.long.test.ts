import { enoughBrokers, testWith } from "../support/environment";
import { rounds, seed } from "../support/random";
import { live } from "./commands/life";
import { lifeOf, titleOf } from "./commands/mishap";
import { type OwnBroker, startOwnBroker } from "./commands/own-broker";

const ownBroker = testWith("no RABBITMQ_ENDPOINT", !process.env["RABBITMQ_ENDPOINT"]);
const numbers = Array.from({ length: rounds(1) }, (_, index) => seed + index);

describe.each(enoughBrokers)("on RabbitMQ $version, four commands of the CLI with a mishap each", ({ version }) => {
  let own: OwnBroker;
  const met: string[] = [];

  beforeAll(async () => {
    own = await startOwnBroker(version);
  });
  afterAll(async () => {
    process.stderr.write(`${met.length} commands met a mishap on RabbitMQ ${version}\n`);
    await own.remove();
  });

  for (const number of numbers) {
    const life = lifeOf(number);
    ownBroker(`TEST_SEED=${number} TEST_RUNS=1: ${titleOf(life)}`, async () => {
      met.push(...(await live(own, life)));
    });
  }
});
