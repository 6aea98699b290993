const { PHASES } = require("../phases");
const { bytes, count, seconds } = require("../report/format");
const { MODES, SINGLE_SIZES, judge } = require("./measured");

const MEASURES = [
  { what: "cpuSeconds", than: "more CPU seconds", format: seconds },
  { what: "peakBytes", than: "more memory", format: bytes },
];

/**
 * Compares single resources with those of Pulumi's own provider, for each command.
 * @param {import("./measured").Measured} measured
 */
const bridgedGoals = (measured) =>
  Object.entries(MODES).flatMap(([suffix, mode]) =>
    SINGLE_SIZES.flatMap((n) =>
      MEASURES.map(({ what, than, format }) => {
        const valuesOf = (family) => PHASES.map((phase) => measured.median(`${family}${suffix}`, n, phase, what));
        return judge(
          `Single resources, each command with ${count(n)}${mode}: no ${than} than @pulumi/rabbitmq`,
          [...valuesOf("single"), ...valuesOf("bridged")],
          (...values) => verdict(values.slice(0, PHASES.length), values.slice(PHASES.length), format),
        );
      }),
    ),
  );

/** The worst ratio of all commands, with its command. */
function verdict(ours, theirs, format) {
  const ratios = ours.map((value, i) => value / theirs[i]);
  const worst = ratios.indexOf(Math.max(...ratios));
  return [
    `at most ${ratios[worst].toFixed(2)} x (${PHASES[worst]} ${format(ours[worst])} : ${format(theirs[worst])})`,
    ratios[worst] <= 1,
  ];
}

module.exports = { bridgedGoals };
