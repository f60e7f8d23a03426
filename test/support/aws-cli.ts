import { execFile, spawnSync } from "node:child_process";

/** How one run of the `aws` command line ended. */
export interface AwsRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Who runs it. */
export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Whether the `aws` command line is wanted (`MOORING_AWS_CLI=1`: it takes a minute) and is on the PATH. */
export function hasAwsCli(): boolean {
  return process.env["MOORING_AWS_CLI"] === "1" && spawnSync("aws", ["--version"]).status === 0;
}

/** Runs the real `aws` command line against an endpoint, with no configuration of the machine's. */
export function runAws(url: string, keys: AwsKeys, args: readonly string[]): Promise<AwsRun> {
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_SESSION_TOKEN: keys.sessionToken ?? "",
    AWS_REGION: "eu-west-1",
    AWS_DEFAULT_REGION: "eu-west-1",
    AWS_DEFAULT_OUTPUT: "json",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_PAGER: "",
  };
  return new Promise((resolve) => {
    const child = execFile("aws", args, { env }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
    child.stdin?.end();
  });
}
