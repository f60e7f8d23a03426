import { jsonService } from "../protocol/json-service.ts";
import { describeParameters, getParameters } from "./parameter-reads.ts";

/** The reads of Systems Manager's parameters on the wire. */
export const ssm = jsonService({
  name: "ssm",
  target: "AmazonSSM",
  actions: { DescribeParameters: describeParameters, GetParameters: getParameters },
});
