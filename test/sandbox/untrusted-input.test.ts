import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { createCallCounter } from "../../src/sandbox/calls.ts";
import { sandboxClock } from "../../src/sandbox/clock.ts";
import { control } from "../../src/sandbox/control/control.ts";
import type { Sandbox } from "../../src/sandbox/dispatch.ts";
import { dispatch } from "../../src/sandbox/dispatch.ts";
import { serviceNamed } from "../../src/sandbox/protocol/services.ts";
import type { WireRequest } from "../../src/sandbox/protocol/wire.ts";
import { createThrottle } from "../../src/sandbox/throttling.ts";
import { createWorld } from "../../src/sandbox/world.ts";

const RUNS = { numRuns: 400 };

function newSandbox(): Sandbox & { readonly defects: unknown[] } {
  const world = createWorld();
  const defects: unknown[] = [];
  return {
    world,
    clock: sandboxClock(world),
    calls: createCallCounter(),
    throttle: createThrottle(world),
    reportDefect: (error) => defects.push(error),
    defects,
  };
}

function requestFor(service: string, parts: Partial<WireRequest>): WireRequest {
  const authorization = `AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/${service}/aws4_request`;
  return {
    method: "POST",
    path: "/",
    query: new URLSearchParams(),
    body: "",
    ...parts,
    headers: { authorization, ...parts.headers },
  };
}

/** A text that one operation or another might take for something. */
const value = fc.oneof(
  fc.string(),
  fc.constantFrom(
    "",
    "shop",
    "true",
    "CREATE",
    "-1",
    "1e9",
    "NaN",
    "null",
    "arn:aws:cloudformation:eu-west-1:000000000000:stack/shop/0",
    "arn:aws:cloudformation:eu-west-1:000000000000:changeSet/a/0",
    '{"Resources":{}}',
    '{"Resources":{"A":{"Type":"AWS::SNS::Topic"}}}',
    '{"Resources":{"A":{"Type":"AWS::SNS::Topic","Properties":[]}},"Outputs":{"O":{"Value":{"Fn::GetAtt":["A"]}}}}',
    '{"Resources":{"A":{"Type":"AWS::SNS::Topic","Properties":{"DisplayName":{"Fn::Sub":"${"}}}}}',
    "Resources: &a [*a]",
    "!Sub",
  ),
  fc.json(),
);

const memberNames = `
  StackName ChangeSetName TemplateBody ChangeSetType
  ClientRequestToken NextToken Parameters Parameters.member.1.ParameterKey
  Parameters.member.1.ParameterValue Tags Tags.member.1.Key Tags.member.1.Value
  Capabilities.member.1 RollbackConfiguration RollbackConfiguration.RollbackTriggers.member.1.Arn DeploymentConfig.Mode
  Filters.FailedEvents StackStatusFilter.member.1 RetainResources.member.1 ResourcesToSkip.member.2
  UsePreviousTemplate OnStackFailure DisableRollback LogicalResourceId
  ExportName OperationId TemplateStage EnableTerminationProtection
  RoleArn RoleSessionName DurationSeconds ExternalId
`
  .trim()
  .split(/\s+/);

const strange = fc.dictionary(fc.oneof(fc.constantFrom(...memberNames), fc.string()), value, { maxKeys: 8 });

const few = fc.dictionary(fc.constantFrom(...memberNames), value, { maxKeys: 2 });

/** What makes most operations get further than their first check. */
const plausible = fc.record(
  {
    StackName: fc.constantFrom("shop", "cart"),
    ChangeSetName: fc.constant("a"),
    ChangeSetType: fc.constantFrom("CREATE", "UPDATE"),
    TemplateBody: fc.constantFrom(
      '{"Resources":{"A":{"Type":"AWS::SNS::Topic"}}}',
      '{"Resources":{"A":{"Type":"AWS::SQS::Queue"},"B":{"Type":"AWS::SNS::Topic","DependsOn":"A"}}}',
    ),
  },
  { requiredKeys: ["StackName"] },
);

const members = fc.oneof(
  strange,
  plausible,
  fc.tuple(few, plausible).map(([odd, sound]) => ({ ...odd, ...sound })),
);

describe("whatever is sent, the sandbox answers and finds no defect in itself", () => {
  test.each([
    [
      "cloudformation",
      "2010-05-15",
      ["CreateStack", "CreateChangeSet", "ExecuteChangeSet", "DescribeChangeSet"],
    ],
    ["sts", "2011-06-15", ["GetCallerIdentity"]],
  ])("in operations of %s", (service, Version, mustSucceed) => {
    const all = serviceNamed(service).operations;
    const operations = fc.oneof(fc.constantFrom(...all), fc.constantFrom(...mustSucceed));
    const sandbox = newSandbox();
    const succeeded = new Set<string>();
    fc.assert(
      fc.property(fc.array(fc.tuple(operations, members), { maxLength: 10 }), (calls) => {
        for (const [Action, input] of calls) {
          const body = new URLSearchParams({ ...input, Action, Version }).toString();
          const reply = dispatch(sandbox, requestFor(service, { body }));
          expect(reply.kind).toBe("answer");
          if (reply.kind === "answer" && reply.answer.status === 200) succeeded.add(Action);
        }
        expect(sandbox.defects).toEqual([]);
      }),
      RUNS,
    );
    expect([...succeeded]).toEqual(expect.arrayContaining(mustSucceed));
  });

  test.each([
    ["ecs", "AmazonEC2ContainerServiceV20141113"],
    ["ecr", "AmazonEC2ContainerRegistry_V20150921"],
  ])("in operations of %s", (service, target) => {
    const operations = fc.constantFrom(...serviceNamed(service).operations);
    const names = fc.constantFrom(
      "cluster",
      "clusters",
      "services",
      "tasks",
      "nextToken",
      "maxResults",
      "imageIds",
      "repositoryName",
      "taskDefinition",
      "desiredStatus",
      "family",
    );
    const input = fc.dictionary(
      names,
      fc.oneof(fc.jsonValue(), fc.constantFrom("a", ["a"], [{ imageTag: "a" }])),
    );
    const sandbox = newSandbox();
    fc.assert(
      fc.property(
        operations,
        fc.oneof(
          input.map((object) => JSON.stringify(object)),
          fc.json(),
          fc.string(),
        ),
        (operation, body) => {
          const headers = { "x-amz-target": `${target}.${operation}` };
          expect(dispatch(sandbox, requestFor(service, { headers, body })).kind).toBe("answer");
          expect(sandbox.defects).toEqual([]);
        },
      ),
      RUNS,
    );
  });

  test("in operations of route53", () => {
    const sandbox = newSandbox();
    const create = `<CreateHostedZoneRequest><Name>acme.example</Name><CallerReference>a</CallerReference></CreateHostedZoneRequest>`;
    const made = dispatch(sandbox, requestFor("route53", { path: "/2013-04-01/hostedzone", body: create }));
    const zone = made.kind === "answer" ? (/hostedzone\/(Z\w+)/.exec(made.answer.body)?.[1] ?? "") : "";
    const paths = [
      "hostedzone",
      `hostedzone/${zone}`,
      `hostedzone/${zone}/rrset/`,
      "hostedzonesbyname",
      "change/C1",
      `tags/hostedzone/${zone}`,
      "hostedzonecount",
      "%E0%A4%A",
      "hostedzone/%",
    ];
    const names = [
      "Name",
      "Type",
      "TTL",
      "SetIdentifier",
      "Weight",
      "Action",
      "ResourceRecord",
      "Value",
      "AliasTarget",
      "HostedZoneId",
      "DNSName",
      "EvaluateTargetHealth",
    ];
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom("CREATE", "A", "TXT", "60", "www.acme.example", "1.2.3.4", "true", zone),
    );
    const element = fc
      .tuple(fc.constantFrom(...names), text)
      .map(([name, inner]) => `<${name}>${inner}</${name}>`);
    const record = fc.array(element, { maxLength: 8 }).map((parts) => parts.join(""));
    const batch = record.map(
      (inner) =>
        `<ChangeResourceRecordSetsRequest><ChangeBatch><Changes><Change><Action>UPSERT</Action><ResourceRecordSet>${inner}</ResourceRecordSet></Change></Changes></ChangeBatch></ChangeResourceRecordSetsRequest>`,
    );
    const query = fc.dictionary(
      fc.constantFrom("name", "type", "identifier", "maxitems", "marker", "dnsname", "hostedzoneid"),
      text,
    );
    fc.assert(
      fc.property(
        fc.constantFrom("GET", "POST", "PUT"),
        fc.constantFrom(...paths),
        query,
        fc.oneof(batch, record, fc.string()),
        (method, path, asked, body) => {
          const request = requestFor("route53", {
            method,
            path: `/2013-04-01/${path}`,
            query: new URLSearchParams(asked),
            body,
          });
          expect(dispatch(sandbox, request).kind).toBe("answer");
          expect(sandbox.defects).toEqual([]);
        },
      ),
      RUNS,
    );
  });

  test("on the control endpoint", () => {
    const sandbox = newSandbox();
    const paths = fc.constantFrom("calls", "clock", "faults", "health", "images", "reset", "");
    fc.assert(
      fc.property(
        fc.constantFrom("GET", "POST", "DELETE"),
        paths,
        fc.oneof(fc.json(), fc.string()),
        (method, path, body) => {
          const answer = control(sandbox, {
            method,
            path: `/_sandbox/${path}`,
            query: new URLSearchParams(),
            headers: {},
            body,
          });
          expect(answer.status).toBeLessThan(500);
          expect(sandbox.defects).toEqual([]);
        },
      ),
      RUNS,
    );
  });

  test("in who calls and for what", () => {
    const sandbox = newSandbox();
    const scope = fc.oneof(
      fc.string(),
      fc
        .tuple(fc.string(), fc.string())
        .map(([key, region]) => `AWS4-HMAC-SHA256 Credential=${key}/20260101/${region}/sts/aws4_request`),
    );
    fc.assert(
      fc.property(scope, fc.string(), (authorization, body) => {
        expect(dispatch(sandbox, requestFor("sts", { headers: { authorization }, body })).kind).toBe(
          "answer",
        );
        expect(sandbox.defects).toEqual([]);
      }),
      RUNS,
    );
  });
});
