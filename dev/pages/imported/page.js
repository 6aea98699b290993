// The page with a written program, from definitions of a shop's broker.
const fs = require("node:fs");
const path = require("node:path");

const definitions = path.join(__dirname, "definitions.json");

/** @param {{ admit: Function, asDefinitions: Function, objectsOf: Function, programOf: Function }} library */
function importedPage({ admit, asDefinitions, objectsOf, programOf }) {
  const found = objectsOf(asDefinitions(JSON.parse(fs.readFileSync(definitions, "utf8"))));
  const admitted = admit(found);
  const { files } = programOf(admitted, "shop");
  const programs = Object.keys(files).filter((name) => name.endsWith(".ts"));
  return `# A program that the import wrote

[\`rabbitmq-topology import\`](importing.md) made the program on this page from [the definitions of a shop's broker](../dev/pages/imported/definitions.json), with ${admitted.objects.length} objects in two vhosts. Nothing in it was edited. The command also writes \`Pulumi.yaml\`, \`package.json\`, \`tsconfig.json\`, a \`README.md\` with the next steps, and the values of the secrets in a file that only its user can read.

${programs.map((name) => `## ${name}\n\n\`\`\`typescript\n${files[name]}\`\`\`\n`).join("\n")}`;
}

module.exports = { importedPage };
