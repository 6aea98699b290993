const fs = require("node:fs");
const path = require("node:path");

const { run, which } = require("../command");

const VERSION = "3.230.0";
const SDK = "github.com/pulumi/pulumi/sdk/v3";
const DYNAMIC_PROVIDER = "pulumi-resource-pulumi-nodejs";
const MINUTES = 60_000;

/**
 * Builds the CLI from its public Go modules. The language host is an older version, the last one that was published as
 * a module. It runs programs with a newer engine.
 */
async function buildWithGo(root, log) {
  if (!which("go")) throw new Error("go is not installed");
  log(`pulumi: go build of ${VERSION}, which takes some minutes ...`);
  const bin = path.join(root, "bin");
  fs.mkdirSync(bin, { recursive: true });
  const build = ["build", "-trimpath", "-ldflags", `-s -w -X ${SDK}/go/common/version.Version=v${VERSION}`, "-o", bin];
  await go("engine", ...build, "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi");
  await go("language-nodejs", ...build, `${SDK}/nodejs/cmd/pulumi-language-nodejs`);
  const sdk = await go("language-nodejs", "list", "-m", "-f", "{{.Dir}}", SDK);
  fs.copyFileSync(path.join(sdk, "nodejs/dist", DYNAMIC_PROVIDER), path.join(bin, DYNAMIC_PROVIDER));
  fs.chmodSync(path.join(bin, DYNAMIC_PROVIDER), 0o755);
}

function go(module, ...args) {
  const env = { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-mod=readonly", GOWORK: "off" };
  return run("go", args, { cwd: path.join(__dirname, module), env, timeout: 30 * MINUTES });
}

module.exports = { buildWithGo };
