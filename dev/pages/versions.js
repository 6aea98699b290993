// The table of what not every RabbitMQ supports.
const { cell, table } = require("./markdown");
const { fileOf } = require("./kind-page");
const { cells, grouped } = require("./support");

/** All support rows. */
const versionTable = (kinds) =>
  table(
    ["class", "argument or value", "from", "before", "by others", "what to do", "how it is known"],
    kinds.flatMap((kind) =>
      grouped(kind.support).map((rows) => [`[${kind.name}](kinds/${fileOf(kind)})`, ...cells(rows).map(cell)]),
    ),
  );

module.exports = { versionTable };
