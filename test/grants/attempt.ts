import type { Scene } from "./scene";

/** Something that a client may try; `false` is a refusal for want of a permission. */
export interface Attempt {
  readonly title: string;
  readonly isAllowed: (scene: Scene) => Promise<boolean>;
}

/** The titles of those that the broker allows, one after the other. */
export async function allowed(attempts: readonly Attempt[], scene: Scene): Promise<string[]> {
  const titles: string[] = [];
  for (const { title, isAllowed } of attempts) if (await isAllowed(scene)) titles.push(title);
  return titles;
}
