import * as pulumi from "@pulumi/pulumi";
import { environmentName } from "../../provider/management/settings";
import { Provider } from "../provider";

/**
 * What tells one broker from others in a program: its normalised endpoint, or the provider as long as its endpoint is not
 * known. Two brokers may have vhosts of one name.
 */
export type Broker = string | pulumi.ProviderResource;

export function brokerOf(resource: pulumi.Resource): Broker {
  const provider = resource.getProvider("pulumi-nodejs:dynamic:Resource");
  const endpoint = endpointOf(provider);
  const isKnown = typeof endpoint === "string" && endpoint !== "";
  return isKnown ? normalised(endpoint) : (provider ?? "the default provider's");
}

/** The management API's URL, as far as the program can know it; empty where it is not set. */
export function endpointOf(provider: pulumi.ProviderResource | undefined): pulumi.Input<string> {
  const configured = Provider.isInstance(provider) ? provider.endpoint : new pulumi.Config("rabbitmq").get("endpoint");
  return configured ?? process.env[environmentName("endpoint")] ?? "";
}

function normalised(endpoint: string): string {
  return URL.canParse(endpoint) ? new URL(endpoint).href.replace(/\/+$/, "") : endpoint;
}
