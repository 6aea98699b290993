const fs = require("node:fs");

/**
 * A process and its descendants, from Linux's /proc; the process alone where there is no /proc.
 * @param {number} root
 * @returns {number[]} their pids
 */
function tree(root) {
  const children = new Map();
  for (const pid of pids()) {
    const parent = parentOf(pid);
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const found = [root];
  for (const pid of found) found.push(...(children.get(pid) ?? []));
  return found;
}

/** @returns {number} resident memory */
const bytesOf = (pid) => Number(/^VmRSS:\s+(\d+) kB$/m.exec(read(pid, "status"))?.[1] ?? 0) * 1024;

/** @returns {boolean} whether it is Pulumi's process for dynamic resources, or Pulumi's own provider for RabbitMQ */
const isProvider = (pid) => /dynamic-provider\/index\.js|pulumi-resource-rabbitmq/.test(read(pid, "cmdline"));

function pids() {
  if (!fs.existsSync("/proc/self/stat")) return [];
  return fs.readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? Number(name) : []));
}

/** The parent's pid, which follows the process's name. That is in parentheses and may itself contain blanks and parentheses. */
function parentOf(pid) {
  const stat = read(pid, "stat");
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
}

function read(pid, file) {
  try {
    return fs.readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return ""; // the process has ended
  }
}

module.exports = { bytesOf, isProvider, tree };
