import type { Output, OutputInstance } from "@pulumi/pulumi";

/** A reference to another object, by the resource that declares it. */
export interface Reference<Name extends string> {
  /** The kind of object, which is the name of its class. */
  readonly kind: Name;
  /** The object's name on the broker. */
  readonly name: Output<string>;
}

/** A value as it arrives at the provider: no outputs, no promises, no resources. */
export type Plain<T> = T extends string
  ? T
  : T extends Reference<string>
    ? string
    : T extends Promise<infer Value> | OutputInstance<infer Value>
      ? Plain<Value>
      : T extends readonly (infer Item)[]
        ? Plain<Item>[]
        : T extends object
          ? { [Key in keyof T]: Plain<T[Key]> }
          : T;
