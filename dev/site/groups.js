// Groups the API for readers: by what they do with a name, rather than by what TypeScript calls it.
const { Comment, CommentTag, Converter, ReflectionKind } = require("typedoc");

const guides = ["Guides", "Declaring", "Applications", "Objects that exist", "Running"];
const order = [
  ...guides,
  "Kinds",
  "Topologies",
  "Connection",
  "Lookups",
  "Arguments",
  "Roles and contracts",
  "Helpers",
];

/** @param {import("typedoc").DeclarationReflection} reflection @param {string} file */
function groupOf({ name, kind }, file) {
  if (/^get[A-Z]/.test(name) || file.includes("/lookup")) return "Lookups";
  if (/^(AppAccess|connect|verify|ContractError)/.test(name)) return "Applications";
  if (/^Topology|^Part|\/topology\//.test(`${name} ${file}`)) return "Topologies";
  if (/^Provider/.test(name)) return "Connection";
  if (file.endsWith("sdk/kinds.ts") && kind === ReflectionKind.Class) return "Kinds";
  if (file.includes("/kinds/") || file.endsWith("existing-args.ts")) return "Arguments";
  return file.includes("/model/") ? "Roles and contracts" : "Helpers";
}

/** @param {import("typedoc").Application} app */
function load(app) {
  app.options.setValue("groupOrder", [...order, "*"]);
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, (context) => {
    for (const reflection of context.project.getReflectionsByKind(ReflectionKind.SomeExport ?? ReflectionKind.All)) {
      if (reflection.parent?.kind !== ReflectionKind.Module || reflection.isDocument()) continue;
      const [declaration] = context.getSymbolFromReflection(reflection)?.declarations ?? [];
      const file = declaration?.getSourceFile().fileName ?? "";
      reflection.comment ??= new Comment();
      reflection.comment.blockTags.push(new CommentTag("@group", [{ kind: "text", text: groupOf(reflection, file) }]));
    }
  });
}

module.exports = { load };
