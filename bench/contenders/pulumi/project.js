const fs = require("node:fs");
const path = require("node:path");

const { run } = require("../../../dev/command");

const ROOT = path.join(__dirname, "../../..");
const PROJECT = "bench";

/** Makes a project in plain JavaScript with one stack and its state in files, as `pulumi new` and `npm install` would. */
async function createProject({ bin, folder, family, access, skipCheckpoints, config = {} }) {
  const write = (name, text) => fs.writeFileSync(path.join(folder, name), text);
  const values = Object.entries(config).map(([key, value]) => [key, { value }]);
  write("Pulumi.yaml", JSON.stringify({ name: PROJECT, runtime: "nodejs", config: Object.fromEntries(values) }));
  write("package.json", `{ "main": "index.js" }\n`);
  fs.copyFileSync(path.join(__dirname, "programs", `${family}.js`), path.join(folder, "index.js"));
  fs.copyFileSync(path.join(__dirname, "../../workload.js"), path.join(folder, "workload.js"));
  fs.mkdirSync(path.join(folder, "state"));
  installPackages(folder);

  const env = environment({ bin, folder, access, skipCheckpoints });
  const flags = ["--stack", PROJECT, "--non-interactive", "--color", "never"];
  await run(path.join(bin, "pulumi"), ["stack", "init", ...flags], { cwd: folder, env });
  const state = path.join(folder, "state/.pulumi/stacks", PROJECT, `${PROJECT}.json`);
  return {
    env,
    flags,
    /** Writes the file that tells the program what to declare. */
    declare: (what) => write("declared.json", JSON.stringify(what)),
    stateBytes: () => fs.statSync(state).size,
  };
}

/** Links packages where npm would install them: this package as published, `@pulumi`, and the package of `noop`. */
function installPackages(folder) {
  const install = (file, as) => {
    const target = path.join(folder, "node_modules", as);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.symlinkSync(file, target);
  };
  for (const part of ["package.json", "dist"]) install(path.join(ROOT, part), `pulumi-rabbitmq-topology/${part}`);
  install(path.join(ROOT, "node_modules/@pulumi"), "@pulumi");
  install(path.join(__dirname, "noop-handler.js"), "resources-that-do-nothing/handler.js");
}

/** The environment of the Pulumi CLI, without the user's variables for other brokers and stacks. */
function environment({ bin, folder, access, skipCheckpoints }) {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(PULUMI|RABBITMQ)_/.test(name));
  return {
    ...Object.fromEntries(inherited),
    PATH: [bin, process.env.PATH].join(path.delimiter),
    NO_PROXY: "127.0.0.1",
    no_proxy: "127.0.0.1",
    PULUMI_HOME: path.join(folder, "home"),
    PULUMI_BACKEND_URL: `file://${path.join(folder, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "bench",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_SKIP_CHECKPOINTS: `${skipCheckpoints}`,
    RABBITMQ_ENDPOINT: access.endpoint,
    RABBITMQ_USERNAME: access.username,
    RABBITMQ_PASSWORD: access.password,
  };
}

module.exports = { createProject };
