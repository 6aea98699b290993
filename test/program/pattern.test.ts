import * as pulumi from "@pulumi/pulumi";
import { longestPattern } from "../../model/pattern";
import * as rabbitmq from "../../sdk";
import { registrations, urnOf } from "./registrations";

test.each([
  [["orders"], "^orders$"],
  [["orders", "audit", "orders"], "^(audit|orders)$"],
  [["a.b*c"], "^a\\.b\\*c$"],
  [[], "(?!)"],
])("exactly(%j) is %s", (names, pattern) => {
  expect(rabbitmq.exactly(...names)).toBe(pattern);
});

test.each([
  [["orders."], "^orders\\."],
  [["orders.", "audit.", "orders.old."], "^(audit\\.|orders\\.)"],
  [["(a|b)"], "^\\(a\\|b\\)"],
  [[], "(?!)"],
])("startingWith(%j) is %s", (prefixes, pattern) => {
  expect(rabbitmq.startingWith(...prefixes)).toBe(pattern);
});

test("exactly writes common beginnings once if the list is too long for RabbitMQ", () => {
  const names = Array.from({ length: 200 }, (_, index) => `tenant-${index}`);
  const pattern = rabbitmq.exactly(...names);
  expect(pattern.length).toBeLessThan(longestPattern);
  expect(names.every((name) => new RegExp(pattern).test(name))).toBe(true);
  expect(["tenant-", "tenant-200", "x-tenant-1", "tenant-1 "].some((name) => new RegExp(pattern).test(name))).toBe(
    false,
  );
});

test("a resource, a part of a topology and an output give their names, and the policy depends on them", async () => {
  const seen = await registrations(() => {
    const orders = new rabbitmq.Queue("orders", { vhost: "shop", name: "or.ders" });
    const topology = new rabbitmq.Topology("all", {
      vhost: "shop",
      queues: { part: {} },
      define(t) {
        t.policy("own", { pattern: rabbitmq.exactly(t.queue("more"), "written"), maxLength: 5 });
      },
    });
    const pattern = rabbitmq.exactly(orders, topology.queue("part"), pulumi.output("audit"), Promise.resolve("later"));
    new rabbitmq.Policy("policy", { vhost: "shop", name: "policy", pattern, maxLength: 5 });
    new rabbitmq.Policy("dead", {
      vhost: "shop",
      name: "dead",
      pattern: rabbitmq.startingWith(orders),
      deadLetterExchange: new rabbitmq.Exchange("dlx", { vhost: "shop", name: "dlx", type: "fanout" }),
    });
  });
  expect(seen["policy"]?.inputs).toMatchObject({ pattern: "^(audit|later|or\\.ders|part)$", maxLength: 5 });
  const dependencies = seen["policy"]?.request.getPropertydependenciesMap().get("pattern")?.getUrnsList();
  expect(dependencies).toEqual(expect.arrayContaining([urnOf("Queue", "orders"), urnOf("Topology", "all")]));
  expect(seen["dead"]?.inputs).toMatchObject({ pattern: "^or\\.ders", deadLetterExchange: "dlx" });
  expect(seen["dead"]?.request.getDependenciesList()).toContain(urnOf("Exchange", "dlx"));
  expect(JSON.stringify(seen["all"]?.inputs)).toContain("^(more|written)$");
});

test("an unknown name makes the pattern unknown, and a secret one makes it secret", async () => {
  const unknown = pulumi.unknown as unknown as pulumi.Output<string>;
  const pattern = rabbitmq.exactly("a", pulumi.output(unknown)) as unknown as { isKnown: Promise<boolean> };
  expect(await pattern.isKnown).toBe(false);
  expect(await pulumi.isSecret(rabbitmq.exactly("a", pulumi.secret("b")))).toBe(true);
});

test.each([
  [undefined, "undefined"],
  [null, "null"],
  [5, "number"],
  [["a"], "a list: write ...names"],
])("the name %j is refused in one line", (name, what) => {
  expect(() => rabbitmq.exactly(name as unknown as string)).toThrow(
    `exactly: each name must be an Exchange, a Queue or a string, not ${what}`,
  );
});
