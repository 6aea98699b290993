import { admit } from "../../provider/sources/admit";

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
