import type { Json } from "../model/canonical.ts";
import { ref, sub, when, type Statement } from "./policy.ts";

/** Days after which a template goes: CloudFormation reads it once, when a change set is made. */
const KEPT_DAYS = 90;

/** The account's bucket for templates that are too large for a request: nobody else's, encrypted, over TLS only. */
export function artifactBucket(): Readonly<Record<string, Json>> {
  return {
    ArtifactBucket: {
      Type: "AWS::S3::Bucket",
      Condition: "MakesBucket",
      // A bucket with objects in it cannot be deleted; they go by themselves.
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
      Properties: {
        BucketName: OWN_NAME,
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        VersioningConfiguration: { Status: "Enabled" },
        LifecycleConfiguration: { Rules: [EXPIRY] },
      },
    },
    ArtifactBucketPolicy: {
      Type: "AWS::S3::BucketPolicy",
      Condition: "MakesBucket",
      Properties: { Bucket: ref("ArtifactBucket"), PolicyDocument: tlsOnly() },
    },
  };
}

/** What Mooring does there: nothing that it does not need to hand a template over. CloudFormation reads with its rights. */
export function artifactStatements(): readonly Statement[] {
  const own: Json = { StringEquals: { "aws:ResourceAccount": ref("AWS::AccountId") } };
  return [
    {
      sid: "HandOverTemplates",
      actions: ["s3:GetObject", "s3:PutObject"],
      resources: buckets("/templates/*"),
      condition: own,
    },
    { sid: "SeeTemplates", actions: ["s3:ListBucket"], resources: buckets(), condition: own },
  ];
}

/** As account.yaml has it without `artifacts`: names of buckets are shared by everybody, so it holds the account's id. */
const OWN_NAME = sub("mooring-artifacts-${AWS::AccountId}-${AWS::Region}");

/** Its own, also in the account's other Regions, and the one that is named instead. */
function buckets(path = ""): readonly Json[] {
  const named = sub(`arn:\${AWS::Partition}:s3:::\${ArtifactBucketName}${path}`);
  return [
    sub(`arn:\${AWS::Partition}:s3:::mooring-artifacts-\${AWS::AccountId}-*${path}`),
    when("HasArtifactBucket", named),
  ];
}

const EXPIRY = {
  Id: "templates",
  Status: "Enabled",
  ExpirationInDays: KEPT_DAYS,
  NoncurrentVersionExpiration: { NoncurrentDays: 1 },
  AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
};

function tlsOnly(): Json {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [attribute("Arn"), { "Fn::Join": ["", [attribute("Arn"), "/*"]] }],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  };
}

function attribute(name: string): Json {
  return { "Fn::GetAtt": ["ArtifactBucket", name] };
}
