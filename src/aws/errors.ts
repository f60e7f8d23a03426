import { CloudError } from "../model/cloud.ts";
import type { CallFailure } from "./failure.ts";
import { EXPIRED_NAMES, kindOf, readFailure } from "./failure.ts";
import { cleanText, readDenial } from "./wording.ts";

/** Where a call was made: what a message needs to be of use. */
export interface Scene {
  /** Account folder name. */
  readonly account: string;
  readonly region: string;
  /** Where requests go, when it is not AWS itself. */
  readonly endpoint?: string | undefined;
  /** `cloudformation`, as in permissions, when the request got that far. */
  readonly service?: string | undefined;
  /** `DescribeStacks`, likewise. */
  readonly operation?: string | undefined;
}

/** Turns whatever was thrown into the error of the port: a sentence, and what a person can do about it. */
export function toCloudError(thrown: unknown, scene: Scene): CloudError {
  if (thrown instanceof CloudError) return thrown;
  const failure = readFailure(thrown);
  return new CloudError(kindOf(failure), ...sentence(failure, scene, thrown));
}

type Sentence = [message: string, options: { remedy?: string; cause?: unknown }];

function sentence(failure: CallFailure, scene: Scene, cause: unknown): Sentence {
  const where = `account ${scene.account} (${scene.region})`;
  const words = cleanText(failure.message) ?? failure.name;
  switch (kindOf(failure)) {
    case "credentials":
      return credentialsSentence(failure, where, words);
    case "denied":
      return deniedSentence(failure, scene, where, words);
    case "throttled":
      return [
        `AWS throttles ${scene.operation ?? "requests"} in ${where}, still after ${times(failure.attempts)}`,
        {
          remedy: "Wait: the next pass tries again. Other tools in this account use the same request rate.",
          cause,
        },
      ];
    case "unreachable":
      return [
        `${endpointOf(scene)} cannot be reached for ${where}: ${reasonOf(failure, words)} (${times(failure.attempts)})`,
        { remedy: "Check the network and the endpoint, then try again.", cause },
      ];
    case "unexpected":
      return [
        `AWS answered ${scene.operation ?? "a request"} in ${where} with ${failure.name}: ${words}`,
        { ...remedyFor(failure), cause },
      ];
  }
}

function credentialsSentence({ name }: CallFailure, where: string, words: string): Sentence {
  if (EXPIRED_NAMES.has(name)) {
    return [
      `The AWS credentials for ${where} have expired`,
      {
        remedy:
          "Sign in again (`aws sso login`, or new keys in the environment), then run the command again.",
      },
    ];
  }
  if (name === "CredentialsProviderError" || name === "TokenProviderError") {
    return [
      `No AWS credentials found for ${where}: ${words}`,
      {
        remedy:
          "Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run where a role is attached.",
      },
    ];
  }
  return [
    `AWS does not accept the credentials for ${where}: ${words}`,
    {
      remedy:
        "Check which profile or keys are in use (`aws sts get-caller-identity`), and the machine's clock.",
    },
  ];
}

function deniedSentence({ name }: CallFailure, scene: Scene, where: string, words: string): Sentence {
  if (name === "RegionDisabled" || name === "OptInRequired") {
    return [
      `Region ${scene.region} is not enabled for account ${scene.account}: ${words}`,
      { remedy: "Enable the Region in the account's settings, or correct `region` in account.yaml." },
    ];
  }
  const { who, action = `${scene.service ?? "cloudformation"}:${scene.operation ?? "*"}` } =
    readDenial(words);
  return [
    `${who ?? "Mooring's role"} may not call ${action} in ${where}: ${words}`,
    { remedy: `Allow ${action} in the policy of the role that Mooring assumes there (\`roles.deployer\`).` },
  ];
}

function endpointOf({ endpoint, region }: Scene): string {
  return endpoint ?? `AWS in ${region}`;
}

function reasonOf({ code, status, name }: CallFailure, words: string): string {
  if (status !== undefined) return `it answered ${String(status)}: ${words}`;
  return code === undefined || words.includes(code) ? (words === "" ? name : words) : `${code}: ${words}`;
}

function times(attempts: number): string {
  return attempts === 1 ? "1 attempt" : `${String(attempts)} attempts`;
}

/** Not in the message, which stays the same as long as the trouble does. */
function remedyFor({ requestId }: CallFailure): { remedy?: string } {
  if (requestId === undefined) return {};
  return { remedy: `If it lasts, ask AWS's support about request ${cleanText(requestId) ?? ""}.` };
}
