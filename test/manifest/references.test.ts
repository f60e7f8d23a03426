import { describe, expect, test } from "@jest/globals";
import { checkReferences } from "../../src/manifest/references.ts";
import { sourceFile, type Origin } from "../../src/manifest/source-file.ts";
import { anAccount } from "../support/placements.ts";
import { accountOf, loadWith, problemsWith, type Files } from "./fixture.ts";

/** Workers that refer to each other's outputs. */
function workers(references: Readonly<Record<string, readonly string[]>>): Files {
  const apps = Object.entries(references).map(([app, texts]) => {
    const environment = texts.map((text, index) => `  V${index}: "\${${text}}"\n`).join("");
    return [
      `apps/${app}.yaml`,
      `kind: Worker\nimage: r/${app}\n${texts.length > 0 ? "environment:\n" : "# nothing\n"}${environment}`,
    ] as const;
  });
  const entries = Object.keys(references).map((app) => `${app}: 1.0.0\n`);
  return { "accounts/dev/apps.yaml": entries.join(""), ...Object.fromEntries(apps) };
}

const DATA: Files = {
  "apps/data.yaml": "kind: Template\ntemplate: templates/data.yaml\n",
  "templates/data.yaml":
    "Resources:\n  Topic: { Type: AWS::SNS::Topic }\nOutputs:\n  TopicArn: { Value: !Ref Topic }\n",
};

describe("a reference", () => {
  test("to a stack that the account does not have is told", () => {
    expect(problemsWith(workers({ mail: ["quue.Url"], queue: [] }))).toEqual([
      "apps/mail.yaml:4:8 ${quue.Url} refers to quue, which this account does not have → did you mean queue?",
    ]);
  });

  test.each([
    ["zone.Id", "zone has no output Id in this account → it has ZoneId, ZoneName, NameServers"],
    ["network.VpcID2", "network has no output VpcID2 in this account → did you mean VpcId?"],
  ])("to the unknown output %s of every account's stacks is told", (reference, expected) => {
    expect(problemsWith(workers({ mail: [reference] }))).toEqual([`apps/mail.yaml:4:8 ${expected}`]);
  });

  test("to an output of a balancer needs that balancer", () => {
    const files = workers({ mail: ["network.PublicBalancerDns", "network.InternalBalancerDns"] });
    expect(problemsWith(files)).toEqual([]);
    const account =
      'id: "222222222222"\nregion: eu-west-1\nzone: dev.acme.example\nnetwork: { cidr: 10.16.0.0/16, balancers: { public: false } }\n';
    expect(problemsWith({ ...files, "accounts/dev/account.yaml": account })).toEqual([
      expect.stringMatching(
        /^apps\/mail.yaml:4:8 network has no output PublicBalancerDns in this account → it has VpcId, /,
      ),
    ]);
  });

  test("to an output that a template declares is fine, and to another one is told", () => {
    const files = { ...DATA, ...workers({ mail: ["data.TopicArn", "data.TopicName"] }) };
    expect(problemsWith({ ...files, "accounts/dev/apps.yaml": "mail: 1.0.0\ndata:\n" })).toEqual([
      "apps/mail.yaml:5:8 data has no output TopicName in this account → it has TopicArn",
    ]);
  });

  test("to an output that the blueprint gives is fine, and to another one is told", () => {
    expect(problemsWith(workers({ mail: ["queue.ServiceName", "queue.ServiceNam"], queue: [] }))).toEqual([
      "apps/mail.yaml:5:8 queue has no output ServiceNam in this account → did you mean ServiceName?",
    ]);
  });

  test("to an output of a held app is not judged", () => {
    const files = workers({ mail: ["queue.Anything"], queue: [] });
    expect(problemsWith({ ...files, "apps/queue.yaml": "kind: Worker\nimage: r/m\ncpu: 3\n" })).toEqual([
      expect.stringMatching(/^apps\/queue.yaml:3:6 /),
    ]);
  });

  test("of an app with another mistake in it is looked at all the same", () => {
    const files = {
      ...workers({ mail: [] }),
      "apps/mail.yaml": "kind: Worker\nimage: r/m\ncpu: 256\nmemory: 4096\ncommand: ['${no.Such}']\n",
    };
    expect(problemsWith(files)).toEqual([
      expect.stringContaining("apps/mail.yaml:4:9 Fargate has no task"),
      expect.stringContaining("apps/mail.yaml:5:12 ${no.Such} refers to no"),
    ]);
  });

  test("to the app itself is a circle", () => {
    expect(problemsWith(workers({ mail: ["mail.ServiceName"] }))).toEqual([
      "apps/mail.yaml:4:8 mail would wait for itself: mail → mail → take out one of these references",
    ]);
  });

  test("that goes round in a circle is told in every app of it, with the way, and holds only those", () => {
    const files = workers({
      a: ["b.ServiceArn"],
      b: ["zone.ZoneId", "c.ServiceArn"],
      c: ["a.ServiceArn"],
      d: ["a.ServiceArn"],
    });
    expect(problemsWith(files)).toEqual([
      "apps/a.yaml:4:8 a would wait for itself: a → b → c → a → take out one of these references",
      "apps/b.yaml:5:8 b would wait for itself: b → c → a → b → take out one of these references",
      "apps/c.yaml:4:8 c would wait for itself: c → a → b → c → take out one of these references",
    ]);
    expect(accountOf(loadWith(files))).toMatchObject({
      heldApps: ["a", "b", "c"],
      placements: [{ app: "d" }],
    });
  });

  test("inside longer text is told where it stands in the text", () => {
    const files = {
      ...workers({ mail: [] }),
      "apps/mail.yaml": "kind: Worker\nimage: r/m\ncommand: ['x=${zone.No}']\n",
    };
    expect(problemsWith(files)).toEqual([
      "apps/mail.yaml:3:14 zone has no output No in this account → it has ZoneId, ZoneName, NameServers",
    ]);
  });
});

test("what is used is waited for like what is referred to, and a circle of both is told once in each app", () => {
  const file = sourceFile("apps/both.yaml", "uses: [store]\nurl: ${web.ServiceName}\n");
  const at = (written: string): Origin => {
    const start = file.text.indexOf(written);
    return { file, start, end: start + written.length };
  };
  const { hostedZone, network } = anAccount();
  const findings = checkReferences({
    account: "dev",
    hostedZone,
    network,
    held: [],
    apps: [
      { app: "web", references: [], uses: [{ app: "store", origin: at("store") }] },
      {
        app: "store",
        references: [{ stack: "web", output: "ServiceName", origin: at("${web") }],
        uses: [],
      },
    ],
  });
  expect(findings.map(({ message, holds, origin }) => [message, holds, origin.start])).toEqual([
    ["web would wait for itself: web → store → web", { kind: "app", account: "dev", app: "web" }, 7],
    ["store would wait for itself: store → web → store", { kind: "app", account: "dev", app: "store" }, 19],
  ]);
});
