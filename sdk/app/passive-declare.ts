/** Which permission on an object a broker wants for its passive declare. It changed twice. */
export type PassiveRule = "none" | "configure" | "any";

/** The versions that want `configure`, which an application does not have, and the ones that mended it. */
const mended: Readonly<Record<string, string>> = { "4.2.6": "4.2.7", "4.3.0": "4.3.1" };
const lastWithout = [4, 2, 5] as const;

/** An unknown version counts as a new one. */
export function passiveRule(version: string): PassiveRule {
  const [number] = version.match(/^\d+\.\d+\.\d+/) ?? [];
  if (!number) return "any";
  if (number in mended) return "configure";
  const parts = number.split(".").map(Number);
  const index = lastWithout.findIndex((part, at) => parts[at] !== part);
  return index < 0 || (parts[index] as number) < (lastWithout[index] as number) ? "none" : "any";
}

/** Why a refusal proves nothing there. */
export function whyUnchecked(version: string): string {
  const [number = ""] = version.match(/^\d+\.\d+\.\d+/) ?? [];
  return `RabbitMQ ${number} refuses a passive declare without configure, so its 403 proves nothing: upgrade to ${mended[number]}, or verify with probe`;
}
