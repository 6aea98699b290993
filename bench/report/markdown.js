const { goals, goalTable } = require("../goals");
const { bytes } = require("./format");
const { tables } = require("./tables");

/**
 * @param {import("../results").Stored} stored
 * @returns {string}
 */
function markdown(stored) {
  const parts = [intro(stored.machine), ...[...tables(stored), goalTable(goals(stored))].map(section)];
  return `${parts.join("\n\n")}\n`;
}

function intro(machine) {
  const where = machine ? `${machine.cores} cores (${machine.cpu}), ${bytes(machine.memoryBytes)} of memory` : "?";
  const versions = ["rabbitmq", "node", "pulumi", "opentofu", "terraform-provider-rabbitmq", "pulumi-resource-rabbitmq"]
    .filter((name) => machine?.[name])
    .map((name) => `${name} ${machine[name]}`);
  return [
    `Measured by \`node bench\` on ${machine?.date}: ${where}; ${versions.join(", ")}; state in files.`,
    "Times are of whole commands: minimum / median if a command ran more than once. `pulumi up`, `refresh` and `destroy` ran with `--skip-preview`, `tofu apply` with `-auto-approve`. The programs are plain JavaScript; a program in TypeScript would be compiled first in every command. The change is one binding's routing key.",
    "CPU seconds are the user and system time of a command and all processes that it started, without the broker: median (minimum–maximum). Memory is the highest sum over these processes: the median for each command, and in the column `memory` the highest of all commands.",
    "Raw HTTP creates and deletes objects one by one. Its preview, no-change up and refresh read three lists and compare them; its change is a POST and a DELETE.",
  ].join("\n\n");
}

const section = ({ title, head, rows }) =>
  [`**${title}**`, "", ...[head, head.map(rule), ...rows].map(line)].join("\n");

const rule = (_, column) => (column === 0 ? "---" : "---:");

const line = (cells) => `| ${cells.map(plain).join(" | ")} |`;

const plain = (cell) => cell.replaceAll("|", "\\|").replaceAll("\n", "<br>");

module.exports = { markdown };
