import { sdkClouds } from "../../src/aws/sdk-clouds.ts";
import { systemClock } from "../../src/clock/system-clock.ts";
import type { Cloud } from "../../src/model/cloud.ts";
import type { DesiredStack } from "../../src/model/desired-stack.ts";
import type { AccountDrift } from "../../src/model/drift.ts";
import type { Account } from "../../src/model/repository.ts";
import { newDriftSurvey, type DriftSurvey } from "../../src/reconcile/drift-survey.ts";
import type { SurveyWork } from "../../src/reconcile/drift-scene.ts";
import { newMemory, type Memory } from "../../src/reconcile/memory.ts";
import { runPass, type Pass, type PassWork } from "../../src/reconcile/pass.ts";
import { anAccount } from "./placements.ts";
import type { TestSandbox } from "./sandbox.ts";

/** The account that live tests deploy to. */
export const liveAccount: Account = anAccount({ roles: {} });

/** An account in a sandbox, as Mooring sees it, and what somebody may do to it by hand. */
export interface LiveAccount {
  readonly cloud: Cloud;
  readonly memory: Memory;
  pass(work?: Partial<PassWork>): Promise<Pass>;
  /** Passes until nothing moves any more; gives the last one. */
  settle(work?: Partial<PassWork>): Promise<Pass>;
  /** The same for the first time. Throws when not everything has settled. */
  deploy(): Promise<void>;
  survey(work?: Partial<SurveyWork>): Promise<AccountDrift>;
  /** A survey that has not begun. */
  begin(work?: Partial<SurveyWork>): DriftSurvey;
  /** The rest of a survey. */
  end(survey: DriftSurvey): Promise<AccountDrift>;
  /** Changes a live resource: places by their JSON pointers. */
  change(stack: string, logicalId: string, set: Readonly<Record<string, unknown>>): Promise<void>;
  /** Does to a live resource what the sandbox's drift control does. */
  drift(stack: string, logicalId: string, act: object): Promise<void>;
}

/** The account with these stacks wanted; the sandbox is instant. */
export function liveAccountIn(sandbox: TestSandbox, desired: readonly DesiredStack[]): LiveAccount {
  const keys = { accessKeyId: liveAccount.id, secretAccessKey: "test" };
  const cloudOf = sdkClouds({ endpoint: sandbox.url, keys, sessionName: "mooring-acme-agent" });
  const cloud = cloudOf(liveAccount);
  const memory = newMemory();
  const target = { repository: "acme", account: liveAccount, desired, cloud, cloudOf, clock: systemClock };
  const pass = (work: Partial<PassWork> = {}): Promise<Pass> =>
    runPass({
      ...target,
      memory,
      problems: [],
      unsettledBefore: [],
      revision: undefined,
      mode: "apply",
      ...work,
    });
  const drift = async (stack: string, logicalId: string, act: object): Promise<void> => {
    const { id: account, region } = liveAccount;
    await sandbox.control("POST", "drift", { account, region, stack, logicalId, ...act });
  };
  const settle = async (work?: Partial<PassWork>): Promise<Pass> => {
    for (let passes = 0; passes < 100; passes += 1) {
      const last = await pass(work);
      if (last.standing !== "moving") return last;
      await systemClock.sleep(10);
    }
    throw new Error("it did not settle");
  };
  const begin = (work: Partial<SurveyWork> = {}): DriftSurvey =>
    newDriftSurvey({ ...target, spreadMs: 0, pollMs: 5, ...work });
  return {
    cloud,
    memory,
    pass,
    drift,
    begin,
    end: surveyed,
    settle,
    async deploy() {
      const { standing, report } = await settle();
      if (standing !== "settled") throw new Error(JSON.stringify(report));
    },
    survey: (work) => surveyed(begin(work)),
    change: (stack, logicalId, set) => drift(stack, logicalId, { set }),
  };
}

async function surveyed(survey: DriftSurvey): Promise<AccountDrift> {
  for (;;) {
    const step = await survey.step();
    if (step.kind === "done") return step.drift;
    await systemClock.sleep(step.afterMs);
  }
}
