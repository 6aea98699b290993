const { run, succeeds, which } = require("../command");
const { START_SCRIPT } = require("./config");

const VERSIONS = ["4.3", "4.0", "3.10"];
const HOME = "/var/lib/rabbitmq";

/** @returns {Promise<import("./sources").Source[]>} the official images, if a container engine runs */
async function containerSources() {
  const engine = await findEngine();
  return engine ? VERSIONS.map((version) => containerSource(engine, version)) : [];
}

async function findEngine() {
  for (const engine of ["docker", "podman"]) {
    if (which(engine) && (await succeeds(engine, ["info"], { timeout: 5_000 }))) return engine;
  }
}

function containerSource(engine, version) {
  const image = `docker.io/library/rabbitmq:${version}-management`;
  return {
    version,
    from: engine,
    async prepare(_dir, log) {
      if (!(await succeeds(engine, ["image", "inspect", image]))) {
        log(`broker ${version}: ${engine} pull ${image}`);
        await run(engine, ["pull", "--quiet", image], { timeout: 10 * 60_000 });
      }
      return { home: HOME, address: "0.0.0.0", command: (node, env) => command(engine, image, node, env) };
    },
  };
}

function command(engine, image, { dir, name, ports }, environment) {
  const variables = Object.entries(environment).flatMap(([name, value]) => ["--env", `${name}=${value}`]);
  const published = [
    ports.management,
    ports.amqp,
    ports.managementTls,
    ports.amqps,
    ports.stream,
    ports.mqtt,
    ports.stomp,
  ];
  // The caller owns the node's files, so that it can read and delete them like those of any other node.
  const rootless = engine === "podman" && process.getuid() !== 0;
  const user = rootless ? ["--userns", "keep-id"] : ["--user", `${process.getuid()}:${process.getgid()}`];
  const argv = [engine, "run", "--rm", "--name", name.replace("@", "."), ...user, ...variables];
  argv.push("--volume", `${dir}:${HOME}:z`, ...published.flatMap((port) => ["--publish", `127.0.0.1:${port}:${port}`]));
  return { argv: [...argv, "--entrypoint", "sh", image, "-c", START_SCRIPT], env: process.env };
}

module.exports = { containerSources };
