import type { AccountVerdict } from "../model/agent-event.ts";
import {
  deliveryOf,
  secretFor,
  unansweredDelivery,
  type Delivery,
  type Receiver,
} from "../model/receiver.ts";
import type { Secret } from "../model/secret.ts";
import { newOctokit } from "./octokit.ts";
import { contextOf, descriptionOf, verdictOf } from "./verdict-filter.ts";

/** Whose commits, and how. */
export interface GithubStatusesOptions {
  /** `owner/name`. */
  readonly repository: string;
  readonly token: Secret;
  /** `https://api.github.com`, or that of a GitHub Enterprise Server. */
  readonly apiUrl: string;
  /** Of which accounts; all without it. */
  readonly accounts?: readonly string[];
}

/** Commit statuses at GitHub: https://docs.github.com/en/rest/commits/statuses#create-a-commit-status */
export function githubStatuses(options: GithubStatusesOptions): Receiver {
  return {
    name: `github ${options.repository}`,
    wants: (notice) => verdictOf(notice, options.accounts) !== undefined,
    async deliver(notice, signal) {
      const verdict = verdictOf(notice, options.accounts);
      if (verdict === undefined) return { kind: "refused", why: "it takes verdicts on commits only" };
      try {
        return await create(verdict, options, signal);
      } catch (error) {
        return deliveryAfter(error, options.repository);
      }
    },
  };
}

async function create(
  verdict: AccountVerdict,
  { repository, token, apiUrl }: GithubStatusesOptions,
  signal: AbortSignal,
): Promise<Delivery> {
  const [owner = "", repo = ""] = repository.split("/");
  const secret = await secretFor(token);
  if (secret.kind === "failed") return secret;
  const octokit = await newOctokit({ apiUrl, token: secret.value });
  const answer = await octokit.rest.repos.createCommitStatus({
    owner,
    repo,
    sha: verdict.revision.commit,
    state: verdict.state,
    context: contextOf(verdict),
    description: descriptionOf(verdict),
    request: { signal },
  });
  return deliveryOf({ status: Number(answer.status), retryAfter: null, now: Date.now() });
}

/** What Octokit throws, as far as it is read. */
interface RequestFailure {
  readonly status?: number;
  readonly response?: { readonly headers: Readonly<Record<string, string | undefined>> };
}

function deliveryAfter(error: unknown, repository: string): Delivery {
  const { status, response } = error as RequestFailure;
  if (status === undefined || response === undefined) return unansweredDelivery(error);
  const now = Date.now();
  const { headers } = response;
  const retryAfter = headers["retry-after"] ?? resetOf(headers, now);
  const isLimited = status === 403 && retryAfter !== null;
  const delivery = deliveryOf({ status: isLimited ? 429 : status, retryAfter, now });
  if (delivery.kind !== "refused" || ![401, 403, 404].includes(status)) return delivery;
  return {
    kind: "refused",
    why: `${delivery.why}: the token may not write commit statuses of ${repository}`,
  };
}

/** Seconds until the rate limit is over, when it is used up. */
function resetOf(headers: Readonly<Record<string, string | undefined>>, now: number): string | null {
  const reset = Number(headers["x-ratelimit-reset"]);
  if (headers["x-ratelimit-remaining"] !== "0" || Number.isNaN(reset)) return null;
  return String(Math.max(1, Math.ceil(reset - now / 1000)));
}
