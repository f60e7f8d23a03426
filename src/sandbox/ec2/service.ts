import { ec2QueryService } from "../protocol/ec2-query-service.ts";
import { describeSubnets, describeVpcs } from "./reads.ts";

/** The reads of EC2 on the wire. */
export const ec2 = ec2QueryService({
  name: "ec2",
  version: "2016-11-15",
  shapes: { Filter: "structures", SubnetId: "texts", Value: "texts", VpcId: "texts" },
  actions: { DescribeSubnets: describeSubnets, DescribeVpcs: describeVpcs },
});
