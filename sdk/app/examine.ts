import type { Contract } from "../../model/contract";
import { type Answer, ask, foreignUser } from "./ask";
import { isPassed, provesProblem } from "./judge";
import type { Lanes } from "./lanes";
import type { PassiveRule } from "./passive-declare";
import { consumption, existence, objectOf, publication, type Question } from "./question";

/** Every question with its answer. A question has none if it was not asked, because the broker accepted an earlier probe. */
export type Answered = readonly (readonly [Question, Answer | undefined])[];

/** Asks whether each object exists. With `probe`, it also asks whether the existing ones may be used. */
export async function examine(lanes: Lanes, contract: Contract, rule: PassiveRule, probe: boolean): Promise<Answered> {
  const userId = foreignUser(contract.usernames);
  const answers = new Map<Question, Answer>();
  const askAll = (questions: readonly Question[]) =>
    lanes.each(questions, async (channel, question) => {
      const answer = await ask(channel, question, userId);
      answers.set(question, answer);
      return answer === "accepted" && question.check !== "exists" ? "stop" : undefined;
    });

  const objects = existence(contract);
  await askAll(objects);
  if (!probe) return answered(objects, answers);

  const failing = new Set(objects.filter((each) => provesProblem(each, answers.get(each), rule)).map(objectOf));
  const [consumptions, publications] = [consumption(contract), publication(contract)].map((probes) =>
    probes.filter((each) => !failing.has(objectOf(each))),
  ) as [Question[], Question[]];
  await askAll(consumptions);
  await askFirst(publications, answers, askAll);
  return answered([...objects, ...consumptions, ...publications], answers);
}

/**
 * Sends publish probes one by one until the broker refuses one for its user id, then all others at once. A user with the tag
 * `impersonator` may use any user id, so its probes are real messages: then at most one is sent.
 */
async function askFirst(
  publications: readonly Question[],
  answers: ReadonlyMap<Question, Answer>,
  askAll: (questions: readonly Question[]) => Promise<void>,
): Promise<void> {
  for (const [index, question] of publications.entries()) {
    await askAll([question]);
    const answer = answers.get(question);
    if (answer === undefined || answer === "accepted") return;
    if (isPassed(question, answer)) return askAll(publications.slice(index + 1));
  }
}

function answered(questions: readonly Question[], answers: ReadonlyMap<Question, Answer>): Answered {
  return questions.map((question) => [question, answers.get(question)]);
}
