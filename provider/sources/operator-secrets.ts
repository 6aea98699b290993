import type { Fields } from "../../model/object";
import { RefusedError } from "../management/errors";
import { unknownValue } from "../unknown";
import type { Manifest, Secrets } from "./manifest";

/** What a manifest can refer to. */
export interface Surroundings {
  readonly manifests: readonly Manifest[];
  readonly secrets: Secrets;
}

/** The user that a permission names, or whose resource it names. */
export function userOf({ user, userReference }: Fields, { manifests, secrets }: Surroundings): unknown {
  if (user) return user;
  const { name } = (userReference ?? {}) as Fields;
  const manifest = manifests.find((each) => each.kind === "User" && each.metadata.name === name);
  if (!manifest) throw new RefusedError(`the User "${name}" that it refers to is not among the manifests`);
  return userNameOf(manifest, secrets);
}

export function userNameOf(manifest: Manifest, secrets: Secrets): string {
  const name = manifest.status?.["username"] || credentialOf(manifest, secrets, "username");
  if (name) return String(name);
  throw new RefusedError(
    `the username of the User "${manifest.metadata.name}" is neither in its status nor in a Secret among the manifests: get them with \`kubectl get -o yaml\``,
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
function credentialOf({ metadata, spec, status }: Manifest, secrets: Secrets, key: string): string | undefined {
  const made = status?.["credentials"] ?? { name: `${metadata.name}-user-credentials` };
  return secrets.get(spec["importCredentialsSecret"], key) ?? secrets.get(made, key);
}

/** The operator splits the text at commas. */
export function urisOf(secrets: Secrets, reference: unknown, key: string): unknown {
  return secrets.get(reference, key)?.split(",") ?? unknownValue;
}
