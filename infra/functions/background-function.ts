// A row for a function that stream, queue or clock start: what all of them have in common.
import { bucketEnvironment } from './api-function.ts';
import type { FunctionSpec } from './function-spec.ts';

const backgroundMemoryMb = 512;

type BackgroundSpec = Pick<FunctionSpec, 'name' | 'description' | 'trigger' | 'timeoutSeconds'> &
  Partial<Omit<FunctionSpec, 'entry' | 'memoryMb' | 'environment'>> & {
    /** Handler file in the capability's folder. @default `<name>.handler.ts` */
    readonly file?: string;
  };

/** A function of a capability that nobody waits for. */
export function backgroundFunction(capability: string, { file, ...spec }: BackgroundSpec): FunctionSpec {
  const row = { reads: [], writes: [], appends: [], ...spec };
  const usesTable = row.reads.length + row.writes.length + row.appends.length > 0;
  return {
    ...row,
    entry: `functions/${capability}/${file ?? `${spec.name}.handler.ts`}`,
    memoryMb: backgroundMemoryMb,
    environment: [
      'version',
      ...(usesTable ? (['table', 'shards'] as const) : []),
      ...(spec.objects === undefined ? [] : bucketEnvironment),
    ],
  };
}
