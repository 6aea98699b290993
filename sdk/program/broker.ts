import * as pulumi from "@pulumi/pulumi";
import { environmentName } from "../../provider/management/settings";
import { Provider } from "../provider";

/**
 * Identifies a broker in a program: by its normalised endpoint, or by its provider while the endpoint is unknown. Vhosts of
 * two brokers may have the same name.
 */
export type Broker = string | pulumi.ProviderResource;

export function brokerOf(resource: pulumi.Resource): Broker {
  const provider = providerOf(resource);
  const endpoint = endpointOf(provider);
  const isKnown = typeof endpoint === "string" && endpoint !== "";
  return isKnown ? normalised(endpoint) : (provider ?? "the default provider's");
}

/** The provider that the resource was given; `undefined` for the default one. */
export function providerOf(resource: pulumi.Resource): pulumi.ProviderResource | undefined {
  return resource.getProvider("pulumi-nodejs:dynamic:Resource");
}

/** The management API's URL, if the program knows it; else an empty text. */
export function endpointOf(provider: pulumi.ProviderResource | undefined): pulumi.Input<string> {
  const configured = Provider.isInstance(provider) ? provider.endpoint : new pulumi.Config("rabbitmq").get("endpoint");
  return configured ?? process.env[environmentName("endpoint")] ?? "";
}

function normalised(endpoint: string): string {
  return URL.canParse(endpoint) ? new URL(endpoint).href.replace(/\/+$/, "") : endpoint;
}
