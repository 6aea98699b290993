import type { Fields } from "../../model/object";
import { RefusedError } from "../management/errors";
import { unknownValue } from "../unknown";
import { isSameNamespace, type Manifest, type Secrets, titleOf } from "./manifest";

/** What a manifest can refer to. */
export interface Surroundings {
  readonly manifests: readonly Manifest[];
  readonly secrets: Secrets;
}

/** The user that a permission names, or whose resource it names. */
export function userOf(permission: Manifest, { manifests, secrets }: Surroundings): unknown {
  const { user, userReference } = permission.spec;
  if (user) return user;
  const { name } = (userReference ?? {}) as Fields;
  const manifest = manifests.find(
    (each) => each.kind === "User" && each.metadata.name === name && isSameNamespace(permission, each),
  );
  if (!manifest) throw new RefusedError(`the User "${name}" that it refers to is not among the manifests`);
  return userNameOf(manifest, secrets);
}

export function userNameOf(manifest: Manifest, secrets: Secrets): string {
  const name = manifest.status?.["username"] || credentialOf(manifest, secrets, "username");
  if (name) return String(name);
  throw new RefusedError(
    `the username of the ${titleOf(manifest)} is neither in its status nor in a Secret among the manifests: get them with \`kubectl get -o yaml\``,
  );
}

/** The operator hashes a password itself, with SHA-512, so a hash is one of that. An empty one is that of no password. */
export function passwordOf(manifest: Manifest, secrets: Secrets): Fields {
  const passwordHash = credentialOf(manifest, secrets, "passwordHash");
  if (passwordHash === "") return {};
  if (passwordHash) return { passwordHash, hashingAlgorithm: "rabbit_password_hashing_sha512" };
  return { password: credentialOf(manifest, secrets, "password") ?? unknownValue };
}

/** From the Secret that the user gave, or from the one that the operator made. */
function credentialOf(manifest: Manifest, secrets: Secrets, key: string): string | undefined {
  const { metadata, spec, status } = manifest;
  const made = status?.["credentials"] ?? { name: `${metadata.name}-user-credentials` };
  return secrets.get(manifest, spec["importCredentialsSecret"], key) ?? secrets.get(manifest, made, key);
}

/** The operator splits the text at commas. */
export function urisOf(manifest: Manifest, secrets: Secrets, key: string): unknown {
  return secrets.get(manifest, manifest.spec["uriSecret"], key)?.split(",") ?? unknownValue;
}
