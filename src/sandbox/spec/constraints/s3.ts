import type { Constraint, Constraints } from "./constraint.ts";
import { tagKey, tagValue } from "./constraint.ts";

const moment: Constraint = {
  pattern: /^(\d{4})-(0[0-9]|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-4]):([0-5]\d):([0-6]\d)((\.\d{3})?)Z$/,
};

/** Limits of the types of AWS::S3. */
export const s3: Readonly<Record<string, Constraints>> = {
  "AWS::S3::Bucket": {
    BucketName: { maxLength: 63, pattern: /^([a-z0-9][a-z0-9.-]*[a-z0-9])?$/ },
    "CorsConfiguration/CorsRules/*/Id": { maxLength: 255 },
    "CorsConfiguration/CorsRules/*/MaxAge": { minimum: 0 },
    "LifecycleConfiguration/Rules/*/AbortIncompleteMultipartUpload/DaysAfterInitiation": { minimum: 0 },
    "LifecycleConfiguration/Rules/*/ExpirationDate": moment,
    "LifecycleConfiguration/Rules/*/Id": { maxLength: 255 },
    "LifecycleConfiguration/Rules/*/ObjectSizeGreaterThan": { maxLength: 20, pattern: /[0-9]+/ },
    "LifecycleConfiguration/Rules/*/ObjectSizeLessThan": { maxLength: 20, pattern: /[0-9]+/ },
    "LifecycleConfiguration/Rules/*/Transition/TransitionDate": moment,
    "LifecycleConfiguration/Rules/*/Transitions/*/TransitionDate": moment,
    "NotificationConfiguration/LambdaConfigurations/*/Filter/S3Key/Rules/*/Name": { maxLength: 1024 },
    "NotificationConfiguration/QueueConfigurations/*/Filter/S3Key/Rules/*/Name": { maxLength: 1024 },
    "NotificationConfiguration/TopicConfigurations/*/Filter/S3Key/Rules/*/Name": { maxLength: 1024 },
    "ReplicationConfiguration/Rules/*/Id": { maxLength: 255 },
    "ReplicationConfiguration/Rules/*/Prefix": { maxLength: 1024 },
    "Tags/*/Key": tagKey,
    "Tags/*/Value": tagValue,
  },
};
