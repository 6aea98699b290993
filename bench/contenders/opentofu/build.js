const fs = require("node:fs");
const path = require("node:path");

const { cached } = require("../../../dev/cache");
const { run, which } = require("../../../dev/command");

const MINUTES = 60_000;
const CLI = "github.com/opentofu/opentofu";
const PROVIDER = "github.com/cyrilgdn/terraform-provider-rabbitmq";

/** The versions in the go.mod files. */
const versions = { opentofu: versionOf("cli", CLI), "terraform-provider-rabbitmq": versionOf("provider", PROVIDER) };

/** Builds both programs from public Go modules, unless the cache has them. @returns {Promise<string>} their folder */
function buildTofu(log) {
  return cached(`opentofu-${Object.values(versions).join("-")}`, async (bin) => {
    if (!which("go")) throw new Error("go is not installed");
    log("opentofu: go build, which takes some minutes ...");
    await go("provider", bin, "github.com/terraform-providers/terraform-provider-rabbitmq");
    await go("cli", bin, `${CLI}/cmd/tofu`);
  });
}

function go(module, bin, program) {
  const env = { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-mod=readonly", GOWORK: "off" };
  const args = ["build", "-trimpath", "-ldflags", "-s -w", "-o", bin, program];
  return run("go", args, { cwd: path.join(__dirname, module), env, timeout: 30 * MINUTES });
}

function versionOf(module, name) {
  const mod = fs.readFileSync(path.join(__dirname, module, "go.mod"), "utf8");
  return new RegExp(`${name} v([\\w.-]+)`).exec(mod)[1];
}

module.exports = { buildTofu, versions };
