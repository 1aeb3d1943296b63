// The structured log: one redacted JSON line per request, batch or run. Create one per cold start.
import { Logger } from '@aws-lambda-powertools/logger';
import { redact } from './redaction.ts';

export type LogFields = Readonly<Record<string, unknown>>;

/** Log interface of the wrappers; tests replace it. */
export interface Log {
  info(message: string, fields: LogFields): void;
  warn(message: string, fields: LogFields): void;
  error(message: string, fields: LogFields): void;
}

/** @param version Product version; each line carries it. */
export function createLog(version: string): Log {
  const logger = new Logger({ jsonReplacerFn: redact, persistentKeys: { version } });
  return {
    info: (message, fields) => logger.info(message, fields),
    warn: (message, fields) => logger.warn(message, fields),
    error: (message, fields) => logger.error(message, fields),
  };
}
