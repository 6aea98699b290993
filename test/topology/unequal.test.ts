import { inputsOf, objectsIn, outputsOf } from "../../provider/topology/objects";
import { unequal } from "../../provider/topology/unequal";

const data = {
  vhost: "shop",
  // Keys that JavaScript and a sort have in different orders.
  queues: { b: {}, "10": { maxLength: 1 }, "9": {}, 'a "name"': {} },
  bindings: [
    { source: "amq.topic", destination: "9", routingKey: "b" },
    { source: "amq.topic", destination: "10", routingKey: "a", arguments: { z: 1, a: [2, { y: 3 }] } },
  ],
  topicPermissions: { app: { events: { write: "a" }, "amq.topic": { write: "b" } } },
  users: { app: { password: "user-pw" } },
  limits: { maxQueues: 5 },
};
const objects = objectsIn(data);
const inputs = inputsOf("shop", objects);
const outputs = outputsOf("shop", objects);

test("sections with equal texts are left out, whether the state has one text for all objects or one for each", () => {
  // Limits are one object, and no text.
  expect(unequal(outputs, inputs)).toEqual([
    { vhost: "shop", limits: { maxQueues: 5 } },
    { vhost: "shop", limits: { maxQueues: 5 } },
  ]);
});

test("a section stays where one object differs", () => {
  const changed = inputsOf("shop", objectsIn({ ...data, queues: { ...data.queues, "9": { maxLength: 2 } } }));
  const [before, after] = unequal(outputs, changed);
  expect([Object.keys(before), Object.keys(after)]).toEqual([
    ["vhost", "limits", "queues"],
    ["vhost", "limits", "queues"],
  ]);
});

test("another vhost changes all sections", () => {
  const elsewhere = { ...inputs, vhost: "other" };
  expect(unequal(outputs, elsewhere)).toEqual([outputs, elsewhere]);
});
