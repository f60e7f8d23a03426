import { describe, expect, test } from "@jest/globals";
import { aBucket, placed } from "../support/placements.ts";
import { propertiesOf, readTemplate } from "../support/template-targets.ts";

const bucket = placed(aBucket());

describe("a bucket", () => {
  test("is private, encrypted and versioned, and gets its name from AWS", () => {
    const properties = propertiesOf(bucket, "Bucket");
    expect(properties).toMatchObject({
      OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      VersioningConfiguration: { Status: "Enabled" },
    });
    expect(JSON.stringify(properties)).toContain('"SSEAlgorithm":"AES256"');
    expect(properties).not.toHaveProperty("BucketName");
  });

  test("answers nobody in the clear", () => {
    const arn = { "Fn::GetAtt": ["Bucket", "Arn"] };
    expect(propertiesOf(bucket, "BucketPolicy")).toMatchObject({
      PolicyDocument: {
        Statement: [
          {
            Effect: "Deny",
            Principal: "*",
            Action: "s3:*",
            Resource: [arn, { "Fn::Join": ["/", [arn, "*"]] }],
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ],
      },
    });
  });

  test("outlives its stack together with its policy", () => {
    for (const id of ["Bucket", "BucketPolicy"]) {
      expect(readTemplate(bucket.template).Resources[id]).toMatchObject({
        DeletionPolicy: "Retain",
        UpdateReplacePolicy: "Retain",
      });
    }
  });

  test("is cleared of unfinished uploads and old versions, and of nothing else", () => {
    expect(propertiesOf(bucket, "Bucket")).toMatchObject({
      LifecycleConfiguration: {
        Rules: [
          { Id: "unfinished-uploads", AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
          { Id: "old-versions", NoncurrentVersionExpiration: { NoncurrentDays: 30 } },
        ],
      },
    });
    const aged = placed(
      aBucket({
        lifecycle: {
          expireDays: 365,
          infrequentAccessDays: 60,
          expireOldVersionsDays: 3,
          abortUploadsDays: 1,
        },
      }),
    );
    expect(JSON.stringify(propertiesOf(aged, "Bucket"))).toContain('"ExpirationInDays":365');
    expect(JSON.stringify(propertiesOf(aged, "Bucket"))).toContain(
      '"Transitions":[{"StorageClass":"STANDARD_IA","TransitionInDays":60}]',
    );
  });

  test("without versions stops making them", () => {
    expect(propertiesOf(placed(aBucket({ versioned: false })), "Bucket")).toMatchObject({
      VersioningConfiguration: { Status: "Suspended" },
    });
  });

  test("lets pages of other origins in, and tells of changes, where that is asked for", () => {
    const origins = ["https://shop.dev.acme.example"];
    const cors = [{ origins, methods: ["GET" as const], headers: ["*"], maxAgeSeconds: 60 }];
    const open = placed(aBucket({ bucket: "acme-uploads-dev", cors, events: true }));
    expect(propertiesOf(open, "Bucket")).toMatchObject({
      BucketName: "acme-uploads-dev",
      CorsConfiguration: { CorsRules: [{ AllowedOrigins: origins, AllowedMethods: ["GET"], MaxAge: 60 }] },
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    });
    expect(propertiesOf(bucket, "Bucket")).not.toHaveProperty("CorsConfiguration");
    expect(propertiesOf(bucket, "Bucket")).not.toHaveProperty("NotificationConfiguration");
  });
});
