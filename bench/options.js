const path = require("node:path");

const { Command, InvalidArgumentError } = require("commander");

const { contenders } = require("./contenders");

const DEFAULT_RESULTS = path.join(__dirname, "results");
const SIZES = [200, 1_000, 5_000, 10_000, 50_000];

/**
 * @typedef {object} Options
 * @property {number[]} n
 * @property {string[]} only
 * @property {number} [repeat]
 * @property {number[]} count
 * @property {number} cut
 * @property {number} budget
 * @property {string} broker
 * @property {string} results
 * @property {boolean} report
 */

/** @returns {Options} */
function parse(argv) {
  return new Command("node bench")
    .description(
      "Measures how long each contender takes to declare N objects on one broker: one that it starts, or that of RABBITMQ_ENDPOINT.",
    )
    .option("--n <sizes>", "numbers of objects, multiples of 5", sizes, SIZES)
    .option("--only <contenders>", `some of ${contenders.map(({ name }) => name).join(", ")}`, names, [])
    .option(
      "--repeat <times>",
      "runs of each measurement (default: 5 of 200, 3 of 1000, 2 up to 10000, else 1)",
      number,
    )
    .option("--count <sizes>", "sizes for which an extra run counts requests", sizes, [200, 1_000])
    .option("--cut <seconds>", "kill a command that takes longer", number, 600)
    .option("--budget <seconds>", "start no measurement after this time", number, 3_600)
    .option("--broker <version>", "version of RabbitMQ to start", "4.3")
    .option("--results <folder>", "folder for the results", (folder) => path.resolve(folder), DEFAULT_RESULTS)
    .option("--report", "write tables and chart from the stored results, measure nothing", false)
    .parse(argv)
    .opts();
}

function number(text) {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError("it must be a number above 0");
  return value;
}

function sizes(text) {
  const values = text.split(",").map(number);
  if (values.some((value) => value % 5 !== 0)) throw new InvalidArgumentError("sizes must be multiples of 5");
  return values.sort((a, b) => a - b);
}

/** A family, such as `single`, stands for all of its variants. */
function names(text) {
  const wanted = text.split(",");
  const known = new Set(contenders.flatMap(({ name, family }) => [name, family]));
  const unknown = wanted.filter((name) => !known.has(name));
  if (unknown.length > 0) throw new InvalidArgumentError(`unknown contenders: ${unknown.join(", ")}`);
  return wanted;
}

module.exports = { DEFAULT_RESULTS, parse };
