import type { CloudErrorKind } from "../model/cloud.ts";
import { CloudError } from "../model/cloud.ts";
import { lookUp } from "./stack-status.ts";
import { cleanText, readDenial, says } from "./wording.ts";

/** Where a call was made: what a message needs to be of use. */
export interface Scene {
  /** Account folder name. */
  readonly account: string;
  readonly region: string;
  /** Where requests go, when it is not AWS itself. */
  readonly endpoint?: string | undefined;
  /** `DescribeStacks`, when the request got that far. */
  readonly operation?: string | undefined;
}

/** What AWS's SDK knows of a failed call; every member may be missing. */
export interface CallFailure {
  readonly name: string;
  readonly message: string;
  readonly code?: string | undefined;
  readonly status?: number | undefined;
  readonly attempts: number;
  readonly requestId?: string | undefined;
}

/** Turns whatever was thrown into the error of the port: a sentence, and what a person can do about it. */
export function toCloudError(thrown: unknown, scene: Scene): CloudError {
  if (thrown instanceof CloudError) return thrown;
  const failure = readFailure(thrown);
  return new CloudError(kindOf(failure), ...sentence(failure, scene, thrown));
}

/** Reads what the SDK tells of a failure. */
export function readFailure(thrown: unknown): CallFailure {
  if (!(thrown instanceof Error)) return { name: "unknown", message: String(thrown), attempts: 1 };
  const { code, $metadata, $response } = thrown as Error & SdkErrorMembers;
  const status = $response?.statusCode ?? $metadata?.httpStatusCode;
  return {
    name: thrown.name.replace(/Exception$/, ""),
    message: messageOf(thrown),
    code: typeof code === "string" ? code : (codeOfCause(thrown) ?? codeInText(thrown)),
    status,
    attempts: $metadata?.attempts ?? 1,
    requestId: $metadata?.requestId,
  };
}

/** Whether AWS says that what was asked about is not there. */
export function isMissing(thrown: unknown): boolean {
  const { name, message } = readFailure(thrown);
  return MISSING_NAMES.has(name) || (name === "ValidationError" && says(message, "missing"));
}

/** Whether the credentials were good once and have run out. */
export function isExpired(thrown: unknown): boolean {
  return EXPIRED_NAMES.has(readFailure(thrown).name);
}

/** Whether AWS wants fewer calls. */
export function isThrottle(thrown: unknown): boolean {
  return kindOf(readFailure(thrown)) === "throttled";
}

interface SdkErrorMembers {
  readonly code?: unknown;
  readonly $metadata?: { httpStatusCode?: number; attempts?: number; requestId?: string };
  readonly $response?: { statusCode?: number };
}

const MISSING_NAMES: ReadonlySet<string> = new Set(["ChangeSetNotFound", "StackNotFound"]);
const EXPIRED_NAMES: ReadonlySet<string> = new Set(["ExpiredToken", "RequestExpired"]);

/** Error names, without a closing `Exception`, that say more than a status code does. */
const KINDS_BY_NAME: Readonly<Record<string, CloudErrorKind>> = {
  CredentialsProviderError: "credentials",
  TokenProviderError: "credentials",
  ExpiredToken: "credentials",
  RequestExpired: "credentials",
  InvalidClientTokenId: "credentials",
  UnrecognizedClient: "credentials",
  InvalidAccessKeyId: "credentials",
  InvalidSignature: "credentials",
  SignatureDoesNotMatch: "credentials",
  IncompleteSignature: "credentials",
  MissingAuthenticationToken: "credentials",
  AccessDenied: "denied",
  UnauthorizedOperation: "denied",
  NotAuthorized: "denied",
  OptInRequired: "denied",
  RegionDisabled: "denied",
  Throttling: "throttled",
  ThrottledRequest: "throttled",
  Throttled: "throttled",
  TooManyRequests: "throttled",
  RequestLimitExceeded: "throttled",
  RequestThrottled: "throttled",
  SlowDown: "throttled",
  TimeoutError: "unreachable",
  RequestTimeout: "unreachable",
};

/** Codes of Node's network and TLS errors. */
const NETWORK_CODE =
  /^(E(CONN|HOST|NET|PIPE|TIMEDOUT|NOTFOUND|AI_AGAIN|PROTO)|ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED)/;

function kindOf({ name, code, status }: CallFailure): CloudErrorKind {
  const known = lookUp(KINDS_BY_NAME, name);
  if (known !== undefined) return known;
  if (code !== undefined && NETWORK_CODE.test(code)) return "unreachable";
  if (status === 429) return "throttled";
  return status !== undefined && status >= 500 ? "unreachable" : "unexpected";
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
        { remedy: "Check the network, the proxy and the endpoint; then try again.", cause },
      ];
    case "unexpected":
      return [
        `AWS answered ${scene.operation ?? "a request"} in ${where} with ${failure.name}: ${words}${idOf(failure)}`,
        { cause },
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
  const { who, action = `cloudformation:${scene.operation ?? "*"}` } = readDenial(words);
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

function idOf({ requestId }: CallFailure): string {
  return requestId === undefined ? "" : ` (request ${cleanText(requestId) ?? ""})`;
}

/** What could not be read is no use to a person; the SDK's hint how to debug it even less. */
function messageOf(error: Error): string {
  if (says(error.message, "unreadable")) return "something that is no answer of AWS (is a proxy in between?)";
  return error.message === "" ? innermostMessage(error) : error.message;
}

/** Node joins the errors of several addresses into one without a message. */
function innermostMessage(error: Error): string {
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause;
  return inner instanceof Error ? inner.message : error.name;
}

/** The SDK turns an error that it does not recognise as one into a text. */
function codeInText({ message }: Error): string | undefined {
  return /AWS SDK error wrapper for .*\b(E[A-Z_]{4,})\b/.exec(message)?.[1];
}

function codeOfCause(error: Error): string | undefined {
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause;
  const code = inner instanceof Error ? (inner as SdkErrorMembers).code : undefined;
  return typeof code === "string" ? code : undefined;
}
