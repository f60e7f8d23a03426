import type { DesiredStack } from "../model/desired-stack.ts";
import type { BucketSpec } from "../model/repository.ts";
import { renderTemplate } from "./render-template.ts";
import { stackAt, type Site } from "./site.ts";
import { attribute, join, ref, type Members, type Resource, type Template, type Value } from "./template.ts";
import { tlsOnly } from "./tls-only.ts";

/** A private bucket. It outlives its stack, and so does the policy that lets nobody read it in the clear. */
export function placeBucket(site: Site, spec: BucketSpec): DesiredStack {
  return stackAt(site, "Bucket", { ...renderTemplate(template(spec)), capabilities: [] });
}

function template(spec: BucketSpec): Template {
  return {
    Resources: { Bucket: bucket(spec), BucketPolicy: policy() },
    Outputs: { BucketName: { Value: ref("Bucket") }, BucketArn: { Value: attribute("Bucket", "Arn") } },
  };
}

function bucket(spec: BucketSpec): Resource {
  return {
    Type: "AWS::S3::Bucket",
    Properties: {
      BucketName: spec.bucket,
      ...PRIVATE,
      VersioningConfiguration: { Status: spec.versioned ? "Enabled" : "Suspended" },
      LifecycleConfiguration: { Rules: lifecycleRules(spec) },
      CorsConfiguration: spec.cors.length === 0 ? undefined : { CorsRules: spec.cors.map(corsRule) },
      NotificationConfiguration: spec.events
        ? { EventBridgeConfiguration: { EventBridgeEnabled: true } }
        : undefined,
    },
    DeletionPolicy: "Retain",
    UpdateReplacePolicy: "Retain",
  };
}

const PRIVATE: Members = {
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
};

/** S3 takes expiry of objects and of left-over delete markers in two rules only. */
function lifecycleRules({ lifecycle }: BucketSpec): readonly Members[] {
  const { expireDays, expireOldVersionsDays, infrequentAccessDays, abortUploadsDays } = lifecycle;
  const enabled = { Status: "Enabled" };
  return [
    {
      Id: "unfinished-uploads",
      ...enabled,
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: abortUploadsDays },
    },
    {
      Id: "old-versions",
      ...enabled,
      NoncurrentVersionExpiration: { NoncurrentDays: expireOldVersionsDays },
      ExpiredObjectDeleteMarker: true,
    },
    ...(infrequentAccessDays === undefined
      ? []
      : [{ Id: "seldom-read", ...enabled, Transitions: [infrequentAccess(infrequentAccessDays)] }]),
    ...(expireDays === undefined ? [] : [{ Id: "expired", ...enabled, ExpirationInDays: expireDays }]),
  ];
}

function infrequentAccess(days: number): Members {
  return { StorageClass: "STANDARD_IA", TransitionInDays: days };
}

function corsRule({ origins, methods, headers, maxAgeSeconds }: BucketSpec["cors"][number]): Members {
  return {
    AllowedOrigins: origins,
    AllowedMethods: methods,
    AllowedHeaders: headers,
    ExposedHeaders: ["ETag"],
    MaxAge: maxAgeSeconds,
  };
}

function policy(): Resource {
  const arn = attribute("Bucket", "Arn");
  const objects: Value = join("/", [arn, "*"]);
  return {
    Type: "AWS::S3::BucketPolicy",
    Properties: { Bucket: ref("Bucket"), PolicyDocument: tlsOnly("s3:*", [arn, objects]) },
    DeletionPolicy: "Retain",
    UpdateReplacePolicy: "Retain",
  };
}
