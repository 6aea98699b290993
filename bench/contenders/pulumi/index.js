const { runMeasured } = require("../../command");
const { PHASES } = require("../../phases");
const { findPulumi } = require("../../../dev/pulumi-cli");
const { createProject } = require("./project");

/** The commands as a pipeline runs them. The preview is a separate phase. */
const COMMANDS = {
  "first up": ["up", "--yes", "--skip-preview"],
  preview: ["preview"],
  "no-change up": ["up", "--yes", "--skip-preview"],
  refresh: ["refresh", "--yes", "--skip-preview"],
  "one change": ["up", "--yes", "--skip-preview"],
  destroy: ["destroy", "--yes", "--skip-preview"],
};

/**
 * A Pulumi program twice: once with the state written at each step (the default), once with PULUMI_SKIP_CHECKPOINTS.
 * @param {string} family the family, and the name of the program's file
 * @param {string} title
 * @param {(access: import("..").Context["access"]) => Record<string, string>} [config] the stack's configuration
 * @returns {import("..").Contender[]}
 */
function pulumiContenders(family, title, config) {
  return [
    { ...pulumiContender(family, title, false, config), name: family },
    {
      ...pulumiContender(family, `${title}, skip checkpoints`, true, config),
      name: `${family}:skip-checkpoints`,
      counted: true,
    },
  ];
}

function pulumiContender(family, title, skipCheckpoints, config = () => ({})) {
  return {
    name: family,
    family,
    title,
    phases: PHASES,
    /** @param {import("..").Context} context */
    async open({ n, vhost, folder, access, log }) {
      const { bin, version } = await findPulumi({ log });
      const project = await createProject({ bin, folder, family, access, skipCheckpoints, config: config(access) });
      return {
        versions: { pulumi: version },
        run(phase, signal) {
          project.declare({ vhost, n, changed: phase === "one change" });
          return runMeasured(`${bin}/pulumi`, [...COMMANDS[phase], ...project.flags], {
            cwd: folder,
            env: project.env,
            signal,
          });
        },
        stateBytes: project.stateBytes,
      };
    },
  };
}

module.exports = { pulumiContender, pulumiContenders };
