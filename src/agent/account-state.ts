import type { AccountDrift } from "../model/drift.ts";
import type { Cloud } from "../model/cloud.ts";
import type { Revision } from "../model/report.ts";
import { newMemory, type Memory } from "../reconcile/memory.ts";
import { newPacemaker, type Pacemaker } from "../reconcile/pace.ts";
import type { Pass } from "../reconcile/pass.ts";
import type { AgentPace } from "./agent-pace.ts";
import type { MarkedTarget } from "./content.ts";
import { newSaid, type Said } from "./said.ts";
import type { AskedSurvey } from "./surveys.ts";
import type { Underway } from "./underway.ts";

/** What the agent knows of one account. All of it may be lost: it is worked out anew from Git and CloudFormation. */
export interface AccountState {
  /** What the newest content says. */
  target: MarkedTarget;
  readonly memory: Memory;
  readonly pacemaker: Pacemaker;
  /** Absent until the first pass, and after roles or Region have changed. */
  cloud?: Cloud | undefined;
  last?: LastPass;
  /** The last pass after which every stack was what the repository says; milliseconds since the epoch. */
  lastSettledAt?: number;
  drift?: AccountDrift;
  /** One that is under way or waits for its turn. */
  survey?: AskedSurvey | undefined;
  /** Heals that have run and that no survey has looked at yet, by app. */
  readonly healing: Map<string, Underway>;
  /** A pass of this process has shown how its stacks stand. */
  isSeen: boolean;
  underway: ReadonlyMap<string, Underway>;
  readonly said: Said;
  /** Passes in a row that AWS did not let go on. */
  failures: number;
  /** Since the start. */
  calls: Readonly<Record<string, number>>;
  throttles: Readonly<Record<string, number>>;
}

/** The last pass over an account, and what it was made for. */
export interface LastPass {
  readonly pass: Pass;
  readonly fingerprint: string;
  readonly revision: Revision | undefined;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** An account that no pass was made of. */
export function newAccountState(target: MarkedTarget, pace: AgentPace, random: () => number): AccountState {
  return {
    target,
    memory: newMemory(),
    pacemaker: newPacemaker({ ...pace, failures: Number.POSITIVE_INFINITY }, random),
    isSeen: false,
    underway: new Map(),
    healing: new Map(),
    said: newSaid(),
    failures: 0,
    calls: {},
    throttles: {},
  };
}
