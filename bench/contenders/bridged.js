const { run, which } = require("../../dev/command");
const { pulumiContenders } = require("./pulumi");

const PLUGIN = "pulumi-resource-rabbitmq";

/** Pulumi's own provider for RabbitMQ. The engine looks for its plugin on PATH first. */
const bridged = pulumiContenders("bridged", "@pulumi/rabbitmq", ({ endpoint, username, password }) => ({
  "rabbitmq:endpoint": endpoint,
  "rabbitmq:username": username,
  "rabbitmq:password": password,
})).map((contender) => ({
  ...contender,
  whyAbsent: () => (which(PLUGIN) ? undefined : `${PLUGIN} is not on PATH`),
  /** @param {import(".").Context} context */
  async open(context) {
    const version = await run(which(PLUGIN), ["--version"]);
    const session = await contender.open(context);
    return { ...session, versions: { ...session.versions, [PLUGIN]: version } };
  },
}));

module.exports = { bridged };
