/** The permission that a passive declare of an object needs. It changed in 4.2.6/4.3.0 and in 4.2.7/4.3.1. */
export type PassiveRule = "none" | "configure" | "any";

/** The versions that need `configure`, which an application does not have, and the versions that fixed this. */
const fixed: Readonly<Record<string, string>> = { "4.2.6": "4.2.7", "4.3.0": "4.3.1" };
const lastWithout = [4, 2, 5] as const;

/** The rule of a RabbitMQ version. An unknown version is treated as a new one. */
export function passiveRule(version: string): PassiveRule {
  const [number] = version.match(/^\d+\.\d+\.\d+/) ?? [];
  if (!number) return "any";
  if (number in fixed) return "configure";
  const parts = number.split(".").map(Number);
  const index = lastWithout.findIndex((part, at) => parts[at] !== part);
  return index < 0 || (parts[index] as number) < (lastWithout[index] as number) ? "none" : "any";
}

/** Why a refusal of this version proves nothing. */
export function whyUnchecked(version: string): string {
  const [number = ""] = version.match(/^\d+\.\d+\.\d+/) ?? [];
  return `RabbitMQ ${number} refuses a passive declare without configure, so its 403 proves nothing: upgrade to ${fixed[number]}, or verify with probe`;
}
