/**
 * Tries one candidate after the other. If none succeeds, the error lists the reason of each.
 * @template Candidate, Result
 * @param {Candidate[]} candidates
 * @param {(candidate: Candidate) => Promise<Result>} attempt
 * @returns {Promise<Result>}
 */
async function firstSuccess(candidates, attempt) {
  const reasons = [];
  for (const candidate of candidates) {
    try {
      return await attempt(candidate);
    } catch (error) {
      reasons.push(error.message);
    }
  }
  throw new Error(reasons.join("\n"));
}

module.exports = { firstSuccess };
