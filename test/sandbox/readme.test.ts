import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Service } from "../../src/sandbox/protocol/service.ts";
import { serviceNamed } from "../../src/sandbox/protocol/services.ts";
import type { TestSandbox } from "../support/sandbox.ts";
import { startTestSandbox } from "../support/sandbox.ts";

const readme = readFileSync(new URL("../../src/sandbox/README.md", import.meta.url), "utf8");

let sandbox: TestSandbox;

beforeAll(async () => {
  sandbox = await startTestSandbox();
});

afterAll(() => sandbox.close());

/** The operations that the page lists under a service's heading: the first column of its table. */
function listedOperations(service: string): readonly string[] {
  const section = readme.split(`\n### ${service}\n`)[1]?.split("\n#")[0] ?? "";
  return [...section.matchAll(/^\| ([A-Z]\w+(?:, [A-Z]\w+)*) +\|/gm)]
    .flatMap(([, names = ""]) => names.split(", "))
    .toSorted();
}

const servedOperations = (service: Service): readonly string[] => service.operations.toSorted();

describe("the page about the sandbox", () => {
  test.each([
    "cloudformation",
    "route53",
    "sts",
    "ecs",
    "ecr",
    "logs",
    "elasticloadbalancing",
    "ec2",
    "acm",
    "s3",
    "secretsmanager",
    "ssm",
    "application-autoscaling",
  ])("lists the operations of %s, all and no others", (name) => {
    expect(listedOperations(name)).toEqual(servedOperations(serviceNamed(name)));
  });

  test("lists the control endpoint's requests, all and no others", async () => {
    const listed = [...readme.matchAll(/^\| `(GET|POST|DELETE) (\/_sandbox\/\w+)` +\|/gm)].map(
      ([, method, path]) => `${method} ${path}`,
    );
    const paths = [...new Set(listed.map((request) => request.split(" ")[1] ?? ""))];
    const answered: string[] = [];
    for (const path of paths)
      for (const method of ["GET", "POST", "DELETE", "PUT"]) {
        const { status } = await fetch(sandbox.url + path, { method });
        if (status !== 405) answered.push(`${method} ${path}`);
      }
    expect(listed.toSorted()).toEqual(answered.toSorted());
    const everything = await (await fetch(`${sandbox.url}/_sandbox/`)).text();
    expect([...everything.matchAll(/\/_sandbox\/\w+/g)].map(([path]) => path).toSorted()).toEqual(
      paths.toSorted(),
    );
  });

  test("gives faults that the control endpoint takes, one for every effect", async () => {
    const example = /^```json faults\n([^`]*)```$/m.exec(readme)?.[1] ?? "";
    const added = (await sandbox.control("POST", "faults", JSON.parse(example))) as {
      effect: { kind: string };
    }[];
    const section = readme.split("\n### Faults\n")[1]?.split("\n##")[0] ?? "";
    const told = [...section.matchAll(/^\| `([a-z-]+)` +\|/gm)].map(([, effect]) => effect);
    expect(new Set(added.map(({ effect }) => effect.kind))).toEqual(new Set(told));
    await sandbox.control("DELETE", "faults");
  });
});
