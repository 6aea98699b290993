import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { Fields } from "../../model/object";
import { split } from "../../provider/options";
import { check } from "../../provider/topology/check";
import { sections } from "../../provider/topology/section";
import * as rabbitmq from "../../sdk";
import { dataOf, kindCases } from "../support/kind-cases";
import { registrations } from "./registrations";

const root = path.join(__dirname, "..", "..");
const jsonOf = (...names: string[]) => JSON.parse(readFileSync(path.join(root, ...names), "utf8"));
const data = jsonOf("test", "package", "consumer", "topology.json");
const { $schema: _schema, vhost: _vhost, onExisting: _onExisting, ...sent } = data;
const schema = jsonOf("dist", "topology.schema.json");
const accepts = (value: unknown) => z.fromJSONSchema(schema).safeParse(value).success;

/** The sections of the data of the kinds' own cases. */
const cases = kindCases("shop");
const examples = sections.map((section) => {
  const { name, kind } = section;
  const { args } = cases[kind.name as keyof typeof cases];
  return [name, dataOf(section, args)] as const;
});

test("data from a JSON file are sent like others, without $schema, and nothing is wrong with them", async () => {
  const { shop } = await registrations(() => new rabbitmq.Topology("shop", data));
  const { args, options } = split(shop?.inputs as Fields);
  expect(args).not.toHaveProperty("$schema");
  expect(options.onExisting).toBe("takeOver");
  expect(Object.keys(args).sort()).toEqual(["vhost", ...Object.keys(sent)].sort());
  expect(check({ vhost: "shop", ...sent }).problems).toEqual([]);
});

describe("the JSON Schema in the package", () => {
  test("has a title, an id, and a description of each section and argument", () => {
    expect(schema).toMatchObject({ title: "RabbitMQTopology", $id: expect.any(String), $schema: expect.any(String) });
    const { vhost: _, ...described } = schema.properties;
    const all = [described, ...Object.values<Fields>(schema.$defs).map(({ properties }) => properties as Fields)];
    const without = all.flatMap((properties) =>
      Object.entries(properties as Record<string, Fields>).flatMap(([name, { description }]) =>
        description ? [] : name,
      ),
    );
    expect(without).toEqual([]);
  });

  test("accepts the file, and its own path in it", () => {
    expect(accepts(data)).toBe(true);
  });

  test.each(examples)("accepts %s as a topology does, and refuses a misspelt argument", (name, example) => {
    expect(accepts({ vhost: "shop", [name]: example })).toBe(true);
    const misspelt = structuredClone({ vhost: "shop", [name]: example });
    let leaf = misspelt as Fields;
    const section = sections.find((each) => each.name === name);
    for (let depth = 0; depth <= (section?.label ? 1 : (section?.keys.length ?? 0)); depth++) {
      leaf = Object.values(leaf).at(-1) as Fields;
    }
    leaf["priorty"] = 1;
    expect(accepts(misspelt)).toBe(false);
  });

  test.each([
    [{ queus: {} }],
    [{ queues: { q: { overflow: "drop" } } }],
    [{ queues: { q: { maxLength: "5" } } }],
    [{ exchanges: { e: {} } }],
    [{ onExisting: "replace" }],
    [{ queues: { q: { protect: "yes" } } }],
  ])("refuses %j", (wrong) => {
    expect(accepts(wrong)).toBe(false);
  });
});
