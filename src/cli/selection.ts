import { closestName } from "../manifest/closest-name.ts";
import type { Problem } from "../model/problem.ts";
import { isCovered, releaseNameOf } from "../model/release.ts";
import type { Repository } from "../model/repository.ts";
import type { Selection } from "../reconcile/target.ts";
import { Complaint } from "./complaint.ts";

/** `--account` and `--app`, as often as they were given. */
export interface SelectionOptions {
  readonly account?: readonly string[];
  readonly app?: readonly string[];
}

/** Checks the names of a selection against the repository. Throws a usage Complaint that says which name was meant. */
export function selectIn(repository: Repository, options: SelectionOptions): Selection {
  const accounts = options.account ?? [];
  const apps = options.app ?? [];
  const known = [...repository.accounts.map((account) => account.name), ...repository.heldAccounts];
  for (const name of accounts) requireKnown("account", name, known);
  const among = repository.accounts.filter(({ name }) => accounts.length === 0 || accounts.includes(name));
  const placed = among.flatMap((account) => [
    ...account.placements.flatMap(({ app, spec }) =>
      "release" in spec && spec.release !== undefined ? [app, releaseNameOf(app)] : [app],
    ),
    ...account.heldApps,
    ...account.removed,
  ]);
  for (const name of apps) requireKnown("app", name, ["zone", "network", ...placed]);
  return {
    ...(accounts.length === 0 ? {} : { accounts }),
    ...(apps.length === 0 ? {} : { apps }),
  };
}

/** The problems that concern a selection. */
export function concerning(problems: readonly Problem[], selection: Selection): readonly Problem[] {
  return problems.filter(({ holds }) => {
    const isAccount = !("account" in holds) || (selection.accounts?.includes(holds.account) ?? true);
    const isApp = !("app" in holds) || concernsApp(holds.app, selection);
    return isAccount && isApp;
  });
}

/** What holds an app holds its release, and the other way round. */
function concernsApp(app: string, { apps }: Selection): boolean {
  return apps === undefined || isCovered(app, apps) || apps.includes(releaseNameOf(app));
}

function requireKnown(kind: "account" | "app", name: string, known: readonly string[]): void {
  if (known.includes(name)) return;
  const near = closestName(name, known) ?? known.find((other) => other.startsWith(name));
  const names = [...new Set(known)].toSorted();
  const list = names.length <= 20 ? names.join(", ") : `${names.slice(0, 20).join(", ")}, …`;
  throw new Complaint(
    "usage",
    `there is no ${kind} "${name}" in the repository${near === undefined ? "" : `; did you mean ${near}?`}`,
    names.length === 0 ? undefined : `${kind}s: ${list}`,
  );
}
