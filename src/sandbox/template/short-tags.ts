import type { CollectionTag, ScalarTag, Tags } from "yaml";
import { Pair, Scalar, YAMLMap, YAMLSeq, isMap } from "yaml";

const functions = [
  "And",
  "Base64",
  "Cidr",
  "Equals",
  "FindInMap",
  "GetAZs",
  "GetAtt",
  "GetStackOutput",
  "If",
  "ImportValue",
  "Join",
  "Length",
  "Not",
  "Or",
  "Select",
  "Split",
  "Sub",
  "ToJsonString",
  "Transform",
];

/** The short forms of YAML templates: `!Ref x` reads as `{ Ref: x }`, `!GetAtt a.b` as `{ "Fn::GetAtt": [a, b] }`. */
export const shortTags: Tags = ["Ref", "Condition", ...functions].flatMap((name): Tags => {
  const fullName = name === "Ref" || name === "Condition" ? name : `Fn::${name}`;
  return [
    scalarTag(name, fullName),
    collectionTag(name, fullName, "seq"),
    collectionTag(name, fullName, "map"),
  ];
});

function scalarTag(name: string, fullName: string): ScalarTag {
  return {
    tag: `!${name}`,
    resolve: (text) => ({ [fullName]: name === "GetAtt" ? splitAttribute(text) : text }),
  };
}

function collectionTag(name: string, fullName: string, collection: "seq" | "map"): CollectionTag {
  return {
    tag: `!${name}`,
    collection,
    resolve(node) {
      const argument = isMap(node) ? new YAMLMap() : new YAMLSeq();
      argument.items = node.items;
      const call = new YAMLMap();
      call.items.push(new Pair(new Scalar(fullName), argument));
      return call;
    },
  };
}

/** `Resource.Endpoint.Address` is the attribute `Endpoint.Address` of `Resource`. */
export function splitAttribute(text: string): string[] {
  const dot = text.indexOf(".");
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}
