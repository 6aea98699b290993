// The last step of the build: makes the contract's JSON Schema from the schema with which the library itself checks.
const fs = require("node:fs");
const path = require("node:path");
const { z } = require("zod");

const dist = path.join(__dirname, "../dist");
const { contract } = require(path.join(dist, "model/contract-schema.js"));

const schema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: "urn:pulumi-rabbitmq-topology:contract",
  title: "RabbitMQContract",
  description: "What a platform guarantees to an application on RabbitMQ, and what the application may do.",
  ...z.toJSONSchema(contract, { io: "input" }),
};
fs.writeFileSync(path.join(dist, "contract.schema.json"), `${JSON.stringify(schema, null, 2)}\n`);
