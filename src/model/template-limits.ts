/**
 * Bytes of a template that goes into the request itself; a larger one goes through a bucket. Source:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
export const MAX_TEMPLATE_BYTES = 51_200;
