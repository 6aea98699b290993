import { makeVHost } from "./admin";
import { connect } from "./amqp";
import type { TestBroker } from "./environment";

export type App = Awaited<ReturnType<typeof connect>>;

/** Gives each test of the block the vhost, made anew, and a client in it. */
export function useOwnVHost(broker: TestBroker, vhost: string, use: (app: App) => void): void {
  let app: App;
  let removeVHost: () => Promise<unknown>;
  beforeEach(async () => {
    removeVHost = await makeVHost(broker, vhost);
    app = await connect(broker, vhost);
    use(app);
  });
  afterEach(async () => {
    await app.close();
    await removeVHost();
  });
}
