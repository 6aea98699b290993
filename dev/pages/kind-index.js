// The list of all kinds.
const { cell, code, table } = require("./markdown");
const { fileOf, idOf } = require("./kind-page");

const intro = `<!-- Made by \`npm run pages\` from the kinds. -->

# Kinds

Each page has an example, the arguments, the outputs, the lookups and the place in a \`Topology\`. The examples begin with \`import * as rabbitmq from "pulumi-rabbitmq-topology"\`, and use names such as \`vhost\` and \`events\` for resources that the program declares elsewhere. Each argument also accepts a Pulumi output of its type. [Versions](../versions.md) has all that not every RabbitMQ supports.
`;

function kindIndex(kinds, { documentation, exported }) {
  const rows = kinds.map((kind) => {
    const [first = ""] = documentation(exported.get(kind.name)).split(/(?<=\.)\s/);
    return [`[${kind.name}](${fileOf(kind)})`, code([idOf(kind)]), cell(first)];
  });
  return `${intro}${table(["class", "id", "what it is"], rows)}`;
}

module.exports = { kindIndex };
