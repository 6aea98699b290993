import * as pulumi from "@pulumi/pulumi";
import type { AmqpPorts } from "../../provider/amqp-ports";
import { hidden } from "../../provider/options";
import { withoutLost } from "../program/lost";
import { providerText } from "../provider-text";

export interface CredentialsArgs {
  password?: pulumi.Input<string> | undefined;
  rotate?: pulumi.Input<string> | undefined;
  keepPrevious?: pulumi.Input<boolean> | undefined;
  /** Whether the URL needs the broker's ports. */
  asksPorts?: true | undefined;
}

/** The passwords of one application's users. The provider generates them and keeps them in the state, as secrets. */
export class Credentials extends pulumi.CustomResource {
  declare readonly passwords: pulumi.Output<[string, string]>;
  /** The index of the user that the application logs in as. */
  declare readonly turn: pulumi.Output<0 | 1>;
  /** The broker's ports, if the URL needs them and they could be found out. */
  declare readonly ports: pulumi.Output<AmqpPorts | undefined>;

  constructor(name: string, given: CredentialsArgs, opts: pulumi.CustomResourceOptions) {
    const title = `AppAccess ${JSON.stringify(name)}`;
    const { password, ...args } = withoutLost({ ...given }, title, { known: Object.keys(given), prototype: {} });
    super(
      "pulumi-nodejs:dynamic/rabbitmq:Credentials",
      name,
      {
        ...args,
        ...(password !== undefined && { password: pulumi.secret(password) }),
        passwords: undefined,
        turn: undefined,
        isEnded: undefined,
        ports: undefined,
        ...hidden({ provider: providerText("Credentials") }),
      },
      { ...opts, additionalSecretOutputs: ["password", "passwords"] },
    );
  }
}
