import type { Cloud } from "../model/cloud.ts";
import type { AccountReport, Progress, RunReport, Standing } from "../model/report.ts";
import { addCalls, type Calls } from "./calls.ts";
import { newMemory, type Memory } from "./memory.ts";
import { unsettledAmong, type LastPasses } from "./order.ts";
import { DEFAULT_PACE, newDeadline, newPacemaker, type Deadline, type Pace } from "./pace.ts";
import { newPassQueue, type PassQueue } from "./pass-queue.ts";
import { runPass, type Pass, type PassWork } from "./pass.ts";
import { selectedTargets, type Job, type Target } from "./target.ts";
import { newWatch, type Watch } from "./watch.ts";

/** A job that ends when everything has settled. */
export interface Run extends Job {
  readonly timeoutMs: number;
  readonly progress?: Progress;
  readonly pace?: Pace;
  /** Numbers from 0 to 1. */
  readonly random?: () => number;
}

/**
 * Passes over all selected accounts until each has settled, is blocked, or time is up; accounts concurrently, those that
 * come `after` others when these are done. Time-out and abort are no errors: the write in hand is finished, and the
 * report says what still moves.
 */
export async function runUntilSettled(run: Run): Promise<RunReport> {
  const { repository, revision, problems } = run;
  const deadline = newDeadline(run.clock, run.timeoutMs, run.signal);
  const company: Company = { run, deadline, queue: newPassQueue(), done: new Map() };
  const selected = selectedTargets(run);
  for (const target of withPredecessors(run.targets, selected)) {
    const begin = selected.includes(target) ? follow : lookOnce;
    company.done.set(target.account.name, begin(target, company));
  }
  const ends = await Promise.all(selected.map(async ({ account }) => company.done.get(account.name)));
  return { repository, revision, problems, accounts: ends.flatMap((end) => end?.report ?? []) };
}

/** What the accounts of a run share. */
interface Company {
  readonly run: Run;
  readonly deadline: Deadline;
  readonly queue: PassQueue;
  /** Settles when nothing more is done in that account. Accounts are entered before any that comes after them. */
  readonly done: Map<string, Promise<End>>;
}

/** The end of a run for one account. */
interface End {
  readonly report: AccountReport;
  readonly last: Pass;
}

/** Selected accounts and those they come after, every account behind its predecessors. */
function withPredecessors(all: readonly Target[], selected: readonly Target[]): readonly Target[] {
  const byName = new Map(all.map((target) => [target.account.name, target]));
  const ordered = new Set<Target>();
  const entered = new Set<Target>();
  const visit = (target: Target): void => {
    if (entered.has(target)) return;
    entered.add(target);
    const before = selected.includes(target) ? target.account.after : [];
    before.map((name) => byName.get(name)).forEach((each) => each !== undefined && visit(each));
    ordered.add(target);
  };
  selected.forEach(visit);
  return [...ordered];
}

/** Only to learn whether an account has settled that selected ones come after. */
async function lookOnce(target: Target, company: Company): Promise<End> {
  const course = newCourse(target, company);
  return endOf(await makePass(course, { mode: "look", unsettledBefore: [] }), course);
}

/**
 * Passes over one account. The first one does not wait for the accounts before it: it tells how this one stands, and
 * when there is nothing to do it was all.
 */
async function follow(target: Target, company: Company): Promise<End> {
  const { run, deadline, done } = company;
  const course = newCourse(target, company);
  const before = target.account.after.map((name) => ({ name, end: done.get(name) }));
  const pacemaker = newPacemaker(run.pace ?? DEFAULT_PACE, run.random ?? Math.random);
  let isWaiting = before.length > 0;
  let unsettledBefore = unsettledAmong(target.account.after, new Map(), run.heldAccounts);
  for (;;) {
    const pass = await makePass(course, { mode: "apply", unsettledBefore });
    const delay = pacemaker.next(pass.report);
    if (pass.standing === "settled" || delay === undefined || deadline.isOver())
      return endOf(pass, course, delay);
    if (isWaiting) {
      unsettledBefore = unsettledAmong(target.account.after, await lastPassesOf(before), run.heldAccounts);
      isWaiting = false;
    } else if (pass.standing === "blocked") return endOf(pass, course, delay);
    else await deadline.sleep(delay);
    if (deadline.isOver()) return endOf(pass, course, delay);
  }
}

async function lastPassesOf(
  before: readonly { readonly name: string; readonly end: Promise<End> | undefined }[],
): Promise<LastPasses> {
  const entries = before.map(async ({ name, end }) => [name, (await end)?.last] as const);
  return new Map(await Promise.all(entries));
}

/** What has been done in one account so far. */
interface Course {
  readonly target: Target;
  readonly company: Company;
  readonly cloud: Cloud;
  readonly memory: Memory;
  readonly watch: Watch | undefined;
  passes: number;
  calls: Calls;
}

function newCourse(target: Target, company: Company): Course {
  const { progress, cloudOf, log } = company.run;
  const cloud = cloudOf(target.account);
  const watch = progress === undefined ? undefined : newWatch(cloud, progress, log);
  return { target, company, cloud, memory: newMemory(), watch, passes: 0, calls: {} };
}

async function makePass(course: Course, how: Pick<PassWork, "mode" | "unsettledBefore">): Promise<Pass> {
  const { company, target, cloud, memory, watch } = course;
  const { run, queue } = company;
  const pass = await queue.run(() => runPass({ ...run, ...target, cloud, memory, ...how }));
  course.passes += 1;
  course.calls = addCalls(course.calls, pass.report.calls);
  if (how.mode === "apply") {
    run.progress?.passed(pass.report, pass.standing);
    await watch?.look(pass.report);
  }
  return pass;
}

/** An account that failed too often in a row is given up: nothing moves in it as far as this run is concerned. */
function endOf(last: Pass, { target, passes, calls }: Course, delay?: number): End {
  const isGivenUp = last.report.failure !== undefined && delay === undefined;
  const standing: Standing = isGivenUp ? "blocked" : last.standing;
  return { report: { account: target.account.name, standing, last: last.report, passes, calls }, last };
}
