import { setTimeout as sleep } from "node:timers/promises";
import type { TestBroker } from "./environment";

/** The URI of a vhost, for a shovel of the same or another broker. */
export function uriIn({ amqpUrl }: TestBroker, vhost: string): string {
  return `${amqpUrl}/${encodeURIComponent(vhost)}`;
}

/** Waits until something is so. The test's own limit ends it. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(50);
}
