// The page of a kind.
const { code, cell, table } = require("./markdown");
const { cells, grouped, keyed, phrase } = require("./support");
const { lookupsOf } = require("./lookups");
const { typeText } = require("./type-text");

/** The name of the page, which is that of the kind's file in provider/kinds/. */
const fileOf = ({ name }) => `${name.replace(/([a-z])([A-Z])/g, "$1-$2").toLowerCase()}.md`;

const idOf = (kind) => (kind.idFields ?? kind.identity).join("/") || kind.name;

function kindPage(kind, source) {
  const { exported, documentation, tag, propertiesOf } = source;
  const own = exported.get(kind.name);
  const types = typeText(source);
  const order = Object.keys(kind.schema);
  const args = propertiesOf(`${kind.name}Args`).sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  const keys = kind.support.filter(({ part }) => part !== undefined);
  const parts = [
    `<!-- Made by \`npm run pages\` from sdk/kinds.ts and provider/kinds/${fileOf(kind).replace(/md$/, "ts")}. -->`,
    `# ${kind.name}`,
    paragraph(documentation(own)),
    tag(own, "example"),
    paragraph(documentation(exported.get(`${kind.name}Args`))),
    kind.stays && `After a \`pulumi destroy\` the ${kind.noun} ${kind.stays}.`,
    "## Arguments",
    argumentTable(kind, args, source, types),
    onExisting,
    ...[...types.named].flatMap((name) => [
      `### ${name}`,
      paragraph(documentation(exported.get(name))),
      memberTable(propertiesOf(name), source, types),
    ]),
    ...[...new Set(keys.map(({ field }) => field))].flatMap((field) => [
      `### Keys of ${code([field])} that not every RabbitMQ has`,
      keyTable(keys.filter((row) => row.field === field)),
    ]),
    "## Outputs",
    outputs(kind, source),
    "## Lookups",
    `${code(lookupsOf(kind.name, source))}: see [Lookups](../lookups.md).`,
    "## In a Topology",
    inTopology(kind),
  ];
  return `${parts
    .filter(Boolean)
    .map((part) => part.trim())
    .join("\n\n")}\n`;
}

/** The argument that every class has. */
const onExisting =
  "Every class takes [`onExisting`](../existing-objects.md#taking-over-whatever-exists) too: what to do if the object exists and the stack does not manage it yet.";

const paragraph = (text) => text.replace(/\s+/g, " ");

function argumentTable(kind, args, source, types) {
  const head = ["argument", "type", "default", "a change", "secret", "RabbitMQ", "what it is"];
  const rows = args.map((arg) => {
    const [name, type, standard, description] = member(arg, source, types);
    const support = kind.support.filter(({ field, part }) => field === arg.name && part === undefined);
    const change = kind.updates.includes(arg.name) ? "in place" : "replaces";
    return [
      name,
      type,
      standard,
      kind.local.includes(arg.name) ? "only in the state" : change,
      kind.secrets.includes(arg.name) ? "yes" : "",
      cell(support.map(phrase).join("<br>")),
      description,
    ];
  });
  return table(head, rows);
}

const memberTable = (members, source, types) =>
  table(
    ["property", "type", "default", "what it is"],
    members.map((each) => member(each, source, types)),
  );

/** Name, type, default and description of a property. */
function member(property, { documentation, tag }, types) {
  const isOptional = property.declarations[0].questionToken !== undefined;
  return [
    code([property.name]),
    code([cell(types.of(property))]),
    cell(tag(property, "default")) || (isOptional ? "" : "required"),
    cell(documentation(property).replace(" (replaces)", "")),
  ];
}

const keyTable = (rows) =>
  table(
    ["key", "from RabbitMQ", "before RabbitMQ", "by others", "what to do"],
    grouped(rows).map((group) => cells(group, keyed).slice(0, 5).map(cell)),
  );

function outputs(kind, { exported, documentation, checker }) {
  const members = checker.getDeclaredTypeOfSymbol(exported.get(kind.name));
  const own = (kind.outputs ?? []).map((name) => [
    code([name]),
    cell(documentation(checker.getPropertyOfType(members, name))),
  ]);
  const id = [code(["id"]), `${code([idOf(kind)])}, percent-encoded`];
  return `Each argument is an output too. Further ones:\n${table(["output", "what it is"], [id, ...own])}`;
}

function inTopology({ part }) {
  if (!part) return "A [`Topology`](../large-topologies.md) cannot contain it.";
  const { section, keys, label } = part;
  const by = label ? "a list, whose order means nothing" : keys.length > 0 ? `by ${code(keys)}` : "one in a vhost";
  return `The section ${code([section])} of a [\`Topology\`](../large-topologies.md): ${by.replace("`, `", "`, then `")}.`;
}

module.exports = { kindPage, fileOf, idOf };
