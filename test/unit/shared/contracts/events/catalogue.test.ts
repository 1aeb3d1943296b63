// The event catalogue as data: each type has names of its own and a schema that keeps what it does not know.
import { describe, expect, it } from 'vitest';
import { eventCatalogue } from '../../../../../shared/contracts/events/catalogue.ts';
import { vocabulary } from '../../../../../shared/contracts/events/vocabulary.ts';
import { queueNames } from '../../../../../shared/contracts/values/queue-names.ts';

describe('the event catalogue', () => {
  it('gives each event type a name for people and one for the wire', () => {
    const names = eventCatalogue.flatMap(({ type, cloudEvent }) => [type, cloudEvent]);

    expect(new Set(names).size).toBe(2 * eventCatalogue.length);
  });

  it.each(eventCatalogue)('$type ends in its major version on the wire and names a queue there is', (definition) => {
    expect(definition.cloudEvent).toMatch(/^hub\.[a-z.-]{1,80}\.v\d{1,4}$/);
    expect(queueNames).toContain(definition.queue);
  });

  it.each(eventCatalogue)('$type refuses data that lack what its effect needs', ({ data }) => {
    expect(data(vocabulary).safeParse({ later: 'member' }).success).toBe(false);
  });
});
