import type { Left } from "../../../provider/sources/source";
import { type Code, layOut } from "./code";
import { argsOf, type Place, record, resource, statements } from "./declarations";
import type { WrittenObject } from "./object";
import { recordOf, Scope } from "./scope";
import { isPart, topology } from "./topology-data";

/** From this number of objects on, a vhost's objects are one `Topology`: single resources would take minutes. */
export const largeVHost = 250;

/** Kinds in the order in which a file declares them; a record before what refers to it. */
const order = [
  "VHostLimits",
  "FederationUpstream",
  "FederationUpstreamSet",
  "Policy",
  "OperatorPolicy",
  "Exchange",
  "Queue",
  "SuperStream",
  "Binding",
  "TopicPermissions",
  "Permissions",
  "Shovel",
  "Parameter",
];

/** What one vhost's file is made of. */
export interface VHostContent {
  readonly name: string;
  readonly objects: readonly WrittenObject[];
  readonly users: readonly WrittenObject[];
  readonly left: readonly Left[];
  readonly hasManyVHosts: boolean;
}

/** The file that declares everything in one vhost. */
export function vhostFile({ name, objects, users, left, hasManyVHosts }: VHostContent): string {
  const isLarge = objects.length >= largeVHost;
  const place: Place = { scope: new Scope([...objects, ...users]), hasManyVHosts };
  const [vhost] = objects.filter(({ kind }) => kind.name === "VHost");
  const inside = objects.filter((object) => object !== vhost);
  const blocks = [
    ...(vhost ? [[declarationOf(vhost, inside.length > 0, place)]] : []),
    ...(isLarge ? largeBlocks(name, inside, users, place) : blocksOf(inside, place)),
  ];
  const code = blocks.map((block) => block.map((statement) => layOut(statement)).join("\n"));
  return [...headerOf(code.join("\n")), ...code, ...commentsOf(left)].join("\n\n").concat("\n");
}

function declarationOf(vhost: WrittenObject, isUsed: boolean, place: Place): Code {
  return [isUsed ? "const vhost = " : "", resource(vhost, argsOf(vhost, place)), ";"];
}

function blocksOf(objects: readonly WrittenObject[], place: Place): Code[][] {
  const kinds = [...new Set(objects.map(({ kind }) => kind.name))];
  kinds.sort((a, b) => order.indexOf(a) - order.indexOf(b));
  return kinds.map((kind) => {
    const own = objects.filter((object) => object.kind.name === kind);
    const variable = recordOf(kind);
    return variable && isReferredTo(kind, objects, place) ? [record(variable, own, place)] : statements(own, place);
  });
}

/** A record of resources that nothing refers to would be a variable without a use. */
function isReferredTo(kind: string, objects: readonly WrittenObject[], { scope }: Place): boolean {
  const variable = recordOf(kind);
  return objects.some((object) =>
    Object.keys(object.args).some((field) => scope.recordFor(object, field) === variable),
  );
}

function largeBlocks(
  name: string,
  objects: readonly WrittenObject[],
  users: readonly WrittenObject[],
  place: Place,
): Code[][] {
  const parts = objects.filter(isPart);
  const needsUsers = users.length > 0 && parts.some(({ args }) => args["user"] !== undefined);
  const options = needsUsers ? "{ ...adopted, dependsOn: Object.values(users) }" : "adopted";
  const others = objects.filter((object) => !isPart(object));
  return [[topology(name, parts, place, options)], ...blocksOf(others, place)];
}

/** The imports of what the code uses. */
export function headerOf(code: string): string[] {
  const own = ["adopted", "each"].filter((name) => new RegExp(`\\b${name}\\b`).test(code));
  const secrets = ["secret", "secretValue"].filter((name) => new RegExp(`\\b${name}[(<]`).test(code));
  const lines = [
    'import * as rabbitmq from "pulumi-rabbitmq-topology";',
    own.length > 0 ? `import { ${own.join(", ")} } from "./adopted";` : "",
    /\busers[.[)]/.test(code) ? 'import { users } from "./broker";' : "",
    secrets.length > 0 ? `import { ${secrets.join(", ")} } from "./secrets";` : "",
  ];
  return [lines.filter((line) => line !== "").join("\n")];
}

/** What the program does not own, for whoever wonders where it is. */
export function commentsOf(left: readonly Left[]): string[] {
  if (left.length === 0) return [];
  const lines = left.map(({ what, reason }) => `// - ${oneLine(what)}: ${oneLine(reason)}`);
  return [["// Not owned by this program:", ...lines].join("\n")];
}

function oneLine(text: string): string {
  return JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replace(/[\u2028\u2029]/g, " ");
}
