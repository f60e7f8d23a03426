import { jsonService } from "../protocol/json-service.ts";
import { describeClusters } from "./clusters.ts";
import { describeServices, listServices } from "./services.ts";
import { describeTaskDefinition } from "./task-definitions.ts";
import { describeTasks, listTasks } from "./tasks.ts";

/** The reads of ECS on the wire; what they show is made by stacks. */
export const ecs = jsonService({
  name: "ecs",
  target: "AmazonEC2ContainerServiceV20141113",
  actions: {
    DescribeClusters: describeClusters,
    DescribeServices: describeServices,
    DescribeTaskDefinition: describeTaskDefinition,
    DescribeTasks: describeTasks,
    ListServices: listServices,
    ListTasks: listTasks,
  },
});
