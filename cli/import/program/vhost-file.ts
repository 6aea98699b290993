import type { Code } from "./code";
import { argsOf, type Place, record, resource, statements } from "./declarations";
import { fileOf, type Notes } from "./file";
import type { WrittenObject } from "./object";
import { recordOf, Scope } from "./scope";
import { isPart, topology } from "./topology-data";

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
  readonly notes: Notes;
  readonly hasManyVHosts: boolean;
  /** Whether its objects are one `Topology`. */
  readonly isLarge: boolean;
}

/** The file that declares everything in one vhost. */
export function vhostFile({ name, objects, users, notes, hasManyVHosts, isLarge }: VHostContent): string {
  const place: Place = { scope: new Scope([...objects, ...users]), hasManyVHosts };
  const [vhost] = objects.filter(({ kind }) => kind.name === "VHost");
  const inside = objects.filter((object) => object !== vhost);
  const blocks = [
    ...(vhost ? [[declarationOf(vhost, inside.length > 0, place)]] : []),
    ...(isLarge ? largeBlocks(name, inside, users, place) : blocksOf(inside, place)),
  ];
  return fileOf(blocks, notes);
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
  return [...topology(name, parts, place, options), ...blocksOf(others, place)];
}
