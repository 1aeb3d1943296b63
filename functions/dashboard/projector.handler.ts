// Entry of the projector: changed items from the table's stream, into read models.
import { tableClient } from '../../shared/adapters/clients.ts';
import { batchTools } from '../../shared/runtime/batch/batch-tools.ts';
import { retryWaitsWithin } from '../../shared/runtime/batch/retry-waits.ts';
import { streamBatch } from '../../shared/runtime/batch/stream-batch.ts';
import { projectorDeps } from './compose.ts';
import { projectRecords } from './project-records.ts';

const deps = projectorDeps(tableClient());

export const handler = streamBatch(async (records, context) => {
  const changed = records.flatMap(({ sequenceNumber, newImage }) =>
    newImage === undefined ? [] : [{ sequenceNumber, item: newImage }],
  );
  const { failedSequenceNumbers, rows, reasons } = await projectRecords(
    changed,
    deps,
    retryWaitsWithin(context.remainingTimeMs),
  );
  context.note({ rows, ...(reasons.length === 0 ? {} : { reasons: reasons.slice(0, 5) }) });
  return { failedSequenceNumbers };
}, batchTools());
