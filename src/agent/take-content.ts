import { formatPlace } from "../model/place.ts";
import type { Log } from "../model/ports.ts";
import type { Problem } from "../model/problem.ts";
import { counted } from "../report/counted.ts";
import type { Content } from "./content.ts";
import type { Office } from "./office.ts";
import type { Timetable } from "./timetable.ts";

/** Works from a new state of the repository: who has to be looked at, when, and what people are told of it. */
export function takeContent(content: Content, office: Office, timetable: Timetable): void {
  const { revision, repository } = content;
  office.log.info("repository read", {
    repository: repository?.name,
    commit: revision?.commit.slice(0, 12),
    author: revision?.author,
    subject: revision?.subject,
    accounts: content.targets.size,
    problems: content.problems.length,
  });
  logProblems(content, office.log);
  office.accounts.take(content);
  office.verdicts.take(content);
  if (repository === undefined) return;
  timetable.take(repository.schedule);
  for (const account of repository.heldAccounts) tellHeld(account, content, office);
}

/** Of one commit; the agent's status has all of them. */
const MOST_PROBLEMS = 20;

/** Nobody at the log should have to ask another program what is wrong. */
function logProblems({ problems, revision }: Content, log: Log): void {
  const commit = revision?.commit.slice(0, 12);
  for (const { place, message: why, remedy } of problems.slice(0, MOST_PROBLEMS))
    log.warn("problem in the repository", { where: formatPlace(place), why, remedy, commit });
  const left = problems.length - MOST_PROBLEMS;
  if (left > 0)
    log.warn("problem in the repository", {
      why: `${counted(left, "more problem")}: see moor validate`,
      commit,
    });
}

/** No pass tells of an account that a problem holds as a whole. */
function tellHeld(account: string, { problems, repository, revision }: Content, { teller }: Office): void {
  const problem = problems.find(({ holds }) => holds.kind === "account" && holds.account === account);
  teller.tell(
    {
      kind: "held",
      key: ["account", revision?.commit ?? "", problem?.message ?? ""],
      message: problem === undefined ? "it has a problem in the repository" : sentenceOf(problem),
      ...(problem?.remedy === undefined ? {} : { remedy: problem.remedy }),
    },
    { repository: repository?.name ?? "", account, revision },
  );
}

function sentenceOf({ place, message }: Problem): string {
  return `${formatPlace(place)} ${message}`;
}
