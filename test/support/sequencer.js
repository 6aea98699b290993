const Sequencer = require("@jest/test-sequencer").default;

/** What takes long, the longest first: jest knows no times in its first run, and a long file at the end has a core for itself. */
const long = ["grants/recipes", "kinds/contract", "engine/", "package/", "kinds/queue-guard", "examples/", "topology/"];

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => long.findIndex((part) => path.includes(`/test/${part}`)) + 1 || long.length + 1;
    return super.sort(tests).toSorted((a, b) => rank(a) - rank(b));
  }
};
