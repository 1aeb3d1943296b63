// Composes what the wrappers of queues, streams and schedules need, made at cold start. The HTTP wrapper's tools are
// in compose-http.ts, so that no function carries what it does not use.
import { randomHex } from '../../adapters/ids.ts';
import { createLog } from '../../observability/log.ts';
import { createMeter } from '../../observability/meter.ts';
import { requireEnv } from '../env.ts';
import type { BatchTools } from './batch-report.ts';

/** Reads the environment once. */
export function batchTools(): BatchTools {
  return { log: createLog(requireEnv('version')), meter: createMeter(), randomHex };
}
