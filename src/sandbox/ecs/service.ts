import { jsonService } from "../protocol/json-service.ts";
import { describeClusters } from "./clusters.ts";
import { listTagsForResource, tagResource, untagResource } from "./resource-tags.ts";
import { runTask } from "./run-task.ts";
import { describeServices, listServices } from "./services.ts";
import { stopTask } from "./stop-task.ts";
import { describeTaskDefinition } from "./task-definitions.ts";
import { describeTasks, listTasks } from "./tasks.ts";

/** ECS on the wire: it shows what stacks made, and runs tasks. */
export const ecs = jsonService({
  name: "ecs",
  target: "AmazonEC2ContainerServiceV20141113",
  actions: {
    DescribeClusters: describeClusters,
    DescribeServices: describeServices,
    DescribeTaskDefinition: describeTaskDefinition,
    DescribeTasks: describeTasks,
    ListServices: listServices,
    ListTagsForResource: listTagsForResource,
    ListTasks: listTasks,
    RunTask: runTask,
    StopTask: stopTask,
    TagResource: tagResource,
    UntagResource: untagResource,
  },
});
