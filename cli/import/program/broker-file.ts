import type { Left } from "../../../provider/sources/source";
import type { Code } from "./code";
import { type Place, record, statements } from "./declarations";
import { fileOf } from "./file";
import type { WrittenObject } from "./object";
import { Scope } from "./scope";

/** The file that declares what belongs to no vhost: users, global parameters, the cluster's name. */
export function brokerFile(objects: readonly WrittenObject[], left: readonly Left[], hasManyVHosts: boolean): string {
  const place: Place = { scope: new Scope(objects), hasManyVHosts };
  const users = objects.filter(({ kind }) => kind.name === "User");
  const others = objects.filter(({ kind }) => kind.name !== "User");
  const blocks: Code[][] = [
    ...(users.length > 0 ? [[["export ", record("users", users, place)] as Code]] : []),
    ...(others.length > 0 ? [statements(others, place)] : []),
  ];
  return fileOf(blocks, left);
}
