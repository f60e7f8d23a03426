import { CloudError, type Cloud } from "../model/cloud.ts";
import type { AccountFindings, Finding, Ruling } from "../model/preflight.ts";
import { observedByApp } from "../plan/plan-account.ts";
import { judgeIdentity } from "../preflight/judge-belongings.ts";
import { judgeDelegation } from "../preflight/judge-delegation.ts";
import { countCallsSince } from "./calls.ts";
import { readDelegation } from "./delegation.ts";
import { orFailure } from "./failure.ts";
import { inParallel } from "./in-parallel.ts";
import { withQuotasInSum } from "../preflight/quotas-in-sum.ts";
import { checksFor, findOut, type Surroundings } from "./preflight.ts";
import { isSelectedApp, selectedTargets, type Job, type Target } from "./target.ts";

/** Accounts that are asked at once: each has limits of its own at AWS, but they share this machine. */
const ACCOUNTS_AT_ONCE = 16;

/** Everything that the selected stacks need of the world, whether it is so, and whether the accounts can be worked in. Writes nothing. */
export async function verify(job: Job): Promise<readonly AccountFindings[]> {
  return inParallel(selectedTargets(job), ACCOUNTS_AT_ONCE, async (target) => {
    const cloud = job.cloudOf(target.account);
    const before = cloud.calls();
    const { value, failure } = await orFailure(() => verifyAccount(target, cloud, job));
    return {
      account: target.account.name,
      findings: value ?? [],
      ...(failure === undefined ? {} : { failure }),
      calls: countCallsSince(before, cloud.calls()),
    };
  });
}

/** Credentials that lead nowhere, or elsewhere, are the one thing to say. */
async function verifyAccount(target: Target, cloud: Cloud, job: Job): Promise<readonly Finding[]> {
  const identity = await identityOf(target, cloud);
  if (identity.ruling.state !== "good" || job.signal?.aborted === true) return [identity];
  const around = await lookAround(target, cloud, job);
  const stacks = target.desired.filter(({ app }) => isSelectedApp(job.select, app));
  return [
    identity,
    ...(await delegationOf(target, around, job)),
    ...(await findOut(withQuotasInSum(checksFor(stacks, around), target.account), around)),
  ];
}

async function identityOf({ account }: Target, cloud: Cloud): Promise<Finding> {
  const { id, roles, place } = account;
  const about = { app: "account", place, check: "identity", subject: roles.deployer ?? id } as const;
  try {
    return { ...about, ruling: judgeIdentity(await cloud.identify(), account) };
  } catch (error) {
    if (!(error instanceof CloudError) || error.mayRetry) throw error;
    return { ...about, ruling: withoutCredentials(error) };
  }
}

function withoutCredentials({ message, remedy }: CloudError): Ruling {
  return { state: "failed", why: message, remedy: remedy ?? "correct `roles` or the credentials" };
}

async function lookAround({ account, desired }: Target, cloud: Cloud, job: Job): Promise<Surroundings> {
  const observed = await cloud.sweep();
  const { repository } = job;
  const byApp = observedByApp({
    repository,
    account: account.name,
    heldApps: account.heldApps,
    observed,
    desired,
  });
  return { account, cloud, desired, observed, observedByApp: byApp };
}

/** Nobody is asked about a zone that somebody else delegates. */
async function delegationOf(
  { account }: Target,
  { cloud, observedByApp: byApp }: Surroundings,
  job: Job,
): Promise<readonly Finding[]> {
  const { delegation, zone, place } = account;
  if (delegation === undefined || !isSelectedApp(job.select, "zone")) return [];
  const scene = { repository: job.repository, account, cloud, cloudOf: job.cloudOf, zone: byApp.get("zone") };
  const ruling = judgeDelegation(await readDelegation(delegation, scene), byApp.has("network"));
  const subject = `${zone} in ${delegation.parent}`;
  return [{ app: "zone", place, check: "delegation", subject, ruling }];
}
