// Publishes three jobs: one works, one fails at first, and one always fails.
const { run } = require("./run");

const jobs = [
  { name: "resize", failures: 0 },
  { name: "upload", failures: 1 },
  { name: "translate", failures: Number.MAX_SAFE_INTEGER },
];

run(async (channel) => {
  for (const job of jobs) {
    channel.publish("jobs", "job", Buffer.from(JSON.stringify(job)), { persistent: true, mandatory: true });
    console.log(`producer  publishes ${job.name}`);
  }
  await channel.waitForConfirms();
});
