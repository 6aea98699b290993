import { brokers, newest } from "../support/environment";
import { movesAMessage } from "./two-brokers";

test.each(brokers)("an exchange gets a message from the exchange of RabbitMQ $version", async (west) => {
  const { endpoint, username, password, amqpUrl } = west;
  await movesAMessage({
    name: "federation",
    config: { endpoint, username, password, host: new URL(amqpUrl).host, link: "pass-of-the-link" },
    from: { broker: west, vhost: "federation-west", exchange: "events", key: "order.7.paid" },
    to: { broker: newest, vhost: "federation-east", queue: "paid" },
  });
});
