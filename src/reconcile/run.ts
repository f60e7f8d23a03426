import type { AccountReport, Progress, RunReport } from "../model/report.ts";
import { newCourse, type Course } from "./course.ts";
import { unsettledAmong, type LastPasses, type UnsettledBefore } from "./order.ts";
import { DEFAULT_PACE, newDeadline, newPacemaker, type Deadline, type Pace } from "./pace.ts";
import { newPassQueue, type PassQueue } from "./pass-queue.ts";
import type { Pass } from "./pass.ts";
import { selectedTargets, type Job, type Target } from "./target.ts";

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
async function lookOnce(target: Target, { run, queue }: Company): Promise<End> {
  const course = newCourse(target, run, queue);
  return endOf(course, await course.pass({ mode: "look", unsettledBefore: [] }));
}

/**
 * Passes over one account. Where others come first, one pass is made before they are done: it tells how this account
 * stands, and when there is nothing to do it was all.
 */
async function follow(target: Target, company: Company): Promise<End> {
  const { run, deadline, queue } = company;
  const course = newCourse(target, run, queue);
  const { after } = target.account;
  if (after.length === 0) return passUntilSettled(course, [], company);
  const first = await course.pass({
    mode: "apply",
    unsettledBefore: unsettledAmong(after, new Map(), run.heldAccounts),
  });
  if (first.standing === "settled") return endOf(course, first);
  const unsettledBefore = unsettledAmong(after, await lastPassesOf(after, company), run.heldAccounts);
  return deadline.isOver() ? endOf(course, first) : passUntilSettled(course, unsettledBefore, company);
}

async function lastPassesOf(accounts: readonly string[], { done }: Company): Promise<LastPasses> {
  const entries = accounts.map(async (name) => [name, (await done.get(name))?.last] as const);
  return new Map(await Promise.all(entries));
}

/** An account that AWS does not let go on too often in a row is given up: for this run nothing moves in it. */
async function passUntilSettled(
  course: Course,
  unsettledBefore: UnsettledBefore,
  { run, deadline }: Company,
): Promise<End> {
  const pacemaker = newPacemaker(run.pace ?? DEFAULT_PACE, run.random ?? Math.random);
  for (;;) {
    const pass = await course.pass({ mode: "apply", unsettledBefore });
    const delay = pacemaker.next(pass.report);
    if (delay === undefined) return endOf(course, { ...pass, standing: "blocked" });
    if (pass.standing !== "moving" || deadline.isOver()) return endOf(course, pass);
    await deadline.sleep(delay);
    if (deadline.isOver()) return endOf(course, pass);
  }
}

function endOf(course: Course, last: Pass): End {
  const { passes, calls } = course.soFar();
  const { report, standing } = last;
  return { report: { account: report.account, standing, last: report, passes, calls }, last };
}
