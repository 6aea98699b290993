import type { Recipe } from "../recipe";
import { publishAttempts, publishesTopic, subscribeAttempts, subscribesTo } from "../uses/mqtt";

const own = (name: string) => ["declareQueue", "deleteQueue", "consume", "purge"].map((verb) => `${verb} ${name}`);
const queuesOf = (client: string) => [0, 1].map((qos) => `mqtt-subscription-${client}qos${qos}`);
const publishing = (...topics: string[]) => topics.map((topic) => `mqtt: publish ${topic}`);
const subscribing = (client: string, ...filters: string[]) =>
  filters.flatMap((filter) => [0, 1].map((qos) => `mqtt: subscribe ${filter} qos ${qos} as ${client}`));

const pump = { clientId: "pump.1" };
const topics = { exchanges: { "amq.topic": { type: "topic" } } };
const [qos0, qos1] = queuesOf("pump.1") as [string, string];
const escaped = "mqtt-subscription-pump\\.1qos0|mqtt-subscription-pump\\.1qos1";

const own4: Recipe[] = [
  {
    title: "publishes by MQTT",
    roles: { mqtt: [{ publish: ["plant/+/heat", "plant/alarm/#"] }] },
    grants: ["^$", "^(amq\\.topic)$", "^$"],
    stage: topics,
    protocol: "mqtt",
    works: publishesTopic("plant/1/heat", "plant.1.heat", pump),
    keys: ["plant.1.heat", "plant.alarm", "plant.1.2.heat", "plantx1.heat", "#"],
    attempts: [
      ...publishAttempts(pump, "plant/1/heat", "plant/alarm", "plant/alarm/a/b"),
      ...publishAttempts(pump, "plant/1/cold", "plant/1/2/heat", "plant/heat", "xplant/1/heat"),
      // To the broker a dot separates like a slash.
      ...publishAttempts(pump, "plant.1.heat"),
      ...subscribeAttempts(pump, "plant/1/heat", "#"),
    ],
    may: [
      ...["publish amq.topic plant.1.heat", "publish amq.topic plant.alarm"],
      ...publishing("plant/1/heat", "plant/alarm", "plant/alarm/a/b", "plant.1.heat"),
    ],
  },
  {
    title: "subscribes by MQTT with a known client id",
    roles: { mqtt: [{ subscribe: ["plant/+/heat", "plant/alarm/#"], clientIds: ["pump.1"] }] },
    grants: [`^(${escaped})$`, `^(${escaped})$`, `^(amq\\.topic|${escaped})$`],
    stage: topics,
    protocol: "mqtt",
    works: subscribesTo("plant/+/heat", "plant.1.heat", pump),
    keys: ["plant.1.heat", "plant.*.heat", "plant.alarm.#", "plant.#", "#"],
    queues: [
      qos0,
      qos1,
      "mqtt-subscription-pumpx1qos0",
      "mqtt-subscription-pump.11qos0",
      "mqtt-subscription-pump.1qos2",
    ],
    attempts: [
      ...subscribeAttempts(pump, "plant/+/heat", "plant/1/heat", "plant/alarm/#", "plant/alarm/a"),
      ...subscribeAttempts(pump, "plant/#", "#", "+/1/heat", "plant/1/cold"),
      ...subscribeAttempts({ clientId: "pumpx1" }, "plant/1/heat"),
      ...publishAttempts(pump, "plant/1/heat"),
    ],
    may: [
      ...own(qos0),
      ...own(qos1),
      ...[qos0, qos1].flatMap((queue) =>
        ["plant.1.heat", "plant.*.heat", "plant.alarm.#"].map((key) => `bindQueue ${queue} from amq.topic ${key}`),
      ),
      ...subscribing("pump.1", "plant/+/heat", "plant/1/heat", "plant/alarm/#", "plant/alarm/a"),
    ],
  },
  {
    title: "subscribes by MQTT with any client id",
    roles: { mqtt: [{ subscribe: ["#"] }] },
    grants: ["^(mqtt-subscription-.*)$", "^(mqtt-subscription-.*)$", "^(amq\\.topic|mqtt-subscription-.*)$"],
    stage: topics,
    protocol: "mqtt",
    works: subscribesTo("plant/+/heat", "plant.1.heat", { clientId: "any", stays: true }),
    queues: [qos0, "xmqtt-subscription-anyqos0", "mqtt-subscription"],
    attempts: [...subscribeAttempts(pump, "#", "plant/1"), ...publishAttempts(pump, "plant/1")],
    may: [...own(qos0), `bindQueue ${qos0} from amq.topic`, ...subscribing("pump.1", "#", "plant/1")],
  },
  {
    title: "publishes and subscribes by MQTT",
    roles: { mqtt: [{ publish: ["plant/1/heat"], subscribe: ["plant/1/order"], clientIds: ["pump.1"] }] },
    grants: [`^(${escaped})$`, `^(amq\\.topic|${escaped})$`, `^(amq\\.topic|${escaped})$`],
    stage: topics,
    protocol: "mqtt",
    works: async (scene) => {
      await publishesTopic("plant/1/heat", "plant.1.heat", pump)(scene);
      await subscribesTo("plant/1/order", "plant.1.order", pump)(scene);
    },
    keys: ["plant.1.heat", "plant.1.order"],
    queues: [qos0],
    attempts: [
      ...publishAttempts(pump, "plant/1/heat", "plant/1/order"),
      ...subscribeAttempts(pump, "plant/1/heat", "plant/1/order"),
    ],
    may: [
      ...own(qos0),
      `bindQueue ${qos0} from amq.topic plant.1.order`,
      "publish amq.topic plant.1.heat",
      // Write and read on the exchange allow a binding of it to itself, by the keys that it may read.
      "bindExchange amq.topic from amq.topic plant.1.order",
      ...publishing("plant/1/heat"),
      ...subscribing("pump.1", "plant/1/order"),
    ],
  },
  {
    title: "publishes by MQTT to a topic with a dot",
    roles: { mqtt: [{ publish: ["plant/v1.2"] }] },
    grants: ["^$", "^(amq\\.topic)$", "^$"],
    stage: topics,
    protocol: "mqtt",
    works: publishesTopic("plant/v1.2", "plant.v1.2", pump),
    keys: ["plant.v1.2", "plant.v1/2"],
    attempts: publishAttempts(pump, "plant/v1.2", "plant/v1", "plant/v1.2/3"),
    may: ["publish amq.topic plant.v1.2", ...publishing("plant/v1.2")],
  },
];

const mqtt5 = { clientId: "pump.5", protocolVersion: 5 } as const;

export const mqtt: Recipe[] = [
  ...own4,
  {
    title: "publishes and subscribes by MQTT 5",
    roles: { mqtt: [{ publish: ["plant/1/heat"], subscribe: ["plant/1/order"] }] },
    grants: [
      "^(mqtt-subscription-.*)$",
      "^(amq\\.topic|mqtt-subscription-.*)$",
      "^(amq\\.topic|mqtt-subscription-.*)$",
    ],
    stage: topics,
    protocol: "mqtt",
    needs: { version: "4.0", why: "RabbitMQ 3.10 does not speak MQTT 5" },
    works: async (scene) => {
      await publishesTopic("plant/1/heat", "plant.1.heat", mqtt5)(scene);
      await subscribesTo("plant/1/order", "plant.1.order", mqtt5)(scene);
    },
    keys: ["plant.1.heat", "plant.1.order"],
    attempts: [
      ...publishAttempts(mqtt5, "plant/1/heat", "plant/1/order"),
      ...subscribeAttempts(mqtt5, "plant/1/heat", "plant/1/order"),
    ],
    may: [
      ...["publish amq.topic plant.1.heat", "bindExchange amq.topic from amq.topic plant.1.order"],
      ...publishing("plant/1/heat"),
      ...subscribing("pump.5", "plant/1/order"),
    ],
  },
];
