import type { Read } from "./flaw.ts";
import { closestName } from "./closest-name.ts";
import type { Origin } from "./source-file.ts";
import type { Tree } from "./tree.ts";

/**
 * CloudFormation's short forms and the function each stands for.
 * Source: CloudFormation template reference, "Intrinsic function reference".
 */
const FUNCTIONS: ReadonlyMap<string, string> = new Map([
  ["!Ref", "Ref"],
  ["!Condition", "Condition"],
  ["!And", "Fn::And"],
  ["!Base64", "Fn::Base64"],
  ["!Cidr", "Fn::Cidr"],
  ["!Equals", "Fn::Equals"],
  ["!FindInMap", "Fn::FindInMap"],
  ["!GetAtt", "Fn::GetAtt"],
  ["!GetAZs", "Fn::GetAZs"],
  ["!GetStackOutput", "Fn::GetStackOutput"],
  ["!If", "Fn::If"],
  ["!ImportValue", "Fn::ImportValue"],
  ["!Join", "Fn::Join"],
  ["!Length", "Fn::Length"],
  ["!Not", "Fn::Not"],
  ["!Or", "Fn::Or"],
  ["!Select", "Fn::Select"],
  ["!Split", "Fn::Split"],
  ["!Sub", "Fn::Sub"],
  ["!ToJsonString", "Fn::ToJsonString"],
  ["!Transform", "Fn::Transform"],
]);

/** Turns a value with a short tag into the function's long form; the position of the value stays. */
export function expandShortTag(tag: string, value: Tree, origin: Origin): Read<Tree> {
  if (tag === "tag:yaml.org,2002:str") return { value, flaws: [] };
  const name = FUNCTIONS.get(tag);
  if (name === undefined) {
    const near = closestName(tag, [...FUNCTIONS.keys()]);
    const remedy = near === undefined ? "use one of CloudFormation's functions" : `did you mean ${near}?`;
    return { flaws: [{ origin, message: `${tag} is not a CloudFormation function`, remedy }] };
  }
  const argument = name === "Fn::GetAtt" ? splitAttribute(value) : value;
  return {
    value: { kind: "map", origin, entries: new Map([[name, { key: origin, value: argument }]]) },
    flaws: [],
  };
}

/** `!GetAtt Bucket.Arn` is short for a list; an attribute's name may hold further dots. */
function splitAttribute(value: Tree): Tree {
  if (value.kind !== "scalar" || typeof value.value !== "string") return value;
  const dot = value.value.indexOf(".");
  if (dot < 0) return value;
  const parts = [value.value.slice(0, dot), value.value.slice(dot + 1)];
  const items = parts.map((part) => ({ ...value, value: part, source: part }));
  return { kind: "list", origin: value.origin, items };
}
