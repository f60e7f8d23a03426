import { stepLine } from "../report/step-line.ts";
import type { Pass } from "../reconcile/pass.ts";
import type { AccountState } from "./account-state.ts";
import { happeningsIn } from "./happenings.ts";
import type { Office } from "./office.ts";
import { progress } from "./underway.ts";

/** Logs what a pass shows and nobody has been told yet, and tells people what they want to know. An idle pass says nothing. */
export function tellPass(state: AccountState, { report, standing }: Pass, office: Office): void {
  const { log, teller } = office;
  const { revision } = state.last ?? {};
  const { account, failure } = report;
  const origin = { commit: revision?.commit.slice(0, 12), author: revision?.author };
  for (const judged of report.steps) {
    const line = stepLine(
      judged,
      report.outcomes.find(({ app }) => app === judged.step.app),
    );
    if (isNews(state, `app ${judged.step.app}`, JSON.stringify(line)))
      log[line.level](line.message, { account, ...line.fields, ...origin });
  }
  if (isNews(state, "account", JSON.stringify([standing, failure?.message]))) {
    if (failure === undefined) log.debug("account passed", { account, standing, ...origin });
    else log.warn("pass failed", { account, why: failure.message, remedy: failure.remedy });
  }
  const { underway, ended } = progress(state.underway, report, revision);
  state.underway = underway;
  const about = { repository: office.content()?.repository?.name ?? "", account, revision };
  for (const happening of happeningsIn(report, ended)) teller.tell(happening, about);
}

function isNews({ said }: AccountState, subject: string, line: string): boolean {
  if (said.get(subject) === line) return false;
  said.set(subject, line);
  return true;
}
