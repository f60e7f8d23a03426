import { validationError } from "../../errors.ts";
import type { Json, JsonObject } from "../../json.ts";
import { isList, isObject } from "../../json.ts";

/** What an update may be about to do to a resource. */
export type UpdateAction = "Update:Modify" | "Update:Replace" | "Update:Delete";

/** A stack policy whose form has been checked. */
export interface StackPolicy {
  readonly statements: readonly Statement[];
}

interface Statement {
  readonly effect: "Allow" | "Deny";
  /** `Action`, or `NotAction` turned around. */
  readonly actions: Selection;
  /** `Resource`, or `NotResource` turned around. */
  readonly resources: Selection;
  /** Patterns of resource types; `undefined` when there is no condition. */
  readonly types: readonly string[] | undefined;
}

interface Selection {
  readonly patterns: readonly string[];
  readonly isInverted: boolean;
}

const maxCharacters = 16_384;
const actionNames = ["Update:Modify", "Update:Replace", "Update:Delete", "Update:*"];
const statementMembers = [
  "Sid",
  "Effect",
  "Action",
  "NotAction",
  "Principal",
  "Resource",
  "NotResource",
  "Condition",
];

/** Reads a stack policy. Throws ValidationError in CloudFormation's words. (User guide, protect-stack-resources.) */
export function parseStackPolicy(body: string): StackPolicy {
  if (body.length > maxCharacters)
    throw validationError(
      `1 validation error detected: Value at 'stackPolicyBody' failed to satisfy constraint: Member must have length less than or equal to ${maxCharacters}`,
    );
  const source = readJson(body);
  if (!isObject(source)) throw invalid();
  const listed = source["Statement"] ?? [];
  return { statements: (isList(listed) ? listed : [listed]).map(readStatement) };
}

/**
 * Why the policy does not let an update do something to a resource; `undefined` when it does.
 *
 * A denying statement wins; what no statement allows is denied. Statements are counted from 0.
 */
export function stackPolicyRefusal(
  policy: StackPolicy,
  action: UpdateAction,
  resource: { readonly logicalId: string; readonly type: string },
): string | undefined {
  const matching = policy.statements.flatMap((statement, index) =>
    isAbout(statement, action, resource) ? [{ statement, index }] : [],
  );
  const denying = matching.find(({ statement }) => statement.effect === "Deny");
  if (denying !== undefined) {
    const { actions, resources } = denying.statement;
    return `Action denied by stack policy: Statement [#${denying.index}] does not allow [${actions.patterns.join(", ")}] for resource [${resources.patterns.join(", ")}];`;
  }
  return matching.length > 0 ? undefined : "Action not allowed by stack policy";
}

/** Refuses a policy that names a logical id which the template does not have. Throws ValidationError. */
export function checkPolicyIds(policy: StackPolicy, hasLogicalId: (logicalId: string) => boolean): void {
  for (const { resources } of policy.statements)
    for (const pattern of resources.patterns) {
      const logicalId = pattern.slice(idPrefix.length);
      if (!pattern.startsWith(idPrefix) || /[*?]/.test(logicalId) || hasLogicalId(logicalId)) continue;
      throw validationError(
        `Error validating stack policy: Unknown logical id '${pattern}' in statement {} - stack policies can only be applied to logical ids referenced in the template`,
      );
    }
}

const idPrefix = "LogicalResourceId/";

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw invalid();
  }
}

function invalid(): Error {
  return validationError("Error validating stack policy: Invalid stack policy");
}

function readStatement(value: Json): Statement {
  if (!isObject(value) || Object.keys(value).some((name) => !statementMembers.includes(name)))
    throw invalid();
  const effect = value["Effect"];
  const actions = readSelection(value, "Action", "NotAction");
  if (effect !== "Allow" && effect !== "Deny") throw invalid();
  if (!isEverybody(value["Principal"]) || !actions.patterns.every((name) => actionNames.includes(name)))
    throw invalid();
  return {
    effect,
    actions,
    resources: readSelection(value, "Resource", "NotResource"),
    types: readTypes(value["Condition"]),
  };
}

/** A policy applies to everybody: `"*"`, or `{ "AWS": "*" }`. */
function isEverybody(principal: Json | undefined): boolean {
  return principal === "*" || (isObject(principal) && principal["AWS"] === "*");
}

function readSelection(statement: JsonObject, name: string, inverted: string): Selection {
  const [plain, not] = [statement[name], statement[inverted]];
  if ((plain === undefined) === (not === undefined)) throw invalid();
  return { patterns: readTexts(plain ?? not), isInverted: plain === undefined };
}

function readTexts(value: Json | undefined): readonly string[] {
  const texts = isList(value) ? value : [value];
  if (texts.length === 0) throw invalid();
  return texts.map((text) => {
    if (typeof text === "string") return text;
    throw invalid();
  });
}

/** `{ StringEquals: { ResourceType: [...] } }`, or `StringLike`; there are no other conditions. */
function readTypes(condition: Json | undefined): readonly string[] | undefined {
  if (condition === undefined) return undefined;
  const [test, second] = isObject(condition) ? Object.entries(condition) : [];
  const [operator, operand] = test ?? [];
  if (second !== undefined || (operator !== "StringEquals" && operator !== "StringLike")) throw invalid();
  if (!isObject(operand) || Object.keys(operand).join() !== "ResourceType") throw invalid();
  return readTexts(operand["ResourceType"]);
}

function isAbout(
  statement: Statement,
  action: UpdateAction,
  { logicalId, type }: { readonly logicalId: string; readonly type: string },
): boolean {
  const { actions, resources, types } = statement;
  return (
    isSelected(actions, action) &&
    isSelected(resources, `${idPrefix}${logicalId}`) &&
    (types === undefined || types.some((pattern) => matches(pattern, type)))
  );
}

function isSelected({ patterns, isInverted }: Selection, text: string): boolean {
  return patterns.some((pattern) => matches(pattern, text)) !== isInverted;
}

/** `*` stands for anything, `?` for one character. Linear in the text: no backtracking expression is built. */
function matches(pattern: string, text: string): boolean {
  let [at, from, star, mark] = [0, 0, -1, 0];
  while (from < text.length) {
    if (pattern[at] === "*") {
      star = at++;
      mark = from;
    } else if (at < pattern.length && (pattern[at] === "?" || pattern[at] === text[from])) {
      at++;
      from++;
    } else if (star >= 0) {
      at = star + 1;
      from = ++mark;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(at));
}
