import { rmSync } from "node:fs";

declare const stopBrokers: () => Promise<unknown>;
declare const testFolder: string;

export default async function globalTeardown(): Promise<void> {
  await stopBrokers();
  rmSync(testFolder, { recursive: true, force: true });
}
