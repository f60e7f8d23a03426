import { formatPlace } from "../model/place.ts";
import type { Problem } from "../model/problem.ts";
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
  office.accounts.take(content);
  office.verdicts.take(content);
  if (repository === undefined) return;
  timetable.take(repository.schedule);
  for (const account of repository.heldAccounts) tellHeld(account, content, office);
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
