import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { ContainerSpec, DatabaseSpec, WorkerSpec } from "../../src/model/repository.ts";
import type { Use } from "../../src/model/use.ts";
import {
  aBucket,
  aCache,
  aDatabase,
  aJob,
  aQueue,
  aService,
  aUse,
  aWorker,
  placedUsing,
} from "../support/placements.ts";
import { specificationProblems } from "../support/resource-specification.ts";
import {
  danglingTargets,
  propertiesOf,
  readTemplate,
  unusedParameters,
} from "../support/template-targets.ts";

const aurora: Partial<DatabaseSpec> = { engine: "aurora-postgres", readers: 1 };
const database = aUse("catalog-db", aDatabase());
const cache = aUse("sessions", aCache());
const bucket = aUse("uploads", aBucket());
const queue = aUse("jobs", aQueue());

interface Container {
  readonly Environment?: readonly { readonly Name: string; readonly Value: unknown }[];
  readonly Secrets?: readonly { readonly Name: string; readonly ValueFrom: unknown }[];
}

function containerOf(uses: readonly Use[], spec: Partial<WorkerSpec> = {}): Container {
  const { ContainerDefinitions } = propertiesOf(
    placedUsing(aWorker(spec), uses),
    "TaskDefinition",
  ) as unknown as {
    ContainerDefinitions: readonly [Container];
  };
  return ContainerDefinitions[0];
}

describe("the variables of a user", () => {
  test("of a database hold where it is, and its secret only by reference", () => {
    expect(containerOf([aUse("catalog-db", aDatabase(aurora))])).toMatchObject({
      Environment: [
        { Name: "CATALOG_DB_HOST", Value: { Ref: "CatalogDbHost" } },
        { Name: "CATALOG_DB_NAME", Value: { Ref: "CatalogDbDatabaseName" } },
        { Name: "CATALOG_DB_PORT", Value: { Ref: "CatalogDbPort" } },
        { Name: "CATALOG_DB_READER_HOST", Value: { Ref: "CatalogDbReaderHost" } },
        { Name: "CATALOG_DB_SECRET_ARN", Value: { Ref: "CatalogDbSecretArn" } },
      ],
      Secrets: [
        {
          Name: "CATALOG_DB_PASSWORD",
          ValueFrom: { "Fn::Join": ["", [{ Ref: "CatalogDbSecretArn" }, ":password::"]] },
        },
        { Name: "CATALOG_DB_SECRET", ValueFrom: { Ref: "CatalogDbSecretArn" } },
        {
          Name: "CATALOG_DB_USERNAME",
          ValueFrom: { "Fn::Join": ["", [{ Ref: "CatalogDbSecretArn" }, ":username::"]] },
        },
      ],
    });
  });

  test.each<[string, Use, readonly string[]]>([
    ["a cache", cache, ["SESSIONS_HOST", "SESSIONS_PORT", "SESSIONS_READER_HOST", "SESSIONS_READER_PORT"]],
    ["a bucket", bucket, ["UPLOADS_BUCKET"]],
    ["a queue", queue, ["JOBS_QUEUE_NAME", "JOBS_QUEUE_URL"]],
  ])("of %s are its addresses", (_, use, names) => {
    const container = containerOf([use]);
    expect(container.Environment?.map(({ Name }) => Name)).toEqual(names);
    expect(container).not.toHaveProperty("Secrets");
  });

  test("stand among the app's own, in order, under the names that were chosen", () => {
    const named = aUse("uploads", aBucket(), { names: { BUCKET: "MEDIA" } });
    const { Environment } = containerOf([named], { environment: { Z: "1", A: "2" } });
    expect(Environment?.map(({ Name }) => Name)).toEqual(["A", "MEDIA", "Z"]);
  });

  test("cross as parameters, and order the stacks", () => {
    const stack = placedUsing(aWorker(), [queue, cache]);
    expect(stack.dependsOn).toEqual(["jobs", "network", "sessions"]);
    expect(stack.parameters["JobsQueueUrl"]).toEqual({
      kind: "text",
      text: [{ stack: "jobs", output: "QueueUrl" }],
    });
  });
});

describe("the way to what is used", () => {
  test("is open for the tasks only, on the port of a database and on both ports of a cache", () => {
    const stack = placedUsing(aWorker(), [database, cache]);
    expect(propertiesOf(stack, "CatalogDbIngress")).toEqual({
      Description: "Tasks of shop",
      GroupId: { Ref: "CatalogDbSecurityGroupId" },
      IpProtocol: "tcp",
      FromPort: { Ref: "CatalogDbPort" },
      ToPort: { Ref: "CatalogDbPort" },
      SourceSecurityGroupId: { "Fn::GetAtt": ["SecurityGroup", "GroupId"] },
    });
    expect(propertiesOf(stack, "SessionsIngress")).toMatchObject({
      FromPort: { Ref: "SessionsPort" },
      ToPort: { Ref: "SessionsReaderPort" },
    });
  });

  test("is not needed to a bucket and a queue", () => {
    const { Resources } = readTemplate(placedUsing(aWorker(), [bucket, queue]).template);
    expect(Object.values(Resources).map(({ Type }) => Type)).not.toContain("AWS::EC2::SecurityGroupIngress");
  });

  test.each<[string, ContainerSpec, readonly string[] | undefined]>([
    ["a service behind a balancer", aService({ expose: ["public"] }), ["PublicRule1", "CatalogDbIngress"]],
    ["a service of its own", aService(), ["CatalogDbIngress"]],
    ["a worker", aWorker(), ["CatalogDbIngress"]],
  ])("is open before the first task of %s starts", (_, spec, needs) => {
    const { Resources } = readTemplate(placedUsing(spec, [database]).template);
    expect(Resources["Service"]?.["DependsOn"]).toEqual(needs);
  });

  test("has an id that no other app's use can ever take", () => {
    const app = fc.stringMatching(/^[a-c][a-c1-3-]{0,6}$/);
    fc.assert(
      fc.property(fc.uniqueArray(app, { minLength: 2, maxLength: 30 }), (apps) => {
        const uses = apps.map((name) => aUse(name, aDatabase()));
        const { Resources } = readTemplate(placedUsing(aWorker(), uses).template);
        const openings = Object.values(Resources).filter(
          ({ Type }) => Type === "AWS::EC2::SecurityGroupIngress",
        );
        expect(openings).toHaveLength(apps.length);
      }),
    );
  });
});

const anyUses = fc
  .uniqueArray(
    fc.record({
      app: fc.constantFrom("a", "b-1", "c-d", "e"),
      spec: fc.constantFrom(
        aDatabase(),
        aDatabase({ ...aurora, rotateDays: 7 }),
        aCache(),
        aBucket(),
        aQueue(),
      ),
      access: fc.constantFrom("read" as const, "write" as const, "both" as const),
    }),
    { selector: ({ app }) => app, minLength: 1, maxLength: 4 },
  )
  .map((list) => list.map(({ app, spec, access }) => aUse(app, spec, { access })));
const anyContainer = fc.constantFrom(aService({ expose: ["public"] }), aWorker(), aJob());

test("taking a use out takes out exactly what it brought", () => {
  fc.assert(
    fc.property(anyContainer, anyUses, (spec, [gone, ...left]) => {
      const before = placedUsing(spec, gone === undefined ? left : [gone, ...left]);
      const after = placedUsing(spec, left);
      const [were, are] = [before, after].map(({ template }) => readTemplate(template).Resources);
      expect(leavesOf(were)).toEqual(expect.arrayContaining([...leavesOf(are)]));
      expect(Object.keys(were ?? {}).filter((id) => !(id in (are ?? {})))).toHaveLength(
        hasOpening(gone) ? 1 : 0,
      );
      expect(before.parameters).toMatchObject(after.parameters);
      expect(before.dependsOn).toEqual([...after.dependsOn, gone?.app ?? ""].toSorted());
      const brought = Object.entries(before.parameters).filter(([name]) => !(name in after.parameters));
      for (const [, binding] of brought) expect(binding).toMatchObject({ text: [{ stack: gone?.app }] });
    }),
  );
});

function hasOpening(use: Use | undefined): boolean {
  return use?.spec.kind === "Database" || use?.spec.kind === "Cache";
}

/** Every value of a template with its way, but for its place in a list. */
function leavesOf(value: unknown, way = ""): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => leavesOf(item, `${way}[]`));
  if (typeof value !== "object" || value === null) return [`${way} ${String(value)}`];
  return Object.entries(value).flatMap(([key, member]) => leavesOf(member, `${way}.${key}`));
}

test("a template with uses points at nothing that is not there, and keeps to the resource specification", () => {
  fc.assert(
    fc.property(anyContainer, anyUses, (spec, uses) => {
      const { template } = placedUsing(spec, uses);
      expect(danglingTargets(template)).toEqual([]);
      expect(unusedParameters(template)).toEqual([]);
      expect(specificationProblems(template)).toEqual([]);
    }),
  );
});
