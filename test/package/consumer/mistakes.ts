import type * as pulumi from "@pulumi/pulumi";
import * as rabbitmq from "pulumi-rabbitmq-topology";

const vhost = new rabbitmq.VHost("shop", { name: "shop" });
const events = new rabbitmq.Exchange("events", { vhost, name: "events", type: "topic" });
const paid = new rabbitmq.Queue("paid", { vhost, name: "paid" });
const user = new rabbitmq.User("user", { name: "user" });

// @ts-expect-error a property that does not exist
new rabbitmq.Queue("typo", { vhost, name: "typo", durabel: true });
// @ts-expect-error a value of another type
new rabbitmq.Queue("text", { vhost, name: "text", durable: "yes" });
// @ts-expect-error an output of another type
new rabbitmq.Queue("output", { vhost, name: "output", messageTtl: paid.name });
// @ts-expect-error a type that is no text
new rabbitmq.Queue("type", { vhost, name: "type", type: 5 });
// @ts-expect-error no name
new rabbitmq.Queue("nameless", { vhost });
// @ts-expect-error no vhost
new rabbitmq.Exchange("homeless", { name: "homeless", type: "topic" });
// @ts-expect-error no type
new rabbitmq.Exchange("typeless", { vhost, name: "typeless" });
// @ts-expect-error no arguments at all
new rabbitmq.VHost("nothing");
// @ts-expect-error an exchange is no vhost
new rabbitmq.Queue("misplaced", { vhost: events, name: "misplaced" });
// @ts-expect-error a queue is no exchange
new rabbitmq.Queue("dead", { vhost, name: "dead", deadLetterExchange: paid });
// @ts-expect-error a queue is no source
new rabbitmq.Binding("reverse", { source: paid, destination: events });
// @ts-expect-error a user is no destination
new rabbitmq.Binding("user", { source: events, destination: user });
// @ts-expect-error a vhost is no user
new rabbitmq.Permissions("vhost", { vhost, user: vhost });
// @ts-expect-error a queue is no exchange
new rabbitmq.TopicPermissions("queue", { vhost, user, exchange: paid });
// @ts-expect-error no exchange has operator policies
new rabbitmq.OperatorPolicy("exchanges", { vhost, name: "x", pattern: "", applyTo: "exchanges", definition: {} });
const topology = new rabbitmq.Topology("topology", { vhost, queues: { q: {} } });
// @ts-expect-error a topology is of a vhost
new rabbitmq.Topology("homeless", { queues: {} });
// @ts-expect-error the key is the name
new rabbitmq.Topology("named", { vhost, queues: { q: { name: "q" } } });
// @ts-expect-error no such type
new rabbitmq.Topology("typed", { vhost, queues: { q: { type: true } } });
// @ts-expect-error a queue of a topology is no source
new rabbitmq.Binding("part", { source: topology.queue("q"), destination: events });
// @ts-expect-error what happens to existing objects is one of two words
new rabbitmq.Provider("east", { onExisting: "replace" });
// @ts-expect-error a provider has no port
new rabbitmq.Provider("east", { port: 15672 });
// @ts-expect-error outputs are read only
paid.durable = vhost.tracing;

// @ts-expect-error a promise takes no resource
rabbitmq.getQueue({ vhost, name: "paid" });
// @ts-expect-error no name
rabbitmq.getQueueOutput({ vhost });
// @ts-expect-error the broker has no password
rabbitmq.getUser({ name: "app" }).then(({ password }) => password);
// @ts-expect-error a queue or an exchange, not both
rabbitmq.getEffectivePolicy({ vhost: "/", queue: "q", exchange: "e" });

// @ts-expect-error a number is no text
export const name: pulumi.Output<number> = paid.name;
// @ts-expect-error a queue is no exchange
export const exchange: rabbitmq.Exchange = rabbitmq.Queue.get("existing", "shop/existing");
