import { userInfo } from "node:os";
import type { Adapters } from "./cli/adapters.ts";
import { systemClock } from "./clock/system-clock.ts";
import type { CloudOf } from "./model/cloud.ts";

/** The real adapters; each is imported when it is first asked for, so that `moor --help` waits for none. */
export const adapters: Adapters = {
  clock: systemClock,
  async log({ isVerbose, isForPeople, colour }) {
    const { createWinstonLog } = await import("./log/winston-log.ts");
    return createWinstonLog({
      level: isVerbose ? "debug" : "info",
      format: isForPeople ? "pretty" : "json",
      hasColor: colour,
    });
  },
  async revision(dir) {
    const { readRevision } = await import("./git/revision.ts");
    return readRevision(dir);
  },
  async clouds({ repository, endpoint, profile, isSandbox, log }) {
    const { sdkClouds } = await import("./aws/sdk-clouds.ts");
    const { sessionName } = await import("./aws/session-name.ts");
    const common = { sessionName: sessionName(repository, whoami()), endpoint, profile, log };
    if (!isSandbox) return sdkClouds(common);
    const byKeys = new Map<string, CloudOf>();
    return (account) => {
      const owner = account.roles.deployer === undefined ? account.id : BASE_ACCOUNT;
      const clouds = byKeys.get(owner) ?? sdkClouds({ ...common, keys: sandboxKeys(owner) });
      byKeys.set(owner, clouds);
      return clouds(account);
    };
  },
};

/** The account that assumes the others' roles; it has no stacks of its own. */
const BASE_ACCOUNT = "000000000000";

/** In the sandbox, an access key id that is an account id belongs to that account. */
function sandboxKeys(account: string): { readonly accessKeyId: string; readonly secretAccessKey: string } {
  return { accessKeyId: account, secretAccessKey: "sandbox" };
}

function whoami(): string {
  try {
    return userInfo().username;
  } catch {
    return "unknown";
  }
}
