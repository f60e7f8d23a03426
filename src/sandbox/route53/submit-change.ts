import { createHash } from "node:crypto";
import { stepMs } from "../clock.ts";
import type { RestXmlCall } from "../protocol/rest-xml-service.ts";
import type { Change } from "./records.ts";
import { changes } from "./records.ts";

/** Records that a batch was accepted now; every name server has it a while later, in sync with the sandbox's durations. */
export function submitChange({ world, caller, now, random }: RestXmlCall, comment: string | null): Change {
  const digits = BigInt(`0x${createHash("sha256").update(random()).digest("hex")}`)
    .toString(36)
    .toUpperCase();
  const change: Change = {
    id: `C${digits.slice(0, 20)}`,
    comment,
    submittedAt: now,
    inSyncAt: now + stepMs(world, SECONDS_ON_AWS),
  };
  world.account(caller.account).table(changes).put(change.id, change);
  return change;
}

const SECONDS_ON_AWS = 45;
