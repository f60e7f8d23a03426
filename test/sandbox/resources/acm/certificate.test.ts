import { describe, expect, test } from "@jest/globals";
import type { JsonObject } from "../../../../src/sandbox/json.ts";
import { setCertificatesNeedDelegation } from "../../../../src/sandbox/resources/acm/settings.ts";
import { changeRecords } from "../../../../src/sandbox/route53/change-batch.ts";
import { createZone, listRecords } from "../../../../src/sandbox/route53/store.ts";
import type { Answer, Engine } from "../../cloudformation/engine.ts";
import { createEngine } from "../../cloudformation/engine.ts";

const account = "111111111111";
const minute = 60_000;

function zone(engine: Engine, name: string, owner = account) {
  return createZone(engine.world.account(owner), { name, callerReference: name, now: 0 });
}

function certificate(properties: JsonObject) {
  return {
    Resources: {
      Certificate: {
        Type: "AWS::CertificateManager::Certificate",
        Properties: { DomainName: "shop.example", ValidationMethod: "DNS", ...properties },
      },
    },
  };
}

const inZone = (HostedZoneId: string): JsonObject => ({
  DomainValidationOptions: [{ DomainName: "shop.example", HostedZoneId }],
});

/** The records that events ask somebody for: name and value. */
function wanted(engine: Engine): readonly (readonly string[])[] {
  return engine
    .call("DescribeStackEvents", { StackName: "tls" })
    .StackEvents.flatMap((event: Answer) => [
      ...(event.ResourceStatusReason ?? "").matchAll(/Name: ([^,]+),Type: CNAME,Value: ([^}]+)}/g),
    ])
    .map(([, name, value]: readonly string[]) => [name, value]);
}

function put(
  engine: Engine,
  zoneId: string,
  [name = "", value = ""]: readonly string[],
  owner = account,
): void {
  const record = { name, type: "CNAME", ttl: 60, values: [value] };
  changeRecords(engine.world.account(owner), zoneId, [{ action: "CREATE", record }]);
}

describe("a certificate validated by DNS", () => {
  test("with a zone is issued by the record that CloudFormation writes there, and that stays", () => {
    const engine = createEngine();
    const { zoneId } = zone(engine, "shop.example");
    expect(engine.deploy("tls", certificate(inZone(zoneId))).StackStatus).toBe("CREATE_COMPLETE");
    const records = () =>
      listRecords(engine.world.account(account), zoneId)
        .filter(({ type }) => type === "CNAME")
        .map(({ name, values }) => [name, values?.[0]]);
    expect(records()).toEqual(wanted(engine));
    expect(records()[0]?.[0]).toMatch(/^_[0-9a-f]{32}\.shop\.example\.$/);
    engine.call("DeleteStack", { StackName: "tls" });
    expect(records()).toHaveLength(1);
  });

  test("in a zone that the account does not have fails", () => {
    const engine = createEngine();
    expect(engine.deploy("tls", certificate(inZone("Z123"))).StackStatus).toBe("ROLLBACK_COMPLETE");
  });

  test.each([
    ["the account's own zone", account],
    ["a zone of another account", "222222222222"],
  ])("without a zone waits until somebody writes the record into %s", (_, owner) => {
    const engine = createEngine();
    const { zoneId } = zone(engine, "shop.example", owner);
    expect(engine.deploy("tls", certificate({})).StackStatus).toBe("CREATE_IN_PROGRESS");
    engine.advanceMs(60 * minute);
    expect(engine.stack("tls").StackStatus).toBe("CREATE_IN_PROGRESS");
    put(engine, zoneId, wanted(engine)[0] ?? [], owner);
    engine.advanceMs(minute);
    expect(engine.stack("tls").StackStatus).toBe("CREATE_COMPLETE");
  });

  test("waits for the record of every domain, a wildcard's being its parent's", () => {
    const engine = createEngine();
    const { zoneId } = zone(engine, "shop.example");
    const names = { SubjectAlternativeNames: ["*.shop.example", "other.shop.example"], ...inZone(zoneId) };
    expect(engine.deploy("tls", certificate(names)).StackStatus).toBe("CREATE_IN_PROGRESS");
    const missing = wanted(engine).find(([name]) => name?.endsWith(".other.shop.example.") === true);
    expect(wanted(engine)).toHaveLength(2);
    put(engine, zoneId, missing ?? []);
    engine.advanceMs(minute);
    expect(engine.stack("tls").StackStatus).toBe("CREATE_COMPLETE");
  });

  test("is given up after 72 hours", () => {
    const engine = createEngine();
    engine.deploy("tls", certificate({}));
    engine.advanceMs(71 * 60 * minute);
    expect(engine.stack("tls").StackStatus).toBe("CREATE_IN_PROGRESS");
    engine.advanceMs(2 * 60 * minute);
    expect(engine.stack("tls").StackStatus).toBe("ROLLBACK_COMPLETE");
  });
});

describe("when certificates need delegation", () => {
  test("one waits until a zone above, of any account, names the zone's servers", () => {
    const engine = createEngine();
    setCertificatesNeedDelegation(engine.world, true);
    const parent = zone(engine, "example", "222222222222");
    const { zoneId, nameServers } = zone(engine, "shop.example");
    expect(engine.deploy("tls", certificate(inZone(zoneId))).StackStatus).toBe("CREATE_IN_PROGRESS");
    const delegate = (action: "CREATE" | "UPSERT", values: readonly string[]) =>
      changeRecords(engine.world.account("222222222222"), parent.zoneId, [
        { action, record: { name: "shop.example", type: "NS", ttl: 60, values } },
      ]);
    delegate("CREATE", ["ns1.elsewhere.example"]);
    engine.advanceMs(minute);
    expect(engine.stack("tls").StackStatus).toBe("CREATE_IN_PROGRESS");
    delegate("UPSERT", [nameServers[0] ?? ""]);
    engine.advanceMs(minute);
    expect(engine.stack("tls").StackStatus).toBe("CREATE_COMPLETE");
  });
});

test("a certificate validated by mail is issued", () => {
  const engine = createEngine();
  const byMail = certificate({ ValidationMethod: "EMAIL" });
  expect(engine.deploy("tls", byMail).StackStatus).toBe("CREATE_COMPLETE");
});
