// The list of all kinds.
const { cell, code, table } = require("./markdown");
const { fileOf, idOf } = require("./kind-page");

const intro = `<!-- Made by \`npm run pages\` from the kinds. -->

# Kinds

Each page has an example, the arguments, the outputs, the lookups and the place in a \`Topology\`. The examples begin with \`import * as rabbitmq from "pulumi-rabbitmq-topology"\`, and use names such as \`vhost\` and \`events\` for resources that the program declares elsewhere. Each argument also accepts a Pulumi output of its type. [Versions](../versions.md) has all that not every RabbitMQ supports.

\`name\` and \`vhost\` are plain arguments. An argument that names another object accepts the resource or its name. A change of an argument replaces the object, unless the table lists the argument as changed in place. Ids are percent-encoded, so that any name that is legal on the broker fits: the vhost \`/\` is \`%2F\`.
`;

/** The fields that a kind changes in place, or those that it does not if they are too many. */
function changedInPlace({ schema, updates }) {
  const fixed = Object.keys(schema).filter((field) => !updates.includes(field));
  if (updates.length > 10) return fixed.length > 0 ? `all but ${code(fixed)}` : "all";
  return code(updates) || "nothing";
}

function kindIndex(kinds, { documentation, exported }) {
  const rows = kinds.map((kind) => {
    const [first = ""] = documentation(exported.get(kind.name)).split(/(?<=\.)\s/);
    return [`[${kind.name}](${fileOf(kind)})`, code([idOf(kind)]), cell(first), changedInPlace(kind)];
  });
  return `${intro}${table(["class", "id", "what it is", "changed in place"], rows)}`;
}

module.exports = { kindIndex };
