import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { programOf } from "../../cli/import/program/program";
import { importedPage } from "../../dev/pages/imported/page";
import { admit } from "../../provider/sources/admit";
import { asDefinitions, objectsOf } from "../../provider/sources/definitions";
import { complaintsOn } from "./formatted";

const queue = (name: string, args: object = {}) => ({ name, vhost: "shop", durable: true, arguments: args });
const definitions = {
  vhosts: [{ name: "shop", metadata: { description: "Orders", tags: ["a"] } }, { name: "/" }],
  users: [
    { name: "ops", password_hash: "kI3GCqW5JLMJa4iX1lo7X4D6XbYqlLgxIs30+P6tENUV2POR", tags: "" },
    { name: "admin", password: "p", tags: "administrator" },
  ],
  permissions: [
    { user: "ops", vhost: "shop", configure: "", write: "^orders$", read: "" },
    { user: "admin", vhost: "shop", configure: ".*", write: ".*", read: ".*" },
  ],
  parameters: [
    {
      component: "shovel",
      vhost: "shop",
      name: "s",
      value: { "src-uri": "amqp://u:pw@h", "src-queue": "paid", "dest-uri": "amqp://", "dest-queue": "x" },
    },
  ],
  exchanges: [
    { name: "orders", vhost: "shop", type: "topic", durable: true, auto_delete: false, internal: false, arguments: {} },
  ],
  queues: [
    ...["paid", "placed", "returned"].map((name) => ({
      ...queue(name, { "x-queue-type": "quorum" }),
      auto_delete: false,
    })),
    { ...queue("odd \"name\" 'x' `y` $"), auto_delete: false },
    { ...queue("reply"), auto_delete: false, exclusive: true },
    { ...queue("line\nbreak"), auto_delete: false },
  ],
  bindings: ["paid", "placed", "returned"].map((destination) => ({
    source: "orders",
    vhost: "shop",
    destination,
    destination_type: "queue",
    routing_key: `order.${destination}`,
    arguments: {},
  })),
};

const admitted = admit(objectsOf(asDefinitions(definitions)), { login: "admin" });
const { files, secrets } = programOf(admitted, "shop");

test("like objects are declared by a loop, and others refer to them", () => {
  expect(files["shop.ts"]).toContain(`  ...each(["paid", "placed", "returned"], (name) => {
    return new rabbitmq.Queue(\`shop/\${name}\`, { vhost, name, type: "quorum" }, adopted);
  }),`);
  expect(files["shop.ts"]).toContain(`for (const destination of ["paid", "placed", "returned"] as const) {
  new rabbitmq.Binding(
    \`shop/orders/\${destination}/order.\${destination}\`,
    { source: exchanges.orders, destination: queues[destination], routingKey: \`order.\${destination}\` },
    adopted,
  );
}`);
  expect(files["shop.ts"]).toContain("user: users.ops");
});

describe("what follows from a name", () => {
  const names = ["mail", "search", "audit"];
  const declared = (count: number) => ({
    vhosts: [{ name: "shop" }],
    queues: [
      ...names.flatMap((name) => [
        { ...queue(name, { "x-dead-letter-routing-key": `${name}.dead` }), auto_delete: false },
        { ...queue(`${name}.dead`, {}), auto_delete: false },
      ]),
      // Its key only looks like its name: like the other two, it is one of a family without it.
      ...["k", "key", "l"].map((name) => ({
        ...queue(name, { "x-dead-letter-routing-key": "key" }),
        auto_delete: false,
      })),
      ...Array.from({ length: count }, (_, index) => ({ ...queue(`filler ${index}`, {}), auto_delete: false })),
    ],
    permissions: names.map((user) => ({
      ...{ vhost: "shop", user, configure: "", write: "^events$", read: `^(${user}|${user}\\.dead)$` },
    })),
    policies: names.map((name) => ({
      ...{ vhost: "shop", name, pattern: `^${name}\\.`, "apply-to": "queues", priority: 0 },
      definition: { "max-length": 1 },
    })),
  });
  const written = (count: number) => programOf(admit(objectsOf(declared(count))), "shop").files;

  test("is written once, by the name", () => {
    const text = String(written(0)["shop.ts"]);
    expect(text).toContain(`for (const name of ["mail", "search", "audit"] as const) {
  new rabbitmq.Queue(name, { vhost, name, deadLetterRoutingKey: \`\${name}.dead\` }, adopted);
}`);
    expect(text).toContain(`for (const name of ["k", "key", "l"] as const) {
  new rabbitmq.Queue(name, { vhost, name, deadLetterRoutingKey: "key" }, adopted);
}`);
    expect(text).toContain("{ vhost, name, pattern: `^$" + "{name}\\\\.`, applyTo:");
    expect(formatterOn(written(0))).toBe("");
  });

  test("as often as it is in a text", () => {
    expect(written(0)["shop.ts"]).toContain("read: `^($" + "{user}|$" + "{user}\\\\.dead)$`");
  });

  test("also in a topology", () => {
    const text = String(written(250)["shop.ts"]);
    expect(text).toContain('...each(["mail", "search", "audit"], (name) => {');
    expect(text).toContain(`return { deadLetterRoutingKey: \`\${name}.dead\` };`);
    expect(text).toContain('...each(["k", "key", "l"], () => {');
    expect(text).toContain("pattern: `^$" + "{name}\\\\.`");
    expect(formatterOn(written(250))).toBe("");
  });
});

test("names that look like code import nothing, and what no reader could see is an escape", () => {
  const names = ["users.created", "secret(s)", "each", "a \u202e turned", "zero\u200bwidth"];
  const queues = names.map((name, index) => ({
    ...queue(name, { "x-max-length": index + 1 }),
    auto_delete: false,
  }));
  const policies = [
    { vhost: "shop", name: "p", pattern: "^secret(s?)$", "apply-to": "queues", definition: { "max-length": 1 } },
  ];
  const found = objectsOf({ vhosts: [{ name: "shop" }], users: [], queues, policies });
  const { files: written } = programOf(admit({ ...found, left: [{ what: "x", reason: "y" }] }), "shop");
  const imported = [...String(written["shop.ts"]).matchAll(/^import .* from "(.*)";$/gm)].map(([, from]) => from);
  expect(imported).toEqual(["pulumi-rabbitmq-topology", "./adopted"]);
  expect(written["shop.ts"]).toContain('import { adopted } from "./adopted";');
  expect(written["adopted.ts"]).not.toContain("function");
  expect(written["broker.ts"]).toMatch(/^export \{\};\n/);
  expect(written["shop.ts"]).toContain("\\u202e");
  expect(written["shop.ts"]).not.toMatch(/[\u202e\u200b]/);
});

test("secrets are configuration and not in the text", () => {
  const all = Object.values(files).join("\n");
  expect(secrets).toMatchObject({ "Shovel shop/s srcUri": "amqp://u:pw@h" });
  for (const value of Object.values(secrets)) if (value !== "amqp://") expect(all).not.toContain(value);
});

test("what cannot be owned is a comment with its reason", () => {
  expect(files["shop.ts"]).toContain(
    '// - queue "reply" in vhost "shop": exclusive: it belongs to a connection of an application',
  );
  expect(files["shop.ts"]).toContain('// - queue "line\\nbreak" in vhost "shop": name must not contain a line break');
  expect(files["broker.ts"]).toContain('// - user "admin": this command logs in as it, with its permissions');
});

function formatterOn(texts: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), "written-"));
  try {
    for (const [name, text] of Object.entries(texts)) writeFileSync(path.join(folder, name), text);
    return complaintsOn(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("the program passes the project's own formatter", () => {
  expect(formatterOn(files)).toBe("");
});

test("a vhost's file is never loaded in place of another one", () => {
  const names = ["package", "tsconfig", "secret-values", "secrets", "node_modules"];
  const { files: written } = programOf(admit(objectsOf({ vhosts: names.map((name) => ({ name })) })), "shop");
  for (const name of names) expect(written["index.ts"]).toContain(`import "./${name}-2";`);
});

test("the file of a vhost with a long name has a name that file systems take", () => {
  const vhosts = ["a", "b"].map((end) => ({ name: "v".repeat(254) + end }));
  const { files: written } = programOf(admit(objectsOf({ vhosts })), "shop");
  const own = Object.keys(written).filter((name) => name.startsWith("vv"));
  expect(own).toHaveLength(2);
  for (const name of own) expect(name.length).toBeLessThan(120);
});

test.each([
  ["amqp://", "default.ts", true],
  ["amqp:///", "default.ts", true],
  ["amqp:///shop", "shop.ts", true],
  ["amqp://u:p@localhost/shop?heartbeat=5", "shop.ts", true],
  ["amqp://u:p@localhost:5672/shop", "shop.ts", false],
  [["amqp:///shop", "amqp://other/shop"], "shop.ts", false],
  ["amqp://other/shop", "shop.ts", false],
  ["amqp://", "shop.ts", false],
])("a shovel at %j in the file %s refers to a queue of the program only if that is meant: %s", (uri, file, isMeant) => {
  const vhost = file === "shop.ts" ? "shop" : "/";
  const value = { "src-uri": uri, "src-queue": "paid", "dest-uri": "amqp://other", "dest-queue": "paid" };
  const parameters = [{ vhost, component: "shovel", name: "s", value }];
  const queues = [{ ...queue("paid", {}), auto_delete: false, vhost }];
  const { files: written } = programOf(admit(objectsOf({ vhosts: [{ name: vhost }], queues, parameters })), "shop");
  expect(written[file]).toContain(isMeant ? "srcQueue: queues.paid" : 'srcQueue: "paid"');
  expect(written[file]).toContain('destQueue: "paid"');
});

test("what a file imports is exported, also where only a name has the word", () => {
  const queues = ["each", "combined"].map((name) => ({ ...queue(name, {}), auto_delete: false }));
  const { files: written } = programOf(admit(objectsOf({ vhosts: [{ name: "shop" }], queues })), "shop");
  const [, imported = ""] = /import \{ (.*) \} from ".\/adopted"/.exec(written["shop.ts"] ?? "") ?? [];
  const exported = [...(written["adopted.ts"] ?? "").matchAll(/export (?:const|function) (\w+)/g)].map(
    ([, name]) => name,
  );
  expect(imported.split(", ").filter((name) => !exported.includes(name))).toEqual([]);
});

test("nothing of the definitions is forgotten", () => {
  expect(admitted.objects.map(({ kind }) => kind).sort()).toEqual([
    ...["Binding", "Binding", "Binding", "Exchange", "Permissions", "Queue", "Queue", "Queue", "Queue", "Shovel"],
    ...["User", "VHost", "VHost"],
  ]);
});

test("the page with a written program is as `npm run pages` writes it", () => {
  const page = importedPage({ admit, asDefinitions, objectsOf, programOf });
  expect(readFileSync("docs/imported-program.md", "utf8")).toBe(page);
});

test("a program of 300 objects in vhosts of a platform has less than 400 lines", () => {
  const vhosts = ["shop", "billing", "returns"];
  const services = ["checkout", "billing", "audit", "shipping", "search", "mail"];
  const events = ["placed", "paid", "sent", "returned", "cancelled", "refunded", "lost"];
  const all = vhosts.flatMap((vhost) => services.flatMap((service) => events.map((event) => [vhost, service, event])));
  const own = (vhost: string | undefined, service: string | undefined) => `${vhost}-${service}`;
  const found = objectsOf({
    vhosts: vhosts.map((name) => ({ name, metadata: { description: `Of ${name}`, tags: [] } })),
    users: vhosts.flatMap((vhost) => services.map((name) => ({ name: own(vhost, name), password_hash: "", tags: [] }))),
    permissions: vhosts.flatMap((vhost) =>
      services.map((name) => ({
        user: own(vhost, name),
        vhost,
        configure: "",
        write: "^orders$",
        read: `^${name}\\.`,
      })),
    ),
    exchanges: vhosts.flatMap((vhost) => [
      { vhost, name: "orders", type: "topic", durable: true, auto_delete: false, internal: false, arguments: {} },
      { vhost, name: "dead", type: "fanout", durable: true, auto_delete: false, internal: false, arguments: {} },
    ]),
    policies: vhosts.map((vhost) => {
      return {
        vhost,
        name: "limits",
        pattern: ".*",
        "apply-to": "queues",
        priority: 0,
        definition: { "max-length": 9 },
      };
    }),
    queues: all.map(([vhost, service, event]) => ({
      ...{ vhost, name: `${service}.${event}`, durable: true, auto_delete: false },
      arguments: { "x-queue-type": service === "audit" ? "stream" : "quorum" },
    })),
    bindings: all.map(([vhost, service, event]) => ({
      ...{ vhost, source: "orders", destination: `${service}.${event}`, destination_type: "queue" },
      ...{ routing_key: `order.${event}`, arguments: {} },
    })),
  });
  const program = programOf(admit(found), "platform");
  const lines = Object.entries(program.files).flatMap(([name, text]) => (name.endsWith(".ts") ? text.split("\n") : []));
  expect(found.objects.length).toBeGreaterThanOrEqual(300);
  expect(lines.length).toBeLessThan(400);
  expect(program.files["shop.ts"]).toContain('["checkout.", "billing.", "shipping.", "search.", "mail."],');
  expect(formatterOn(program.files)).toBe("");
});
