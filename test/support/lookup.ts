import * as pulumi from "@pulumi/pulumi";
import type { TestBroker } from "./environment";

/** Looks up on this broker: a test's program has a configuration, and no engine. */
export function on<T>({ endpoint, username, password }: TestBroker, look: () => Promise<T>): Promise<T> {
  const keys = { endpoint, username, password };
  const config = Object.fromEntries(Object.entries(keys).map(([key, value]) => [`rabbitmq:${key}`, value]));
  pulumi.runtime.setAllConfig(config);
  return look();
}
