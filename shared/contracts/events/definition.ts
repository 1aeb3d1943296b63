// Type of an entry of the event catalogue.
import type * as z from 'zod/mini';
import type { QueueName } from '../values/queue-names.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface EventDefinition {
  /** Display name. */
  readonly type: string;
  /** CloudEvents `type`; it ends in its major version. */
  readonly cloudEvent: string;
  /** The queue that the relay sends it to. */
  readonly queue: QueueName;
  /** Meaning of the event, for the documents. */
  readonly tells: string;
  /** Effect of the event, for the documents. */
  readonly effect: string;
  /** Functions that write it to the outbox. */
  readonly emittedBy: readonly string[];
  /** Schema of its data; they hold no personal data. */
  readonly data: (vocabulary: Vocabulary) => z.ZodMiniType<Readonly<Record<string, unknown>>>;
}
