// Billing. It verifies the contract before it consumes, and declares nothing.
const { connect } = require("pulumi-rabbitmq-topology/app");

async function main() {
  const contract = JSON.parse(process.env.CONTRACT);
  const connection = await connect(process.env.AMQP_URL, contract, { probe: true });
  console.log(`billing may consume from ${contract.consumeFrom.join(", ")}`);
  await connection.close();
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
