import type { TableKind } from "../world.ts";

/** Temporary credentials that the sandbox has issued, by access key id; kept when the world is reset. */
export const sessions: TableKind<Session> = { name: "sessions" };

/** One assumed role: who it became, and until when. */
export interface Session {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly roleArn: string;
  readonly sessionName: string;
  readonly account: string;
  /** The ARN of the assumed-role session. */
  readonly arn: string;
  readonly userId: string;
  readonly externalId: string | null;
  readonly assumedBy: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}
