/**
 * CloudFormation tells many things by text alone. These are the stable parts of its sentences, matched without regard to
 * case; nothing else in the house looks into AWS's words.
 */
const PATTERNS = {
  /** A change set that is not needed: two wordings, the second from templates with a transform. */
  noChange: /submitted information didn['’]t contain changes|no updates are to be performed/i,
  /** Of a stack or a change set, not of a parameter's value that names something missing. */
  missing: /\b(stack|change ?set)\b.*\b(does not exist|not found)/i,
  alreadyThere: /\b(stack|change ?set)\b.*\balready exists/i,
  /** `Stack:<arn> is in <STATE> state and can not be updated.` and its relatives. */
  otherState:
    /state and can ?not be|is in progress|_in_progress|current (execution )?status of|invalid state/i,
  wasExecuted: /\[execute_(in_progress|complete)\]/i,
  /** What failed only because something else had. */
  cancelled: /\b(creation|update|deletion) cancell?ed/i,
  /** The reason in a stack's own event for what a person or program began. */
  byRequest: /user initiated/i,
  validation: /validation/i,
  /** What drift detection has to wait for. */
  notAtRest: /detection is already in progress|\bis in (?!DELETE_COMPLETE)\S+ (state|status)\b|_in_progress/i,
  /** ECS has no room for a task at the moment. */
  noCapacity: /capacity is unavailable|RESOURCE:|AGENT/i,
  /** Records are not as the one who changes them saw them. */
  otherRecords: /already exists|was not found|do not match the current values/i,
  /** The SDK's own words for an answer that is not in AWS's format. */
  unreadable: /deserialization error|xml parse error/i,
} as const satisfies Readonly<Record<string, RegExp>>;

/** What a sentence of AWS can be told to mean. */
export type Meaning = keyof typeof PATTERNS;

/** Whether a sentence of AWS says this. */
export function says(text: string | undefined, meaning: Meaning): boolean {
  return text !== undefined && PATTERNS[meaning].test(text);
}

const MAX_LENGTH = 2000;

/**
 * AWS's words, fit for a terminal and a log: one line, no control or direction-changing characters, no credentials, at
 * most 2,000 characters; `undefined` when nothing is left.
 */
export function cleanText(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const clean = text
    .slice(0, 4 * MAX_LENGTH)
    .replace(UNPRINTABLE, " ")
    .replace(ACCESS_KEY_ID, "$1…")
    .replace(/ {2,}/g, " ")
    .trim();
  if (clean === "") return undefined;
  return clean.length > MAX_LENGTH ? `${clean.slice(0, MAX_LENGTH - 1)}…` : clean;
}

/** The value of a property as AWS gives it; at most 100,000 characters, and then with its whole length. */
export function boundedValue(value: string | undefined): string | undefined {
  if (value === undefined || value.length <= MAX_VALUE_LENGTH) return value;
  return `${value.slice(0, MAX_VALUE_LENGTH)}… (${String(value.length)} characters)`;
}

/** More than a template can say. */
const MAX_VALUE_LENGTH = 100_000;

/** Control characters, line and paragraph separators, and everything that changes the direction of text. */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;
const ACCESS_KEY_ID = /\b(AKIA|ASIA)[A-Z0-9]{12,}\b/g;

/**
 * What a resource's handler said, without what CloudFormation wraps it in: `Resource handler returned message: "…"
 * (RequestToken: …, HandlerErrorCode: X)` becomes `… (X)`. Anything else stays as it is.
 */
export function readReason(reason: string | undefined): string | undefined {
  const text = cleanText(reason);
  const match = text === undefined ? null : HANDLER_MESSAGE.exec(text);
  const [, message, code] = match ?? [];
  return message === undefined || code === undefined ? text : `${message} (${code})`;
}

const HANDLER_MESSAGE =
  /^Resource handler returned message: "(.+)" \(RequestToken: [\w-]+, HandlerErrorCode: (\w+)\)$/;

/** Who was refused what, when AWS says it: `User: <arn> is not authorized to perform: <action> on resource: …`. */
export function readDenial(text: string): { readonly who?: string; readonly action?: string } {
  const who = /User: (\S+) is not authorized/i.exec(text)?.[1];
  const action = /to perform: ([A-Za-z0-9-]+:[A-Za-z0-9*]+)/i.exec(text)?.[1];
  return { ...(who === undefined ? {} : { who }), ...(action === undefined ? {} : { action }) };
}

/**
 * Logical ids that a change set's answer with property values leaves out, when it says so: `[WARN]
 * --include-property-values option can return incomplete ChangeSet data because: … Logical Id: X, failed …`.
 */
export function readLeftOut(reason: string | undefined): readonly string[] {
  if (reason === undefined || !reason.includes("--include-property-values")) return [];
  return [...reason.matchAll(/Logical Id: ([A-Za-z0-9]+)/gi)].flatMap(([, id]) =>
    id === undefined ? [] : [id],
  );
}
