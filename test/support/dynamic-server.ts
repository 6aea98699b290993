import type { dynamic } from "@pulumi/pulumi";
import { Config } from "@pulumi/pulumi/cmd/dynamic-provider/config";
import type { KindName } from "../../provider/kinds";
import { providerText } from "../../sdk/provider-text";

type Handlers = Required<Omit<dynamic.ResourceProvider, "read">> & Required<Pick<dynamic.ResourceProvider, "read">>;

/**
 * A process of Pulumi's dynamic-provider server: it evaluates each text once, and while it awaits configure, other calls
 * take the provider from the cache.
 */
export function dynamicServer(config: Record<string, string>) {
  const cache = new Map<string, Handlers>();
  const load = inFreshModules();

  async function getProvider(kind: KindName): Promise<Handlers> {
    const text = providerText(kind);
    const known = cache.get(text);
    if (known) return known;
    const provider = load(text);
    cache.set(text, provider);
    await provider.configure({ config: new Config(config, "project") as dynamic.Config });
    return provider;
  }

  return {
    check: async (kind: KindName, news: object) => (await getProvider(kind)).check({}, news),
    create: async (kind: KindName, inputs: object) => (await getProvider(kind)).create(inputs),
    read: async (kind: KindName, id: string, props: object) => (await getProvider(kind)).read(id, props),
    delete: async (kind: KindName, id: string, props: object) => (await getProvider(kind)).delete(id, props),
  };
}

/** A process has its modules for itself. The package's own name leads to its sources here. */
function inFreshModules(): (text: string) => Handlers {
  let provider: unknown;
  jest.isolateModules(() => {
    provider = require("../../provider");
  });
  return (text) => {
    const module = { exports: {} as { handler(): Handlers } };
    const find = (name: string) => {
      expect(name).toBe("pulumi-rabbitmq-topology/provider");
      return provider;
    };
    new Function("exports", "require", "module", text)(module.exports, find, module);
    return module.exports.handler();
  };
}
