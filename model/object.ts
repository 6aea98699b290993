export type Fields = Record<string, unknown>;

/**
 * One object on the broker: what kind it is of, by the name of its class unless something else stands for a kind, and at
 * least the arguments that identify it. A topology is a list of these, wherever it comes from.
 */
export interface BrokerObject<Kind = string> {
  readonly kind: Kind;
  readonly args: Fields;
}
