/** Which folders each folder may import from. `npx depcruise cli sdk provider model` shows what breaks these rules. */
const reach = {
  cli: ["cli", "sdk/app", "provider", "model"],
  "sdk/app": ["sdk/app", "model"],
  sdk: ["sdk", "provider", "model"],
  "provider/migration": ["provider", "sdk/app", "model"],
  "provider/management": ["provider/management", "model"],
  provider: ["provider", "model"],
  model: ["model"],
};

const within = (folders) => `^(${folders.join("|")})/`;
const all = Object.keys(reach);

const arrows = Object.entries(reach).map(([folder, reachable]) => {
  const apart = all.filter((other) => other.startsWith(`${folder}/`));
  return {
    name: `${folder} imports from ${reachable.join(", ")} only`,
    severity: "error",
    from: { path: within([folder]), ...(apart.length > 0 && { pathNot: within(apart) }) },
    to: { path: within(all), pathNot: within(reachable) },
  };
});

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    ...arrows,
    { name: "no circle", severity: "error", from: {}, to: { circular: true } },
    {
      name: "sdk/app runs without Pulumi",
      severity: "error",
      from: { path: within(["sdk/app"]) },
      to: { path: "node_modules/@pulumi/", reachable: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
  },
};
