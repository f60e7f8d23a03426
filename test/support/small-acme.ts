import type { Files } from "./memory-source.ts";

/** An account of a small repository: the content of its apps, and what its `account.yaml` says besides. */
export interface SmallAccount {
  readonly apps?: Readonly<Record<string, string>>;
  /** Lines of YAML. */
  readonly says?: string;
  /** Apps whose removal is meant. */
  readonly removed?: readonly string[];
}

const TOPIC = `
Parameters: { Content: { Type: String } }
Resources: { Main: { Type: "AWS::SNS::Topic", Properties: { DisplayName: !Ref Content } } }
Outputs: { Value: { Value: !Ref Content } }
`;

/** An environments repository of accounts whose apps are topics; what they say is a parameter. */
export function smallAcme(accounts: Readonly<Record<string, SmallAccount>>, says = ""): Files {
  const apps = [...new Set(Object.values(accounts).flatMap((account) => Object.keys(account.apps ?? {})))];
  return {
    "mooring.yaml": `version: 1\nname: acme\n${says}\n`,
    "templates/topic.yaml": TOPIC,
    ...Object.fromEntries(
      apps.map((app) => [`apps/${app}.yaml`, "kind: Template\ntemplate: templates/topic.yaml\n"]),
    ),
    ...Object.assign({}, ...Object.entries(accounts).map(filesOf)),
  };
}

function filesOf([name, { apps = {}, says = "", removed }]: [string, SmallAccount], index: number): Files {
  const id = String(index + 1)
    .repeat(12)
    .slice(0, 12);
  const placed = Object.entries(apps).map(
    ([app, content]) => `${app}: { parameters: { Content: ${content} } }\n`,
  );
  return {
    [`accounts/${name}/account.yaml`]: [
      `id: "${id}"`,
      "region: eu-west-1",
      `zone: ${name}.acme.example`,
      `network: { cidr: 10.${16 + index}.0.0/16 }`,
      says,
      "",
    ].join("\n"),
    ...(placed.length === 0 ? {} : { [`accounts/${name}/apps.yaml`]: placed.join("") }),
    ...(removed === undefined
      ? {}
      : { [`accounts/${name}/removed.yaml`]: removed.map((app) => `- ${app}\n`).join("") }),
  };
}
