import {
  DescribeClustersCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ListServicesCommand,
  ListTasksCommand,
} from "@aws-sdk/client-ecs";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { TestSandbox } from "../../support/sandbox.ts";
import { startTestSandbox } from "../../support/sandbox.ts";
import { deploy } from "../../support/sandbox-stacks.ts";

const template = (tag: string) => ({
  Resources: {
    Cluster: { Type: "AWS::ECS::Cluster", Properties: { ClusterName: "main" } },
    Definition: {
      Type: "AWS::ECS::TaskDefinition",
      Properties: {
        Family: "shop",
        Cpu: "256",
        Memory: "512",
        NetworkMode: "awsvpc",
        RequiresCompatibilities: ["FARGATE"],
        ContainerDefinitions: [
          {
            Name: "app",
            Image: `registry.example/shop:${tag}`,
            PortMappings: [{ ContainerPort: 80 }],
            DockerLabels: { Team: "blue" },
          },
        ],
      },
    },
    Service: {
      Type: "AWS::ECS::Service",
      Properties: {
        Cluster: { Ref: "Cluster" },
        ServiceName: "shop",
        DesiredCount: 2,
        LaunchType: "FARGATE",
        TaskDefinition: { Ref: "Definition" },
        DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: true, Rollback: true } },
        NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ["subnet-1"] } },
      },
    },
  },
});

let sandbox: TestSandbox;
let ecs: ReturnType<TestSandbox["ecs"]>;

beforeEach(async () => {
  sandbox = await startTestSandbox();
  ecs = sandbox.ecs();
});

afterEach(() => sandbox.close());

const deployTag = (type: "CREATE" | "UPDATE", tag: string) =>
  deploy(sandbox.cloudformation(), type, { stack: "shop", template: template(tag), token: `tag-${tag}` });

describe("a service that a stack made", () => {
  test("it runs as it was declared, with its tasks and its definition", async () => {
    expect((await deployTag("CREATE", "1")).StackStatus).toBe("CREATE_COMPLETE");
    const { services, failures } = await ecs.send(
      new DescribeServicesCommand({ cluster: "main", services: ["shop", "none"] }),
    );
    expect(services).toMatchObject([
      {
        serviceName: "shop",
        status: "ACTIVE",
        desiredCount: 2,
        runningCount: 2,
        launchType: "FARGATE",
        createdAt: expect.any(Object),
        deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
        networkConfiguration: { awsvpcConfiguration: { subnets: ["subnet-1"] } },
        deployments: [{ status: "PRIMARY", rolloutState: "COMPLETED" }],
      },
    ]);
    expect(failures).toEqual([
      { arn: "arn:aws:ecs:eu-west-1:111111111111:service/main/none", reason: "MISSING" },
    ]);

    const { taskArns = [] } = await ecs.send(new ListTasksCommand({ cluster: "main", serviceName: "shop" }));
    expect(taskArns).toHaveLength(2);
    const { tasks } = await ecs.send(
      new DescribeTasksCommand({ cluster: "main", tasks: [...taskArns, "none"] }),
    );
    expect(tasks).toMatchObject(
      taskArns.map((taskArn) => ({
        taskArn,
        lastStatus: "RUNNING",
        containers: [{ name: "app", image: "registry.example/shop:1" }],
      })),
    );

    const { taskDefinition } = await ecs.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: services?.[0]?.taskDefinition }),
    );
    expect(taskDefinition).toMatchObject({
      family: "shop",
      cpu: "256",
      networkMode: "awsvpc",
      containerDefinitions: [
        { name: "app", portMappings: [{ containerPort: 80 }], dockerLabels: { Team: "blue" } },
      ],
    });
  });

  test("a definition is found by family, revision and ARN; the family means the newest", async () => {
    await deployTag("CREATE", "1");
    await deployTag("UPDATE", "2");
    const imageOf = async (taskDefinition: string) => {
      const found = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
      return found.taskDefinition?.containerDefinitions?.[0]?.image;
    };
    expect([await imageOf("shop"), await imageOf("shop:1")]).toEqual([
      "registry.example/shop:2",
      "registry.example/shop:1",
    ]);
    await expect(imageOf("none")).rejects.toMatchObject({ name: "ClientException" });
  });

  test("an image that is missing stops its tasks with the reason, and the stack goes back", async () => {
    await deployTag("CREATE", "1");
    await sandbox.control("POST", "images", { missing: ["*/shop:2"] });
    expect((await deployTag("UPDATE", "2")).StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
    const { taskArns: tasks = [] } = await ecs.send(
      new ListTasksCommand({ cluster: "main", serviceName: "shop", desiredStatus: "STOPPED" }),
    );
    expect(tasks.length).toBeGreaterThan(0);
    const stopped = await ecs.send(new DescribeTasksCommand({ cluster: "main", tasks }));
    expect(stopped.tasks?.[0]).toMatchObject({
      lastStatus: "STOPPED",
      stoppedReason: expect.stringMatching(/^CannotPullContainerError/),
      containers: [{ image: "registry.example/shop:2" }],
    });
    const { services } = await ecs.send(new DescribeServicesCommand({ cluster: "main", services: ["shop"] }));
    expect(services?.[0]).toMatchObject({ runningCount: 2, desiredCount: 2 });
  });

  test("a container that ends takes its task with it, and its exit code and reason are kept", async () => {
    await deployTag("CREATE", "1");
    await sandbox.control("POST", "health", { exits: { "*/shop:2": 137 } });
    expect((await deployTag("UPDATE", "2")).StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
    const { taskArns: tasks = [] } = await ecs.send(
      new ListTasksCommand({ cluster: "main", family: "shop", desiredStatus: "STOPPED" }),
    );
    const stopped = await ecs.send(new DescribeTasksCommand({ cluster: "main", tasks }));
    expect(stopped.tasks?.[0]).toMatchObject({
      stopCode: "EssentialContainerExited",
      stoppedReason: "Essential container in task exited",
      containers: [
        { name: "app", exitCode: 137, reason: "OutOfMemoryError: Container killed due to memory usage" },
      ],
    });
  });

  test("a cluster counts its services and tasks, and lists the services", async () => {
    await deployTag("CREATE", "1");
    const { clusters, failures } = await ecs.send(
      new DescribeClustersCommand({ clusters: ["main", "none"] }),
    );
    expect(clusters).toMatchObject([
      { clusterName: "main", status: "ACTIVE", runningTasksCount: 2, activeServicesCount: 1 },
    ]);
    expect(failures).toMatchObject([{ reason: "MISSING" }]);
    const { serviceArns } = await ecs.send(new ListServicesCommand({ cluster: "main" }));
    expect(serviceArns).toEqual(["arn:aws:ecs:eu-west-1:111111111111:service/main/shop"]);
    expect(
      (
        await sandbox
          .ecs({ account: "222222222222" })
          .send(new DescribeClustersCommand({ clusters: ["main"] }))
      ).clusters,
    ).toEqual([]);
  });

  test("a cluster or service that is not there has AWS's error", async () => {
    await expect(ecs.send(new ListTasksCommand({ cluster: "none" }))).rejects.toMatchObject({
      name: "ClusterNotFoundException",
    });
    await deployTag("CREATE", "1");
    await expect(
      ecs.send(new ListTasksCommand({ cluster: "main", serviceName: "none" })),
    ).rejects.toMatchObject({
      name: "ServiceNotFoundException",
    });
  });
});
