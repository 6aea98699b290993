import { type Operation, operationKey } from "./operation";
import { bindingKeyPattern } from "./topic";

/** The broker has one list of binding keys for each exchange: the keys of one binding apply to all bindings from it. */
export function bindingsWithMoreKeys(asked: readonly Operation[]): Operation[] {
  const bindings = asked.filter(({ verb }) => verb === "bindQueue" || verb === "bindExchange");
  const each = [...new Map(bindings.map((binding) => [operationKey(binding), binding])).values()];
  return each.flatMap((binding) => {
    const own = bindings.filter((one) => operationKey(one) === operationKey(binding)).map(keysOf);
    const all = bindings.filter(({ other }) => other?.name === binding.other?.name).flatMap(keysOf);
    const pattern = new RegExp(bindingKeyPattern(own.flat()));
    const more = [...new Set(all)].filter((key) => !pattern.test(key));
    return more.length > 0 ? [{ ...binding, keys: more.sort() }] : [];
  });
}

function keysOf({ keys = ["#"] }: Operation): readonly string[] {
  return keys;
}
