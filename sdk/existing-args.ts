import type { Input } from "@pulumi/pulumi";

/** An argument of each class, and of each object of a `Topology`. */
export interface ExistingArgs {
  /**
   * What to do if the object exists already and the stack does not manage it yet: `adopt` manages it if it is exactly as
   * declared, `fail` does not even then, and `takeOver` changes it to what is declared, if the broker can do that in place.
   * @default that of the provider: "adopt"
   */
  onExisting?: Input<"adopt" | "fail" | "takeOver">;
}
