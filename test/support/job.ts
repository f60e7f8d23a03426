import { CloudError, type Cloud } from "../../src/model/cloud.ts";
import type { DesiredStack } from "../../src/model/desired-stack.ts";
import type { Account } from "../../src/model/repository.ts";
import type { Job } from "../../src/reconcile/target.ts";
import { memoryClock } from "./memory-clock.ts";
import { memoryCloud, type Interference, type Method } from "./memory-cloud.ts";
import { MemoryWorld } from "./memory-world.ts";
import { account, desiredStack, templateOf } from "./stacks.ts";

/** What one account of a job under test has and wants. */
export interface Given {
  readonly world?: MemoryWorld;
  readonly account?: Partial<Account>;
  readonly desired: readonly DesiredStack[];
  readonly interference?: Interference;
  /** AWS account of the credentials, when it is not the right one. */
  readonly identity?: string;
}

/** A job over in-memory accounts, whose time passes only while it sleeps. */
export function jobOf(given: Readonly<Record<string, Given>>, extra: Partial<Job> = {}) {
  const worlds = new Map(
    Object.entries(given).map(([name, { world }]) => [name, world ?? new MemoryWorld()]),
  );
  const clouds = new Map(
    Object.entries(given).map(([name, { interference, identity }]): [string, Cloud] => [
      name,
      memoryCloud(worldOf(name), {
        ...(interference === undefined ? {} : { interference }),
        identity: {
          account: identity ?? account.id,
          arn: `arn:aws:sts::${identity ?? account.id}:assumed-role/x/y`,
        },
      }),
    ]),
  );
  const clock = memoryClock([...worlds.values()]);
  const job: Job = {
    repository: "acme",
    revision: undefined,
    problems: [],
    targets: Object.entries(given).map(([name, each]) => ({
      account: { ...account, name, ...each.account },
      desired: each.desired,
    })),
    heldAccounts: [],
    cloudOf: ({ name }) => {
      const cloud = clouds.get(name);
      if (cloud === undefined) throw new Error(`no cloud for ${name}`);
      return cloud;
    },
    clock,
    ...extra,
  };
  return { job, worldOf, clock, clouds };

  function worldOf(name: string): MemoryWorld {
    const world = worlds.get(name);
    if (world === undefined) throw new Error(`no world for ${name}`);
    return world;
  }
}

/** An app of that account whose template says so. */
export function appOf(
  accountName: string,
  app: string,
  content: string,
  given: Partial<DesiredStack> = {},
): DesiredStack {
  return desiredStack({
    app,
    account: accountName,
    template: templateOf(content, { Outputs: { Value: { Value: content } } }),
    tags: { "mooring:repository": "acme", "mooring:account": accountName, "mooring:app": app },
    ...given,
  });
}

/** Lets every call of a method fail so many times. */
export function failing(
  method: Method,
  times: number,
  error: Error = new CloudError("throttled", "Rate exceeded", { remedy: "wait" }),
): Interference {
  let left = times;
  return {
    before(called) {
      if (called !== method || left === 0) return;
      left -= 1;
      throw error;
    },
    after: () => undefined,
  };
}
