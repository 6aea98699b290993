// The readings of a factory go to the headquarters' broker, also those of a time without a network.
import * as pulumi from "@pulumi/pulumi";
import * as rabbitmq from "pulumi-rabbitmq-topology";

const config = new pulumi.Config("shovel");

// The factory's broker is that of the stack's configuration.
const factory = new rabbitmq.VHost("factory", { name: "shovel-factory" });
const readings = new rabbitmq.Queue("readings", { vhost: factory, name: "readings" });

const provider = new rabbitmq.Provider("headquarters", {
  endpoint: config.require("endpoint"),
  username: config.require("username"),
  password: config.requireSecret("password"),
});
const headquarters = new rabbitmq.VHost("headquarters", { name: "shovel-headquarters" }, { provider });
const incoming = new rabbitmq.Exchange(
  "incoming",
  { vhost: headquarters, name: "incoming", type: "fanout" },
  { provider },
);
const all = new rabbitmq.Queue("all", { vhost: headquarters, name: "all" }, { provider });
new rabbitmq.Binding("all", { source: incoming, destination: all }, { provider });

// The shovel's login may publish to the exchange, and nothing else.
const access = new rabbitmq.AppAccess(
  "shovel",
  { vhost: headquarters, publishTo: [incoming], server: config.require("amqp") },
  { provider },
);

new rabbitmq.Shovel("readings", {
  vhost: factory,
  name: "readings",
  srcUri: "amqp:///shovel-factory", // the factory's broker itself
  srcQueue: readings,
  destUri: access.url,
  destExchange: incoming.name, // by name, since it is in a vhost of the other broker
});
