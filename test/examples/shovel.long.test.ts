import { brokers, newest, type TestBroker } from "../support/environment";
import { movesAMessage } from "./two-brokers";

test("a shovel moves a message from one broker to another", async () => {
  // The same broker has both roles if there is only one.
  const headquarters = brokers.at(-1) as TestBroker;
  const { endpoint, username, password, amqpUrl } = headquarters;
  await movesAMessage({
    name: "shovel",
    config: { endpoint, username, password, amqp: `amqp://${new URL(amqpUrl).host}` },
    from: { broker: newest, vhost: "shovel-factory", exchange: "", key: "readings" },
    to: { broker: headquarters, vhost: "shovel-headquarters", queue: "all" },
  });
});
