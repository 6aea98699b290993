/** A queue or another named object in a vhost. */
export interface Address {
  readonly vhost: string;
  readonly name: string;
}
