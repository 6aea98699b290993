import { admit } from "../../provider/sources/admit";
import { unknownValue } from "../../provider/unknown";

const vhost = (maxQueues: number) => ({ kind: "VHost", args: { name: "v", maxQueues } }) as const;
const queue = (name: string) => ({ kind: "Queue", args: { vhost: "v", name, type: "classic" } }) as const;

test.each([
  [0, ['vhost "v": maxQueues 0 is below the number of its queues, 2']],
  [1, ['vhost "v": maxQueues 1 is below the number of its queues, 2']],
  [2, []],
  [-1, []],
])(
  "a limit of %d queues in a vhost that has two is owned, and refused by a new broker if it is below",
  (max, refused) => {
    const { objects, left, refusedIfNew } = admit({ objects: [vhost(max), queue("a"), queue("b")], left: [] });
    expect([objects.length, left]).toEqual([3, []]);
    expect(refusedIfNew.map(({ what, reason }) => `${what}: ${reason}`)).toEqual(refused);
  },
);

const user = (more: object) => ({ kind: "User", args: { name: "u", tags: [], ...more } }) as const;
const lines = (list: readonly { what: string; reason: string }[]) =>
  list.map(({ what, reason }) => `${what}: ${reason}`);

test("an object that is there twice is owned once, and the report says whether they differ", () => {
  const short = { ...queue("a"), args: { ...queue("a").args, maxLength: 1 } };
  const { objects, left } = admit({
    objects: [queue("a"), queue("a"), short, user({ password: "p" }), user({ password: "p" }), user({ password: "q" })],
    left: [],
  });
  expect(objects.map(({ args }) => args["name"])).toEqual(["u", "a"]);
  expect(lines(left)).toEqual([
    'user "u": equal to another one in JSON, which is owned',
    'user "u": there twice, and the first one is owned: password: differs',
    'queue "a" in vhost "v": equal to another one in JSON, which is owned',
    'queue "a" in vhost "v": there twice, and the first one is owned: maxLength: here 1, there none',
  ]);
});

test("a secret that the source does not show is left out where the kind can do without it", () => {
  const shovel = { vhost: "v", name: "s", srcUri: unknownValue, srcQueue: "a", destUri: unknownValue, destQueue: "b" };
  const { objects } = admit({
    objects: [user({ password: unknownValue }), { kind: "Shovel", args: shovel }],
    left: [],
  });
  expect(objects[0]?.args).toEqual({ name: "u", tags: [] });
  expect(objects[1]?.args).toMatchObject({ srcUri: unknownValue, destUri: unknownValue });
});

test("a name that no object of JavaScript can have as a key is not owned, with what goes with it", () => {
  const binding = { vhost: "v", source: "amq.topic", destination: "__proto__", routingKey: "a" };
  const { objects, left } = admit({ objects: [queue("__proto__"), { kind: "Binding", args: binding }], left: [] });
  expect(objects).toEqual([]);
  expect(left).toHaveLength(2);
});

test("what a broker that lacks it would refuse is listed", () => {
  const binding = { vhost: "v", source: "amq.headers", destination: "a", arguments: { n: "undefined" } };
  const permissions = { vhost: "v", user: "shared", configure: "", write: "", read: "" };
  const lazy = { vhost: "v", name: "a", type: "classic", mode: "lazy" };
  const found = [
    { kind: "Queue", args: lazy },
    { kind: "Binding", args: binding },
    { kind: "Binding", args: { vhost: "v", source: "gone", destination: "a" } },
    { kind: "Permissions", args: permissions },
  ] as const;
  const refusedOn = (version: string | undefined) =>
    lines(admit({ objects: found, left: [] }, { version }).refusedIfNew);
  const always = [
    'binding of queue "a" to exchange "amq.headers" in vhost "v": its argument "n" has a value that the management API shows as another text: a new one would have that text',
    'binding of queue "a" to exchange "gone" in vhost "v": exchange "gone" in vhost "v" is not in this program',
    'permissions of user "shared" in vhost "v": user "shared" is not in this program',
  ];
  expect(refusedOn(undefined)).toEqual(always);
  expect(refusedOn("4.0.5")).toEqual(always);
  expect(refusedOn("4.3.6")).toEqual([
    'queue "a" in vhost "v": mode is ignored from RabbitMQ 4.3 on, the broker runs 4.3.6: leave it out: it has had no effect since RabbitMQ 3.12',
    ...always,
  ]);
});
