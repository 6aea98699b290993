import type { Fields } from "../model/object";

/**
 * How Pulumi marks a secret, in its protocol and in an export: `specialSigKey` and `specialSecretSig` of
 * `@pulumi/pulumi/runtime`, which loads too much for a shell.
 */
const signature = "4dabf18193072939515e22adb298388d";
const secret = "1b47061264138c4ac30d75fd1eb44270";

/** The value, for the engine to keep encrypted and to show nothing of. */
export function asSecret(value: unknown): Fields {
  return { [signature]: secret, value };
}

export function isMarkedSecret(value: Fields): boolean {
  return value[signature] === secret;
}
