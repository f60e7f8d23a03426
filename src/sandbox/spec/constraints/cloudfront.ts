import type { Constraints } from "./constraint.ts";

/** Limits of the types of AWS::CloudFront. */
export const cloudfront: Readonly<Record<string, Constraints>> = {
  "AWS::CloudFront::Distribution": {
    "DistributionConfig/OriginGroups/Items/*/FailoverCriteria/StatusCodes/Items": { minItems: 1 },
    "DistributionConfig/OriginGroups/Items/*/Members/Items": { minItems: 2, maxItems: 2 },
    "DistributionConfig/ViewerCertificate/IamCertificateId": { maxLength: 32 },
  },
};
