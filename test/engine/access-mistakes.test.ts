import { symlinkSync } from "node:fs";
import { checkout, Project } from "../package/project";
import { CommandLineStack, makeOperator, removeOperator } from "../package/stack";
import { someOf } from "../support/environment";

const project = new Project();
let stack: CommandLineStack;

beforeAll(async () => {
  symlinkSync(`${checkout}/node_modules`, project.path("node_modules"));
  project.write({
    "Pulumi.yaml": "name: mistakes\nruntime: nodejs\n",
    "package.json": { main: "index.js" },
    "index.js": "",
  });
  stack = new CommandLineStack(project, await makeOperator("mistakes"));
  await stack.init();
});
afterAll(async () => {
  await removeOperator({ username: "operator-7Qx2-mistakes", password: "" });
  project.remove();
});

/** The errors that a preview of the program prints, without what Pulumi puts in front. */
async function errorsOf(program: string): Promise<string[]> {
  project.write({ "index.js": `const { AppAccess, Topology } = require("pulumi-rabbitmq-topology");\n${program}` });
  const output = await stack.pulumi("preview", "--diff").then(
    (text) => text,
    (error: Error) => error.message,
  );
  const errors = output.split("\n").flatMap((line) => /^\s*error: (.*)/.exec(line)?.[1] ?? []);
  return [...new Set(errors)];
}

const longNames = 'Array.from({ length: 100 }, (_, index) => (index * 7919).toString(36) + "-with-its-own-name")';

const mistakes: [string, string, unknown][] = [
  [
    "two components for one user",
    `new AppAccess("one", { vhost: "v", username: "same", publishTo: ["a"] });
     new AppAccess("two", { vhost: "w", username: "same", consumeFrom: ["b"] });`,
    expect.stringMatching(
      / problem: user "same" is declared twice, by User "one" in AppAccess "one" and by User "two" in AppAccess "two": RabbitMQ has one/,
    ),
  ],
  [
    "a component and a topology for one user",
    `new Topology("one", { vhost: "v", permissions: { same: { read: "^a$" } } });
     new Topology("two", { vhost: "w", permissions: { same: { read: "^a$" } } });
     new AppAccess("three", { vhost: "v", username: "same", publishTo: ["a"] });`,
    expect.stringMatching(
      / problem: permissions of user "same" in vhost "v" is declared twice, by Permissions "three" in AppAccess "three" and by Topology "one"/,
    ),
  ],
  [
    "what is wrong with the data of a topology",
    `new Topology("one", { vhost: "v", queues: { q: { type: "clasic" } }, users: { u: { password: "geheim" } } });`,
    expect.stringMatching(/ problem: queues\.q\.type is no type of RabbitMQ's own: did you mean "classic"\?$/),
  ],
  [
    "a pattern that RabbitMQ would refuse",
    `new AppAccess("one", { vhost: "v", publishTo: ${longNames} });`,
    expect.stringMatching(/^AppAccess "one": write would be a pattern of \d+ bytes, and RabbitMQ accepts 1024 .*names/),
  ],
  [
    "misspelt and mistyped roles",
    'new AppAccess("one", { vhost: "v", publishedTo: ["a"], consumeFrom: [1], temporaryQueues: [{ prefix: "amq.own" }] });',
    expect.stringMatching(
      /^AppAccess "one": .*publishedTo: is not a property of an AppAccess: did you mean publishTo\?/,
    ),
  ],
  [
    "a server with a user in it, without showing its password",
    'new AppAccess("one", { vhost: "v", username: "u", password: "p", server: "amqp://me:geheim@host", publishTo: ["a"] });',
    'AppAccess "one": server: must be amqp://host:port or amqps://host:port without user and vhost: AppAccess adds them',
  ],
  [
    "a server that is known later, without showing its password",
    'new AppAccess("one", { vhost: "v", server: Promise.resolve("amqp://:geheim@host"), publishTo: ["a"] });',
    'AppAccess "one": server: must be amqp://host:port or amqps://host:port without user and vhost: AppAccess adds them',
  ],
  [
    "rotate with nothing but a hash",
    `new AppAccess("one", { vhost: "v", passwordHash: "${"A".repeat(48)}", rotate: "a", publishTo: ["a"] });`,
    'AppAccess "one": rotate: cannot be used with passwordHash: give password, or neither of the two to generate one',
  ],
];

test.each(someOf(mistakes))("%s: one clear line", async (_, program, expected) => {
  expect(await errorsOf(program)).toEqual([expected]);
  expect(stack.output).not.toContain("geheim");
});
