import type { Roles } from "../../../model/roles";
import type { Recipe, Stage } from "../recipe";
import { answers, asks, type Conversation } from "../uses/rpc";

const stage = {
  exchanges: { "rpc.requests": { type: "direct" }, "rpc.replies": { type: "direct" } },
  queues: { "rpc.sums": {}, "replies.c1": {} },
  bindings: [
    { source: "rpc.requests", destination: "rpc.sums", routingKey: "sum" },
    { source: "rpc.replies", destination: "replies.c1", routingKey: "replies.c1" },
  ],
} satisfies Stage;

const requests = { exchange: "rpc.requests", key: "sum", requests: "rpc.sums" };
const takesRequests = ["consume rpc.sums", "purge rpc.sums"];
const queues = ["amq.gen-1", "amq.gen", "xamq.gen-1", "amqxgen-1"];

/** Both sides of each conversation. */
const sides = (how: {
  title: string;
  conversation: Conversation;
  client: Pick<Recipe, "roles" | "grants" | "may">;
  server: Pick<Recipe, "roles" | "grants" | "may">;
}): Recipe[] => {
  const { title, conversation, client, server } = how;
  return [
    { ...client, title: `asks, ${title}`, stage, queues, partner: server.roles, works: asks(conversation) },
    { ...server, title: `answers, ${title}`, stage, queues, partner: client.roles, works: answers(conversation) },
  ];
};

const namedServer: Pick<Recipe, "roles" | "grants" | "may"> = {
  roles: { rpcServer: [{ queue: "rpc.sums", replyExchange: "rpc.replies" }] } satisfies Roles,
  grants: ["^$", "^(rpc\\.replies)$", "^(rpc\\.sums)$"],
  may: [...takesRequests, "publish rpc.replies"],
};

const directServer: Pick<Recipe, "roles" | "grants" | "may"> = {
  roles: { rpcServer: [{ queue: "rpc.sums" }] },
  grants: ["^$", "^(amq\\.default)$", "^(rpc\\.sums)$"],
  may: [...takesRequests, "publish amq.default"],
};

export const rpc: Recipe[] = [
  ...sides({
    title: "with answers that come directly",
    conversation: requests,
    client: {
      roles: { rpcClient: [{ exchange: "rpc.requests" }] },
      grants: ["^$", "^(rpc\\.requests)$", "^$"],
      may: ["publish rpc.requests"],
    },
    server: directServer,
  }),
  ...sides({
    title: "with answers by an exchange to a temporary queue",
    conversation: { ...requests, replies: "rpc.replies", inbox: "" },
    client: {
      roles: { rpcClient: [{ exchange: "rpc.requests", replyExchange: "rpc.replies" }] },
      grants: ["^(amq\\.gen-.*)$", "^(rpc\\.requests|amq\\.gen-.*)$", "^(rpc\\.replies|amq\\.gen-.*)$"],
      may: [
        "publish rpc.requests",
        ...["declareQueue", "deleteQueue", "consume", "purge"].map((verb) => `${verb} amq.gen-1`),
        "bindQueue amq.gen-1 from rpc.replies",
        // Who may publish to one exchange and read from the other one may bind them.
        "bindExchange rpc.requests from rpc.replies",
      ],
    },
    server: namedServer,
  }),
  ...sides({
    title: "with answers by an exchange to the platform's queue",
    conversation: { ...requests, replies: "rpc.replies", inbox: "replies.c1" },
    client: {
      roles: { rpcClient: [{ exchange: "rpc.requests", replyQueue: "replies.c1" }] },
      grants: ["^$", "^(rpc\\.requests)$", "^(replies\\.c1)$"],
      may: ["publish rpc.requests", "consume replies.c1", "purge replies.c1"],
    },
    server: namedServer,
  }),
  ...sides({
    title: "with requests by the default exchange",
    conversation: { ...requests, exchange: "", key: "rpc.sums" },
    client: {
      roles: { rpcClient: [{ exchange: "" }] },
      grants: ["^$", "^(amq\\.default)$", "^$"],
      may: ["publish amq.default"],
    },
    server: directServer,
  }),
];
