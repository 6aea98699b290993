import { z } from "zod";
import { entryOf, realExchange } from "./entry";
import { name, text } from "./name";
import { exchange, type Operation, queue, queuesFrom } from "./operation";
import { temporary } from "./temporary";

const topic = text
  .min(1, "must not be empty")
  .refine((value) => !value.includes("*"), "must not contain *: AMQP treats it like MQTT's +");
const topics = z.array(topic, "must be a list of topics").optional();

export const mqttUse = entryOf({
  publish: topics,
  subscribe: topics,
  clientIds: z.array(name, "must be a list").min(1, "must not be empty").optional(),
  exchange: realExchange.default("amq.topic"),
}).refine(({ publish, subscribe }) => publish || subscribe, "must have publish or subscribe");

export function mqtt({ publish, subscribe, clientIds, exchange: name }: z.infer<typeof mqttUse>): Operation[] {
  const target = exchange(name);
  const queues = clientIds
    ? clientIds.flatMap((id) => [0, 1].map((qos) => queue(`mqtt-subscription-${id}qos${qos}`)))
    : [queuesFrom("mqtt-subscription-")];
  return [
    ...(publish ? [{ verb: "publish" as const, target, keys: publish.map(routingKey) }] : []),
    ...(subscribe ? queues.flatMap((own) => temporary(own, target, subscribe.map(routingKey))) : []),
  ];
}

/** The broker translates MQTT's separator and wildcard to AMQP's. It keeps a dot, which therefore also separates. */
function routingKey(topic: string): string {
  return topic.replaceAll("/", ".").replaceAll("+", "*");
}
