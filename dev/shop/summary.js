/**
 * Describes the objects that a stack of the shop declares, and the users' permissions.
 * @param {Array<{ type: string, inputs: any }>} resources
 * @returns {string[]} lines
 */
function summary(resources) {
  const of = (kind) => resources.filter(({ type }) => type.endsWith(`rabbitmq:${kind}`)).map(({ inputs }) => inputs);
  return [
    `Declared in vhost ${of("VHost")[0].name}, by the platform:`,
    ...routes([...of("Exchange"), ...of("Queue")], of("Binding")),
    "",
    "The permissions of each user there (^$ allows nothing):",
    ...table(rights(of("Permissions"), of("TopicPermissions"))),
  ];
}

/** The routes of messages, from each exchange that gets none from another exchange. */
function routes(objects, bindings) {
  const titles = Object.fromEntries(objects.map(({ name, type }) => [name, `${name} (${type})`]));
  const deadLetters = objects
    .filter(({ deadLetterExchange }) => deadLetterExchange)
    .map(({ name, deadLetterExchange }) => ({ source: name, destination: deadLetterExchange, label: "dead letters " }));
  const flows = [
    ...bindings.map(({ routingKey, ...flow }) => ({ ...flow, label: routingKey && `${routingKey} ` })),
    ...deadLetters,
  ];
  const branches = (source, above) =>
    flows
      .filter((flow) => flow.source === source && !above.includes(flow.destination))
      .sort((a, b) => a.label.localeCompare(b.label))
      .flatMap(({ label, destination }) => [
        `${"    ".repeat(above.length)}${label}--> ${titles[destination]}`,
        ...branches(destination, [...above, destination]),
      ]);
  const roots = objects.filter(({ name }) => !flows.some(({ destination }) => destination === name));
  return roots.flatMap(({ name }) => [`  ${titles[name]}`, ...branches(name, [name])]);
}

function rights(permissions, topicPermissions) {
  const keysOf = (user) =>
    topicPermissions
      .filter((rights) => rights.user === user)
      .map(({ exchange, write }) => `${exchange}: ${write}`)
      .join("  ");
  const rows = permissions.map(({ user, configure, write, read }) => [user, configure, write, keysOf(user), read]);
  return [["user", "configure", "write", "with routing keys", "read"], ...rows.sort()];
}

function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column])).join("  ")}`.trimEnd());
}

module.exports = { summary };
