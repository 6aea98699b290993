// Works until it has finished or given up as many jobs as it is told. It rejects a job that fails, and the broker brings it back later.
const { run } = require("./run");

const maxAttempts = 3;
let remaining = Number(process.env.JOBS ?? 3);

run(async (channel) => {
  await channel.prefetch(1);
  let consumer;
  await new Promise((resolve, reject) => {
    const next = async (message) => {
      if (!message) throw new Error("the broker cancelled the consumer");
      if (await handle(channel, message)) remaining -= 1;
      if (remaining === 0) resolve();
    };
    consumer = channel.consume("jobs", (message) => next(message).catch(reject));
    consumer.catch(reject);
  });
  await channel.cancel((await consumer).consumerTag);
});

/** Returns whether the job is over: it is done, or it has failed too often. */
async function handle(channel, message) {
  const { name, failures } = JSON.parse(message.content.toString());
  const attempt = rejections(message) + 1;
  if (attempt > failures) {
    console.log(`worker    does ${name} at attempt ${attempt}`);
    channel.ack(message);
    return true;
  }
  if (attempt < maxAttempts) {
    console.log(`worker    rejects ${name} at attempt ${attempt}`);
    channel.reject(message, false);
    return false;
  }
  // First the copy, then the acknowledgement: a crash in between leaves the job twice, not lost.
  channel.publish("jobs.parked", "", message.content, { persistent: true, mandatory: true });
  await channel.waitForConfirms();
  channel.ack(message);
  console.log(`worker    gives up ${name} after ${attempt} attempts`);
  return true;
}

/** How often the job has been rejected: the broker counts it in a header. */
function rejections({ properties }) {
  const deaths = properties.headers?.["x-death"] ?? [];
  return deaths.find(({ queue, reason }) => queue === "jobs" && reason === "rejected")?.count ?? 0;
}
