// Makes the site from the pages and the library's comments: `npm run site` writes it to site/.
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { Application, TSConfigReader, TypeDocReader } = require("typedoc");
const { copyPage, kindIndex, kindPages, listedPages } = require("./site/pages");
const groups = require("./site/groups");

const root = path.join(__dirname, "..");

/** @param {string} out */
async function makeSite(out) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "rabbitmq-topology-site-"));
  for (const page of kindPages()) copyPage(path.join(path.dirname(kindIndex), page), folder);
  const documents = listedPages().map(({ file, group }) => copyPage(file, folder, group));
  fs.cpSync(path.join(root, "docs/benchmark.svg"), path.join(folder, "docs/benchmark.svg"));
  const settings = {
    options: path.join(root, "typedoc.json"),
    readme: copyPage("README.md", folder),
    projectDocuments: documents,
  };
  const app = await Application.bootstrap(settings, [new TypeDocReader(), new TSConfigReader()]);
  groups.load(app);
  const project = await app.convert();
  if (project) app.validate(project);
  if (project && !app.logger.hasErrors()) await app.generateDocs(project, out);
  fs.rmSync(folder, { recursive: true });
  if (!project || app.logger.hasErrors() || app.logger.hasWarnings()) process.exitCode = 1;
}

makeSite(path.resolve(process.argv[2] ?? path.join(root, "site")));
