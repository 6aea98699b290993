// A step of the build: makes the JSON Schema of a topology's data from the kinds' own schemas and the comments of their arguments.
const fs = require("node:fs");
const path = require("node:path");
const { z } = require("zod");
const { readSource } = require("./pages/source");

const dist = path.join(__dirname, "..", "dist");
const { sections, depthOf } = require(path.join(dist, "provider/topology/section.js"));
const { wideNatural } = require(path.join(dist, "provider/kinds/schema.js"));
const { documentation, propertiesOf } = readSource();

/** The description of each property of an interface. */
const described = (type) => Object.fromEntries(propertiesOf(type).map((each) => [each.name, documentation(each)]));

/** A wide integer is checked by a function, which a JSON Schema cannot contain. */
const wide = {
  anyOf: [
    { type: "integer", minimum: 0 },
    {
      type: "object",
      properties: { $integer: { type: "string" } },
      required: ["$integer"],
      additionalProperties: false,
    },
  ],
};

function override({ zodSchema, jsonSchema }) {
  if (zodSchema === wideNatural) Object.assign(jsonSchema, wide);
}

const existing = { enum: ["adopt", "fail", "takeOver"] };
const own = withDescriptions({ onExisting: existing, protect: { type: "boolean" } }, described("TopologyObjectArgs"));

function withDescriptions(properties, descriptions) {
  const entries = Object.entries(properties).map(([name, schema]) => [
    name,
    { ...schema, ...(descriptions[name] && { description: descriptions[name] }) },
  ]);
  return Object.fromEntries(entries);
}

/** The arguments of one object, without those that the topology and the keys give. */
function objectOf({ kind, keys }) {
  const fields = Object.entries(kind.schema).filter(([name]) => name !== "vhost" && !keys.includes(name));
  const {
    $schema: _,
    properties,
    ...rest
  } = z.toJSONSchema(z.strictObject(Object.fromEntries(fields)), {
    io: "input",
    unrepresentable: "any",
    override,
  });
  return { ...rest, properties: { ...withDescriptions(properties, described(`${kind.name}Args`)), ...own } };
}

function sectionOf(section) {
  const object = { $ref: `#/$defs/${section.kind.name}` };
  if (section.label) return { type: "array", items: object };
  const nest = (depth) => (depth === 0 ? object : { type: "object", additionalProperties: nest(depth - 1) });
  return nest(depthOf(section));
}

const descriptions = described("TopologyArgs");
const properties = {
  $schema: { type: "string" },
  vhost: { type: "string" },
  onExisting: existing,
  ...Object.fromEntries(sections.map((section) => [section.name, sectionOf(section)])),
};

const schema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: "urn:pulumi-rabbitmq-topology:topology",
  title: "RabbitMQTopology",
  description: "The objects of a vhost: the data of a Topology.",
  type: "object",
  properties: withDescriptions(properties, descriptions),
  additionalProperties: false,
  $defs: Object.fromEntries(sections.map((section) => [section.kind.name, objectOf(section)])),
};
fs.writeFileSync(path.join(dist, "topology.schema.json"), `${JSON.stringify(schema, null, 2)}\n`);
