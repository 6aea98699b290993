const fs = require("node:fs");
const path = require("node:path");

const { runMeasured } = require("../command");
const { PHASES } = require("../phases");
const { workload } = require("../workload");
const { buildTofu, versions } = require("./opentofu/build");
const { configuration } = require("./opentofu/configuration");

const COMMANDS = {
  "first up": ["apply", "-auto-approve"],
  preview: ["plan"],
  "no-change up": ["apply", "-auto-approve"],
  refresh: ["apply", "-refresh-only", "-auto-approve"],
  "one change": ["apply", "-auto-approve"],
  destroy: ["destroy", "-auto-approve"],
};

const tofu = {
  name: "tofu",
  family: "tofu",
  title: "OpenTofu, terraform-provider-rabbitmq",
  counted: true,
  phases: PHASES,
  async open({ n, vhost, folder, access, log }) {
    const bin = await buildTofu(log);
    const file = (name) => path.join(folder, name);
    const override = `provider_installation {\n  dev_overrides {\n    "cyrilgdn/rabbitmq" = "${bin}"\n  }\n}\n`;
    fs.writeFileSync(file("tofurc"), override);
    const env = {
      ...process.env,
      NO_PROXY: "127.0.0.1",
      no_proxy: "127.0.0.1",
      CHECKPOINT_DISABLE: "1",
      TF_CLI_CONFIG_FILE: file("tofurc"),
      RABBITMQ_ENDPOINT: access.endpoint,
      RABBITMQ_USERNAME: access.username,
      RABBITMQ_PASSWORD: access.password,
    };
    return {
      versions,
      run(phase, signal) {
        const declared = workload(vhost, n, phase === "one change" || phase === "destroy");
        fs.writeFileSync(file("main.tf.json"), JSON.stringify(configuration(declared)));
        const args = [...COMMANDS[phase], "-input=false", "-no-color"];
        return runMeasured(path.join(bin, "tofu"), args, { cwd: folder, env, signal });
      },
      stateBytes: () => fs.statSync(file("terraform.tfstate")).size,
    };
  },
};

module.exports = { tofu };
