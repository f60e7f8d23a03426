import { describe, expect, test } from "@jest/globals";
import { aDatabase, placed } from "../support/placements.ts";
import { propertiesOf, readTemplate, resourcesOfType } from "../support/template-targets.ts";

const postgres = placed(aDatabase());
const template = readTemplate(postgres.template);

function outputOf(stack: { readonly template: string }, name: string): unknown {
  return (readTemplate(stack.template).Outputs?.[name] as { readonly Value: unknown } | undefined)?.Value;
}

describe("a database", () => {
  test("is private, encrypted, backed up, watched, and protected from deletion", () => {
    expect(propertiesOf(postgres, "Database")).toMatchObject({
      Engine: "postgres",
      EngineVersion: "16.8",
      PubliclyAccessible: false,
      StorageEncrypted: true,
      StorageType: "gp3",
      AllocatedStorage: "20",
      BackupRetentionPeriod: 7,
      CopyTagsToSnapshot: true,
      DeletionProtection: true,
      EnablePerformanceInsights: true,
      PerformanceInsightsRetentionPeriod: 7,
    });
  });

  test("stands in the private subnets of the network", () => {
    expect(propertiesOf(postgres, "SubnetGroup")).toMatchObject({
      SubnetIds: { "Fn::Split": [",", { Ref: "NetworkPrivateSubnets" }] },
    });
    expect(postgres.dependsOn).toEqual(["network", "zone"]);
  });

  test("lets nobody in by itself: whoever uses it opens the way", () => {
    expect(propertiesOf(postgres, "SecurityGroup")).toEqual({
      GroupDescription: "Database shop",
      VpcId: { Ref: "NetworkVpcId" },
    });
    expect(resourcesOfType(postgres, "AWS::EC2::SecurityGroupIngress")).toEqual([]);
  });

  test("that goes or is replaced leaves a snapshot and its secret behind, and nothing that a snapshot has no use for", () => {
    expect(template.Resources["SecurityGroup"]).not.toHaveProperty("DeletionPolicy");
    expect(template.Resources["Database"]).toMatchObject({
      DeletionPolicy: "Snapshot",
      UpdateReplacePolicy: "Snapshot",
    });
    expect(template.Resources["Secret"]).toMatchObject({
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
    });
  });

  test("has a name in the zone that leads to AWS's own", () => {
    expect(propertiesOf(postgres, "Record")).toEqual({
      HostedZoneId: { Ref: "ZoneZoneId" },
      Name: { "Fn::Join": [".", ["shop", { Ref: "ZoneZoneName" }]] },
      Type: "CNAME",
      TTL: "300",
      ResourceRecords: [{ "Fn::GetAtt": ["Database", "Endpoint.Address"] }],
    });
  });

  test("tells its users AWS's name, which its certificate is made out to", () => {
    expect(outputOf(postgres, "Host")).toEqual({ "Fn::GetAtt": ["Database", "Endpoint.Address"] });
    expect(outputOf(postgres, "Port")).toEqual({ "Fn::GetAtt": ["Database", "Endpoint.Port"] });
    expect(outputOf(postgres, "DnsName")).toEqual({ "Fn::Join": [".", ["shop", { Ref: "ZoneZoneName" }]] });
  });

  test("holds a database of the name that is asked for", () => {
    const named = placed(aDatabase({ database: "catalog" }));
    expect([outputOf(postgres, "DatabaseName"), outputOf(named, "DatabaseName")]).toEqual([
      "shop",
      "catalog",
    ]);
    expect(propertiesOf(named, "Database")).toMatchObject({ DBName: "catalog" });
  });
});

describe("the version of a database", () => {
  test.each([
    ["postgres", "16.8", "postgres16", false],
    ["postgres", "17", "postgres17", true],
    ["mysql", "8.4.8", "mysql8.4", false],
    ["mysql", "8.4", "mysql8.4", true],
    ["aurora-postgres", "17", "aurora-postgresql17", true],
    ["aurora-mysql", "8.0.mysql_aurora.3.10.0", "aurora-mysql8.0", false],
  ] as const)("of %s %s has the settings of %s; kept current by AWS: %s", (...row) => {
    const [engine, engineVersion, family, isKeptCurrent] = row;
    const stack = placed(aDatabase({ engine, engineVersion }));
    const isAurora = engine.startsWith("aurora-");
    expect(propertiesOf(stack, isAurora ? "ClusterParameterGroup" : "ParameterGroup")).toMatchObject({
      Family: family,
    });
    expect(propertiesOf(stack, isAurora ? "Cluster" : "Database")).toMatchObject({
      EngineVersion: engineVersion,
      AutoMinorVersionUpgrade: isKeptCurrent,
    });
  });
});

describe("what a database waits for", () => {
  test.each([
    ["postgres", "db.t4g.small", true],
    ["mysql", "db.t4g.small", false],
    ["mysql", "db.t3.micro", false],
    ["mysql", "db.t4g.medium", true],
    ["aurora-mysql", "db.t4g.small", true],
  ] as const)("on %s with %s is recorded: %s", (engine, instance, isRecorded) => {
    const stack = placed(aDatabase({ engine, engineVersion: "8.4", instance }));
    const holder = engine.startsWith("aurora") ? "Writer" : "Database";
    expect(propertiesOf(stack, holder)).toMatchObject({ EnablePerformanceInsights: isRecorded });
  });
});

describe("the settings of an engine", () => {
  test.each([
    ["postgres", "16.8", { "rds.force_ssl": "1" }],
    ["mysql", "8.4.8", { require_secure_transport: "1" }],
    ["aurora-mysql", "8.4", { require_secure_transport: "ON" }],
  ] as const)("of %s refuse connections without TLS", (engine, engineVersion, settings) => {
    const stack = placed(aDatabase({ engine, engineVersion }));
    const group = engine.startsWith("aurora-") ? "ClusterParameterGroup" : "ParameterGroup";
    expect(propertiesOf(stack, group)).toMatchObject({ Parameters: settings });
  });

  test("are the person's where both speak of the same one", () => {
    const parameters = { "rds.force_ssl": "0", max_connections: "${limits.Connections}" };
    expect(propertiesOf(placed(aDatabase({ parameters })), "ParameterGroup")).toMatchObject({
      Parameters: { "rds.force_ssl": "0", max_connections: { Ref: "LimitsConnections" } },
    });
  });
});

describe("a database from a snapshot", () => {
  test("has the name, the user and the encryption of the snapshot", () => {
    const restored = placed(aDatabase({ snapshot: "before-split" }));
    expect(propertiesOf(restored, "Database")).toMatchObject({ DBSnapshotIdentifier: "before-split" });
    for (const name of ["DBName", "MasterUsername", "StorageEncrypted"]) {
      expect(propertiesOf(restored, "Database")).not.toHaveProperty(name);
      expect(propertiesOf(postgres, "Database")).toHaveProperty(name);
    }
  });

  test("has a password of its own", () => {
    const restored = placed(aDatabase({ snapshot: "before-split" }));
    expect(propertiesOf(restored, "Database")).toHaveProperty("MasterUserPassword");
  });
});

describe("the alarms of a database", () => {
  test("are at the CPU and at the free disk, which is too little when it is low", () => {
    expect(resourcesOfType(postgres, "AWS::CloudWatch::Alarm")).toEqual(["CpuAlarm", "FreeStorageAlarm"]);
    expect(propertiesOf(postgres, "FreeStorageAlarm")).toMatchObject({
      ComparisonOperator: "LessThanThreshold",
      Threshold: 5,
    });
    expect(propertiesOf(postgres, "CpuAlarm")).toMatchObject({ ComparisonOperator: "GreaterThanThreshold" });
  });

  test("count connections where that is asked for", () => {
    const alarms = { cpuPercent: 90, freeStorageGiB: 5, connections: 80 };
    expect(propertiesOf(placed(aDatabase({ alarms })), "ConnectionsAlarm")).toMatchObject({ Threshold: 80 });
  });

  test("roll nothing back, and may be left out", () => {
    expect(postgres.rollbackAlarms).toEqual([]);
    expect(resourcesOfType(placed(aDatabase({ alarms: false })), "AWS::CloudWatch::Alarm")).toEqual([]);
  });
});
