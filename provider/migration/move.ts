import { Flow, type Move, type Moving } from "./flow";
import type { Session } from "./session";

/**
 * Moves messages of a queue, in their order. A message is acknowledged only after the broker has confirmed that it is in
 * another queue, so nothing is lost wherever this is interrupted; what was not acknowledged yet is then there twice.
 *
 * One consumer does it all: messages that are on their way to a consumer when it is cancelled return to a quorum queue, and
 * another consumer may get later ones before them.
 */
export async function moving(session: Session, move: Move, work: (moving: Moving) => Promise<void>): Promise<void> {
  const flow = new Flow(session, move);
  session.publisher.on("return", flow.returned);
  try {
    await work(flow).catch(async (error) => {
      // Else what is under way is there twice.
      await flow.stop().catch(() => {});
      throw error;
    });
    await flow.stop();
  } finally {
    session.publisher.off("return", flow.returned);
  }
}
