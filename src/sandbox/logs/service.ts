import { jsonService } from "../protocol/json-service.ts";
import { describeLogStreams, getLogEvents } from "./streams.ts";

/** The reads of CloudWatch Logs on the wire: what tasks that ran have written. */
export const logs = jsonService({
  name: "logs",
  target: "Logs_20140328",
  actions: { DescribeLogStreams: describeLogStreams, GetLogEvents: getLogEvents },
});
