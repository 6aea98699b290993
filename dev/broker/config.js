const fs = require("node:fs");
const path = require("node:path");

const { protocolsOf } = require("./ports");

// Debian's 4.3 permits transient queues that are not exclusive; RabbitMQ's own does not.
const LIKE_UPSTREAM = { 4.3: ["deprecated_features.permit.transient_nonexcl_queues = false"] };

// The epmd daemon (node names) that Erlang starts would outlive the broker. This one is in the broker's process group. The
// nodes of a cluster share one: where it ends together with its node, that of another node takes its place.
const EPMD = 'while :; do epmd -address 127.0.0.1 -port "$ERL_EPMD_PORT"; sleep 1; done';
const START_SCRIPT = `${EPMD} & exec rabbitmq-server`;

/**
 * Writes the files that a node reads when it starts.
 * @param {import("./node").Node} node
 * @param {import("./sources").Runner} runner
 */
function writeConfig(node, { home, address }) {
  const { dir, name, version, username, password, cookie, ports, plugins, tls, pathPrefix, peer, conf } = node;
  const lines = [
    `listeners.tcp.dev = ${address}:${ports.amqp}`,
    `management.tcp.ip = ${address}`,
    `management.tcp.port = ${ports.management}`,
    `default_user = ${username}`,
    `default_pass = ${password}`,
    "loopback_users = none",
    "log.console = true",
    "log.file = false",
    ...(pathPrefix ? [`management.path_prefix = ${pathPrefix}`] : []),
    ...protocolsOf(plugins).map((protocol) => `${protocol}.listeners.tcp.dev = ${address}:${ports[protocol]}`),
    ...(plugins.includes("rabbitmq_stream") ? streamLines(ports) : []),
    ...(tls ? tlsLines(ports, tls, { home, address }) : []),
    ...(LIKE_UPSTREAM[version] ?? []),
    ...(peer ? clusterLines([peer, name]) : []),
    ...conf,
  ];
  write(dir, "rabbitmq.conf", `${lines.join("\n")}\n`);
  write(dir, "advanced.config", "[].\n");
  write(dir, "rabbitmq-env.conf", "");
  write(dir, "enabled_plugins", `[${plugins.join(",")}].\n`);
  write(dir, ".erlang.cookie", cookie, 0o400);
}

/** The address that the broker gives to stream clients for their second connection. */
const streamLines = ({ stream }) => ["stream.advertised_host = 127.0.0.1", `stream.advertised_port = ${stream}`];

/** Read at the first start only: afterwards a node knows its cluster. */
const clusterLines = (names) => [
  "cluster_formation.peer_discovery_backend = classic_config",
  ...names.map((name, index) => `cluster_formation.classic_config.nodes.${index + 1} = ${name}`),
];

function tlsLines(ports, { requireClientCert }, { home, address }) {
  const options = [
    `cacertfile = ${home}/tls/ca.pem`,
    `certfile = ${home}/tls/server.pem`,
    `keyfile = ${home}/tls/server-key.pem`,
    "verify = verify_peer",
    `fail_if_no_peer_cert = ${requireClientCert}`,
  ];
  return [
    `listeners.ssl.dev = ${address}:${ports.amqps}`,
    `management.ssl.ip = ${address}`,
    `management.ssl.port = ${ports.managementTls}`,
    ...options.flatMap((option) => [`ssl_options.${option}`, `management.ssl.${option}`]),
  ];
}

function write(dir, name, text, mode = 0o600) {
  const file = path.join(dir, name);
  fs.rmSync(file, { force: true });
  fs.writeFileSync(file, text, { mode });
}

/**
 * The environment of a node's process, which separates it from every other node.
 * @param {import("./node").Node} node
 * @param {import("./sources").Runner} runner
 */
function environment({ name, ports }, { home }) {
  return {
    HOME: home,
    LANG: "C.UTF-8",
    ERL_CRASH_DUMP: `${home}/erl_crash.dump`,
    ERL_EPMD_ADDRESS: "127.0.0.1",
    ERL_EPMD_PORT: `${ports.epmd}`,
    RABBITMQ_NODENAME: name,
    RABBITMQ_DIST_PORT: `${ports.dist}`,
    RABBITMQ_MNESIA_BASE: `${home}/data`,
    RABBITMQ_LOG_BASE: `${home}/log`,
    RABBITMQ_PID_FILE: `${home}/rabbitmq.pid`,
    RABBITMQ_CONFIG_FILE: `${home}/rabbitmq.conf`,
    RABBITMQ_ADVANCED_CONFIG_FILE: `${home}/advanced.config`,
    RABBITMQ_CONF_ENV_FILE: `${home}/rabbitmq-env.conf`,
    RABBITMQ_ENABLED_PLUGINS_FILE: `${home}/enabled_plugins`,
    RABBITMQ_SCHEDULER_BIND_TYPE: "u", // several brokers share the machine's cores
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: "-start_epmd false -kernel inet_dist_use_interface {127,0,0,1}",
    RUNNING_UNDER_SYSTEMD: "true", // the script becomes the broker, so signals reach it
  };
}

module.exports = { START_SCRIPT, writeConfig, environment };
