import type { AccountVerdict } from "../model/agent-event.ts";
import {
  deliveryOf,
  secretFor,
  unansweredDelivery,
  type Delivery,
  type Receiver,
} from "../model/receiver.ts";
import type { Secret } from "../model/secret.ts";
import { contextOf, descriptionOf, verdictOf } from "./verdict-filter.ts";

/** Whose commits, and how. */
export interface GitlabStatusesOptions {
  /** Number or path of the project. */
  readonly project: string;
  /** A token with the scope api. */
  readonly token: Secret;
  /** Address of the server. */
  readonly url: string;
  /** Of which accounts; all without it. */
  readonly accounts?: readonly string[];
}

/** Commit statuses at GitLab: https://docs.gitlab.com/api/commits/#set-commit-pipeline-status */
export function gitlabStatuses(options: GitlabStatusesOptions): Receiver {
  return {
    name: `gitlab ${options.project}`,
    wants: (notice) => verdictOf(notice, options.accounts) !== undefined,
    async deliver(notice, signal) {
      const verdict = verdictOf(notice, options.accounts);
      if (verdict === undefined) return { kind: "refused", why: "it takes verdicts on commits only" };
      const secret = await secretFor(options.token);
      if (secret.kind === "failed") return secret;
      try {
        return await create(verdict, { ...options, token: secret.value }, signal);
      } catch (error) {
        return unansweredDelivery(error);
      }
    },
  };
}

const states: Readonly<Record<AccountVerdict["state"], string>> = {
  pending: "running",
  success: "success",
  failure: "failed",
};

/** GitLab refuses to set a state that is there already: `Cannot transition status via :run from :running`. */
const SAME_STATE = "Cannot transition status";

/** One request, without the library for GitLab: that one tries again by itself, and follows redirects with the token. */
async function create(
  verdict: AccountVerdict,
  { url, project, token }: Omit<GitlabStatusesOptions, "token"> & { readonly token: string },
  signal: AbortSignal,
): Promise<Delivery> {
  const { commit } = verdict.revision;
  const base = url.replace(/\/+$/, "");
  const response = await fetch(`${base}/api/v4/projects/${encodeURIComponent(project)}/statuses/${commit}`, {
    method: "POST",
    headers: { "content-type": "application/json", "user-agent": "Mooring", "private-token": token },
    body: JSON.stringify({
      state: states[verdict.state],
      name: contextOf(verdict),
      description: descriptionOf(verdict),
    }),
    redirect: "manual",
    signal,
  });
  const text = await response.text();
  if (response.status === 400 && text.includes(SAME_STATE)) return { kind: "delivered" };
  const retryAfter = response.headers.get("retry-after");
  return deliveryOf({ status: response.status, retryAfter, now: Date.now() });
}
