import type * as pulumi from "@pulumi/pulumi";
import type { Fields } from "../../model/object";

/** The properties of resources after the program's transformations. */
const results = new WeakMap<object, Fields>();
/** Also removes `deleteBeforeReplace` again: with it the engine would delete bindings before the provider is asked. */
const record: pulumi.ResourceTransformation = ({ resource, props, opts }) => {
  results.set(resource as object, props);
  const { deleteBeforeReplace, ...others } = opts as pulumi.CustomResourceOptions;
  return deleteBeforeReplace === undefined ? undefined : { props, opts: others };
};

/**
 * Makes a class record its properties after transformations, such as those of `registerStackTransformation`. Pulumi's
 * constructor runs all of them, the stack's last, and keeps the list but not the result.
 */
export function recordTransformations(prototype: object): void {
  Object.defineProperty(prototype, "__transformations", {
    configurable: true,
    set(list: readonly unknown[]) {
      const value = list.length > 0 ? [...list, record] : list;
      Object.defineProperty(this, "__transformations", { value, writable: true, configurable: true });
    },
  });
}

/** The arguments that the engine gets: as the program gave them, if no transformation changed what was sent for them. */
export function afterTransformations(resource: object, given: Fields, sent: Fields): Fields {
  const result = results.get(resource);
  if (!result) return given;
  const shown = Object.entries(result).filter(([key]) => !key.startsWith("__"));
  const args = shown.map(([key, value]) => [key, value === sent[key] ? given[key] : value] as const);
  return Object.fromEntries(args.filter(([, value]) => value !== undefined));
}

/** Pulumi's internal state, whose types do not compile. Its callbacks exist once a transform exists. */
const state: { getStore?(): { readonly callbacks?: unknown } | undefined } = require("@pulumi/pulumi/runtime/state");

/** Whether `registerResourceTransform` or a resource's `transforms` may change in the engine what the program gives. The program cannot learn that before it gets a resource's outputs. */
export function mayTransformLater(): boolean {
  return state.getStore?.()?.callbacks !== undefined;
}
