// The last step of the build: the contract's JSON Schema, made from the schema that the library itself checks with.
const fs = require("node:fs");
const path = require("node:path");
const { z } = require("zod");

const dist = path.join(__dirname, "../dist");
const { contract } = require(path.join(dist, "model/contract-schema.js"));

const schema = { title: "What a platform promises an application", ...z.toJSONSchema(contract, { io: "input" }) };
fs.writeFileSync(path.join(dist, "contract.schema.json"), `${JSON.stringify(schema, null, 2)}\n`);
