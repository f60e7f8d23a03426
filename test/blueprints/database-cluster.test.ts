import { describe, expect, test } from "@jest/globals";
import { aDatabase, placed } from "../support/placements.ts";
import { propertiesOf, readTemplate, resourcesOfType } from "../support/template-targets.ts";

const aurora = placed(aDatabase({ engine: "aurora-postgres", engineVersion: "17.7", readers: 2 }));
const template = readTemplate(aurora.template);

describe("an Aurora database", () => {
  test("moves between the two ends of its capacity", () => {
    expect(propertiesOf(aurora, "Cluster")).toMatchObject({
      Engine: "aurora-postgresql",
      ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 4 },
      StorageEncrypted: true,
      DeletionProtection: true,
    });
    expect(propertiesOf(aurora, "Writer")).toMatchObject({
      DBInstanceClass: "db.serverless",
      DBClusterIdentifier: { Ref: "Cluster" },
      PubliclyAccessible: false,
      EnablePerformanceInsights: true,
    });
  });

  test("keeps its data in the cluster: a snapshot is taken of that, and of no instance", () => {
    expect(template.Resources["Cluster"]).toMatchObject({
      Type: "AWS::RDS::DBCluster",
      DeletionPolicy: "Snapshot",
      UpdateReplacePolicy: "Snapshot",
    });
    expect(template.Resources["Writer"]).toMatchObject({ DeletionPolicy: "Delete" });
  });

  test("makes the writer first, and readers that can take over", () => {
    expect(resourcesOfType(aurora, "AWS::RDS::DBInstance")).toEqual(["Reader1", "Reader2", "Writer"]);
    expect(template.Resources["Reader2"]).toMatchObject({
      DependsOn: ["Writer"],
      Properties: { PromotionTier: 1, DBInstanceClass: "db.serverless" },
    });
  });

  test("with readers has a name that leads to them", () => {
    expect(propertiesOf(aurora, "ReaderRecord")).toMatchObject({
      Name: { "Fn::Join": [".", ["shop-reader", { Ref: "ZoneZoneName" }]] },
      ResourceRecords: [{ "Fn::GetAtt": ["Cluster", "ReadEndpoint.Address"] }],
    });
    expect(Object.keys(template.Outputs ?? {})).toEqual(
      expect.arrayContaining(["ReaderHost", "ReaderDnsName"]),
    );
  });

  test("without readers has no name for them", () => {
    const alone = readTemplate(placed(aDatabase({ engine: "aurora-mysql", engineVersion: "8.4" })).template);
    expect(alone.Resources).not.toHaveProperty("ReaderRecord");
    expect(alone.Outputs).not.toHaveProperty("ReaderHost");
  });

  test("that loses a reader loses nothing else", () => {
    const fewer = readTemplate(
      placed(aDatabase({ engine: "aurora-postgres", engineVersion: "17.7", readers: 1 })).template,
    );
    const { Reader2: _gone, ...others } = template.Resources;
    expect(fewer.Resources).toEqual(others);
  });

  test("is watched by its capacity, and has no disk to run out of", () => {
    expect(resourcesOfType(aurora, "AWS::CloudWatch::Alarm")).toEqual(["CpuAlarm"]);
    expect(JSON.stringify(propertiesOf(aurora, "CpuAlarm"))).toContain("ACUUtilization");
  });

  test("from a snapshot has the name and the encryption of the snapshot", () => {
    const restored = placed(
      aDatabase({
        engine: "aurora-postgres",
        engineVersion: "17.7",
        snapshot: "before-split",
        rotateDays: 30,
      }),
    );
    expect(propertiesOf(restored, "Cluster")).toMatchObject({ SnapshotIdentifier: "before-split" });
    expect(propertiesOf(restored, "Cluster")).not.toHaveProperty("DatabaseName");
    expect(propertiesOf(restored, "Cluster")).not.toHaveProperty("StorageEncrypted");
  });
});
