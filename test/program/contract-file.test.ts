import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

const root = path.join(__dirname, "..", "..");
const jsonOf = (...names: string[]) => JSON.parse(readFileSync(path.join(root, ...names), "utf8"));
const schema = jsonOf("dist", "contract.schema.json");
const contract = jsonOf("test", "package", "consumer", "contract.json");
const accepts = (value: unknown) => z.fromJSONSchema(schema).safeParse(value).success;

test("the JSON Schema of a contract accepts one, also with fields of a later release, and refuses what is none", () => {
  expect(accepts(contract)).toBe(true);
  expect(accepts({ ...contract, rabbitmqVersion: "4.3.0" })).toBe(true);
  expect(accepts({ ...contract, version: 2 })).toBe(false);
  const { vhost: _, ...homeless } = contract;
  expect(accepts(homeless)).toBe(false);
  expect(accepts({ ...contract, queues: [{}] })).toBe(false);
});

test("it has an id, and names for the classes that code generators make, which are those of the TypeScript types", () => {
  expect([schema.$id, schema.title]).toEqual(["urn:pulumi-rabbitmq-topology:contract", "RabbitMQContract"]);
  const source = readFileSync(path.join(root, "model", "contract.ts"), "utf8");
  const types = [...source.matchAll(/export interface (Contract\w+)/g)].map(([, name]) => name);
  const titles = Object.values<{ title: string }>(schema.$defs).map(({ title }) => title);
  expect(titles).toEqual(Object.keys(schema.$defs));
  expect(titles).toEqual([...types, "ContractPermissions"]);
});

test("a contract does not say which RabbitMQ it was made on, so that an upgrade of the broker changes none", () => {
  expect(Object.keys(schema.properties)).not.toContain("rabbitmqVersion");
});
