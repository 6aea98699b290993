import * as pulumi from "@pulumi/pulumi";
import { amqpEndpointProblem, endpointProblem } from "../provider/management/setting-value";
import { secretSettings, settingKeys } from "../provider/management/settings";

/**
 * The connection to one broker. A key that is not given is read from the environment (`RABBITMQ_ENDPOINT`,
 * `RABBITMQ_WAIT_FOR_BROKER`). It is never read from the stack's configuration (`rabbitmq:endpoint`), which applies only to
 * resources without the option `provider`.
 */
export interface ProviderArgs {
  /** The management API's URL with its path prefix, such as `https://broker.example:15671/rabbitmq`. */
  endpoint?: pulumi.Input<string>;
  /**
   * The broker's AMQP URL without a vhost, such as `amqps://broker.example:5671`, for queues that migrate: see `onReplace`. It
   * uses the same login, certificates and `serverName` as `endpoint`.
   */
  amqpEndpoint?: pulumi.Input<string>;
  /**
   * A user with permissions in the vhosts that it works in, and with the tag `administrator`; `management` is enough for
   * exchanges, queues and bindings, and `policymaker` for policies as well.
   */
  username?: pulumi.Input<string>;
  /** The user's password, a secret. */
  password?: pulumi.Input<string>;
  /** An OAuth 2 bearer token instead of `username` and `password`, a secret. */
  token?: pulumi.Input<string>;
  /**
   * A file with such a token, which another program keeps up to date: it is read again if the broker refuses the token
   * during a run. `token` is used instead of it.
   */
  tokenFile?: pulumi.Input<string>;
  /** A file with the CA certificates to trust, in PEM. */
  cacertFile?: pulumi.Input<string>;
  /** The CA certificates to trust, as PEM text; used instead of `cacertFile`. */
  caCert?: pulumi.Input<string>;
  /** A file with the client certificate, in PEM. */
  clientcertFile?: pulumi.Input<string>;
  /** The client certificate, as PEM text; used instead of `clientcertFile`. */
  clientCert?: pulumi.Input<string>;
  /** A file with the client certificate's key, in PEM. */
  clientkeyFile?: pulumi.Input<string>;
  /** The client certificate's key, as PEM text, a secret; used instead of `clientkeyFile`. */
  clientKey?: pulumi.Input<string>;
  /** Whether to accept any server certificate. @default false */
  insecure?: pulumi.Input<boolean>;
  /** The host name that the server certificate must be for. @default that of `endpoint` */
  serverName?: pulumi.Input<string>;
  /** The URL of an HTTP proxy. @default that of HTTPS_PROXY, HTTP_PROXY and NO_PROXY */
  proxy?: pulumi.Input<string>;
  /** Headers to send with each request, a secret. A JSON object in the configuration and the environment. */
  headers?: pulumi.Input<{ [name: string]: pulumi.Input<string> }>;
  /** How long to wait for the answer to one request, in seconds. @default 30 */
  timeout?: pulumi.Input<number>;
  /** How long to wait for the broker's first answer, in seconds, for a broker that is started in the same run. @default 0 */
  waitForBroker?: pulumi.Input<number>;
  /** How many requests are sent at the same time, 1 to 64. @default 16 */
  concurrency?: pulumi.Input<number>;
  /**
   * The `onExisting` of all objects that do not set it themselves: `adopt` manages an object that already exists exactly as
   * declared, for `fail` that is an error, and `takeOver` changes an object that exists otherwise, as far as the broker can do
   * that in place. The preview lists what changes. @default "adopt"
   */
  onExisting?: pulumi.Input<"adopt" | "fail" | "takeOver">;
  /**
   * What to do with an object that another client changed since the last run: `refuse` does not delete or replace it, and
   * warns if an update sets it back; `ignore` does all of that without a word. @default "refuse"
   */
  onDrift?: pulumi.Input<"refuse" | "ignore">;
  /** The `onReplace` of all queues that do not set it themselves. @default "refuse" */
  onReplace?: pulumi.Input<"refuse" | "migrate">;
  /**
   * The RabbitMQ that the broker is going to have, such as `4.3`: the preview refuses what that version refuses or ignores,
   * also without a broker. @default the version of the broker, if the preview can reach it
   */
  targetVersion?: pulumi.Input<string>;
  /**
   * Whether the checks of a preview may ask the broker: for its version, and whether an object exists exactly as declared. With
   * `false` those of an `up` do not ask either. @default true
   */
  previewReads?: pulumi.Input<boolean>;
  /** Whether every write is refused: a run then shows whether the broker has everything exactly as declared. @default false */
  readOnly?: pulumi.Input<boolean>;
  /** The `forceDestroy` of all queues, exchanges and vhosts that do not set it themselves. @default false */
  forceDestroy?: pulumi.Input<boolean>;
}

/**
 * A connection to one broker, for the option `provider` of resources. Its secrets are encrypted and are not in the state of
 * any resource.
 * @example
 * ```ts
 * const provider = new rabbitmq.Provider("east", {
 *   endpoint: "https://east.example:15671",
 *   username: "pulumi",
 *   password: config.requireSecret("eastPassword"),
 * });
 * new rabbitmq.VHost("shop", { name: "shop" }, { provider });
 * ```
 */
export class Provider extends pulumi.ProviderResource {
  /** Distinguishes it from providers of other packages with dynamic resources. */
  readonly isRabbitMQ = true;
  /** @internal */
  readonly endpoint: pulumi.Input<string> | undefined;
  /** @internal For lookups, which run in the program: the settings as texts. */
  readonly settings: Readonly<Record<string, pulumi.Output<string> | undefined>>;

  constructor(name: string, args: ProviderArgs, opts?: pulumi.ResourceOptions) {
    const checked = {
      ...args,
      endpoint: checkedAddress(name, "endpoint", args.endpoint, endpointProblem),
      amqpEndpoint: checkedAddress(name, "amqpEndpoint", args.amqpEndpoint, amqpEndpointProblem),
    };
    const settings = Object.fromEntries(settingKeys.map((key) => [key, setting(key, checked[key])]));
    // Pulumi hands any configuration of a "pulumi-nodejs" provider to dynamic resources, if its keys have a namespace.
    super(
      "pulumi-nodejs",
      name,
      Object.fromEntries(settingKeys.map((key) => [`rabbitmq:${key}`, settings[key]])),
      opts,
    );
    this.endpoint = checked.endpoint;
    this.settings = settings;
  }

  /** Whether a value is a provider of this class, also of another copy of this package. */
  static override isInstance(value: unknown): value is Provider {
    return pulumi.ProviderResource.isInstance(value) && "isRabbitMQ" in value;
  }
}

type Address = pulumi.Input<string> | undefined;

/** Refuses an address with a password before Pulumi gets it, and stores it in the state and shows it in previews. */
function checkedAddress(
  provider: string,
  key: string,
  address: Address,
  problemOf: (address: string) => string | undefined,
): Address {
  const checked = (known: string) => {
    const problem = known ? problemOf(known) : undefined;
    if (problem) throw new pulumi.RunError(`Provider "${provider}": ${key} ${problem}`);
    return known;
  };
  if (address === undefined || typeof address === "string") return address && checked(address);
  return pulumi.output(address).apply(checked);
}

/** A setting as text: Pulumi's providers hold text only. */
function setting(key: keyof ProviderArgs, value: unknown): pulumi.Output<string> | undefined {
  if (value === undefined) return undefined;
  const text = pulumi
    .output(value)
    .apply((known) => (typeof known === "object" ? JSON.stringify(known) : String(known)));
  return secretSettings.includes(key) ? pulumi.secret(text) : text;
}
