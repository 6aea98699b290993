import type { Contract } from "../../model/contract";
import { type Answer, ask, foreignUser } from "./ask";
import { isFine, isProof } from "./judge";
import type { Lanes } from "./lanes";
import type { PassiveRule } from "./passive-declare";
import { consumption, existence, objectOf, publication, type Question } from "./question";

/** Every question with its answer; without one where an earlier probe got through. */
export type Answered = readonly (readonly [Question, Answer | undefined])[];

/** Asks for each object, and with `probe` for what may be done with those that are there. */
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

  const bad = new Set(objects.filter((each) => isProof(each, answers.get(each), rule)).map(objectOf));
  const [consumptions, publications] = [consumption(contract), publication(contract)].map((probes) =>
    probes.filter((each) => !bad.has(objectOf(each))),
  ) as [Question[], Question[]];
  await askAll(consumptions);
  await askFirst(publications, answers, askAll);
  return answered([...objects, ...consumptions, ...publications], answers);
}

/** Until one is refused for its user id alone, the user may be an impersonator, whose probes are messages: one by one. */
async function askFirst(
  publications: readonly Question[],
  answers: ReadonlyMap<Question, Answer>,
  askAll: (questions: readonly Question[]) => Promise<void>,
): Promise<void> {
  for (const [index, question] of publications.entries()) {
    await askAll([question]);
    const answer = answers.get(question);
    if (answer === undefined || answer === "accepted") return;
    if (isFine(question, answer)) return askAll(publications.slice(index + 1));
  }
}

function answered(questions: readonly Question[], answers: ReadonlyMap<Question, Answer>): Answered {
  return questions.map((question) => [question, answers.get(question)]);
}
