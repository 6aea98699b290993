export type Fields = Record<string, unknown>;

/**
 * One object on the broker: its kind, given by the name of its class unless the type parameter says otherwise, and at
 * least the arguments that identify it. A topology from any source is a list of these.
 */
export interface BrokerObject<Kind = string> {
  readonly kind: Kind;
  readonly args: Fields;
}
