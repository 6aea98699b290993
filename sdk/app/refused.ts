/** Why the broker did not open a connection. amqplib hides the broker's reason for refusing a vhost, and has no code for a refused login. */
export function refusedOf({ message }: Error): "vhost" | "login" | undefined {
  if (/^Expected ConnectionOpenOk; got <ConnectionClose/.test(message)) return "vhost";
  return /^Handshake terminated by server: 403/.test(message) ? "login" : undefined;
}
