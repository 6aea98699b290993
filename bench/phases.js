/** The commands that a user runs on a stack, in this order. */
const PHASES = /** @type {const} */ (["first up", "preview", "no-change up", "refresh", "one change", "destroy"]);

/** @typedef {typeof PHASES[number]} Phase */

module.exports = { PHASES };
