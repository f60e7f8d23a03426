import { sdkClouds } from "../../src/aws/sdk-clouds.ts";
import type { Tuning } from "../../src/aws/clients.ts";
import type { Cloud } from "../../src/model/cloud.ts";
import type { Account } from "../../src/model/repository.ts";
import type { Script, ScriptedAws } from "./scripted-aws.ts";
import { startScriptedAws } from "./scripted-aws.ts";
import { TEST_KEYS, testAccount } from "./test-account.ts";

/** What a test on a scripted AWS works with. */
export interface OnScriptedAws {
  readonly aws: ScriptedAws;
  readonly cloud: Cloud;
}

/** How the cloud differs from one with fixed keys, no role and a single attempt. */
export interface CloudDifferences {
  readonly account?: Partial<Account>;
  readonly tuning?: Partial<Tuning>;
  readonly now?: () => number;
}

/** Runs a test against an AWS that answers as scripted, and stops it afterwards. */
export async function onScriptedAws<T>(
  script: Script,
  test: (on: OnScriptedAws) => Promise<T>,
  differences: CloudDifferences = {},
): Promise<T> {
  const aws = await startScriptedAws(script);
  try {
    const cloudOf = sdkClouds({
      endpoint: aws.url,
      keys: TEST_KEYS,
      sessionName: "mooring-acme-agent",
      tuning: { attempts: 1, ...differences.tuning },
      ...(differences.now === undefined ? {} : { now: differences.now }),
    });
    return await test({ aws, cloud: cloudOf(testAccount(differences.account)) });
  } finally {
    await aws.close();
  }
}

/** ARN of a stack named acme-storefront. */
export const STACK_ID =
  "arn:aws:cloudformation:eu-west-1:222222222222:stack/acme-storefront/11111111-1111-4111-8111-111111111111";
/** ARN of a change set named mooring-1. */
export const CHANGE_SET_ID =
  "arn:aws:cloudformation:eu-west-1:222222222222:changeSet/mooring-1/22222222-2222-4222-8222-222222222222";

/** XML of an object: arrays become `<member>` lists, `undefined` nothing. */
export function xml(value: unknown): string {
  if (value === undefined) return "";
  if (Array.isArray(value)) return value.map((item) => `<member>${xml(item)}</member>`).join("");
  if (typeof value === "object" && value !== null) {
    return Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([name, inner]) => `<${name}>${xml(inner)}</${name}>`)
      .join("");
  }
  return escaped(typeof value === "string" ? value : JSON.stringify(value));
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replace(/\p{Cc}/gu, (it) => `&#${String(it.charCodeAt(0))};`);
}
