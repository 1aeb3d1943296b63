// Composes the dependencies of the queue, stream and schedule wrappers at cold start. The HTTP wrapper's tools are in
// `shared/runtime/http`, so that no function bundles unused code.
import { randomHex } from '../../adapters/ids.ts';
import { createLog } from '../../observability/log.ts';
import { createMeter } from '../../observability/meter.ts';
import { requireEnv } from '../env.ts';
import type { BatchTools } from './batch-report.ts';

/** Reads the environment once. */
export function batchTools(): BatchTools {
  return { log: createLog(requireEnv('version')), meter: createMeter(), randomHex };
}
