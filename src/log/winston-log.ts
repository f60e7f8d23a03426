import type { Log, LogFields } from "../model/ports.ts";
import { jsonLine, prettyLine } from "./log-line.ts";
import { steadyStderr } from "./steady-stream.ts";
import { redactText } from "../model/redact-text.ts";
import { redactFields } from "./redact.ts";

/** What is logged, and how it looks. */
export interface WinstonLogOptions {
  readonly level: LogLevel;
  /** One JSON object a line for machines, or a line for people. */
  readonly format: "json" | "pretty";
  /** Colour in lines for people. */
  readonly hasColor?: boolean;
  /** Where lines go; standard error without it, because standard output is the command's own. */
  readonly stream?: NodeJS.WritableStream;
}

/** From this level on, lines are written. */
export type LogLevel = "debug" | "info" | "warn" | "error";

/**
 * The log on winston. Secrets are removed on the way in, control characters escaped in every line. Writing to standard
 * error neither fails nor blocks; what was lost is counted in a line of its own.
 */
export async function createWinstonLog(options: WinstonLogOptions): Promise<Log> {
  const { default: winston } = await import("winston");
  const line = winston.format.printf(({ level, message, fields, time }) => {
    const entry = { time: time as Date, level, message: String(message), fields: fields as LogFields };
    return options.format === "json" ? jsonLine(entry) : prettyLine(entry, options.hasColor ?? false);
  });
  const stream = options.stream ?? steadyStderr((count) => write("warn")("log lines were lost", { count }));
  const logger = winston.createLogger({
    level: options.level,
    levels: LEVELS,
    format: line,
    transports: [new winston.transports.Stream({ stream, eol: "\n" })],
  });
  const write =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}) => {
      logger.log({ level, message: redactText(message), fields: redactFields(fields), time: new Date() });
    };
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
}

/** winston's numbers: a level shows itself and everything below. */
const LEVELS: Readonly<Record<LogLevel, number>> = { error: 0, warn: 1, info: 2, debug: 3 };
