// Reads dead letters, newest first.
import type { Reader } from '../../shared/auth/reader.ts';
import type { DeadLetter, DeadLetterListQuery } from '../../shared/contracts/dead-letter.ts';
import type { Page } from '../../shared/contracts/page.ts';
import { listName, readPage } from '../../shared/core/lists/paging.ts';
import { withheldText } from '../../shared/core/personal-data/mask-personal-data.ts';
import { found } from '../../shared/errors/not-found.ts';
import type { DeadLetterStore } from '../../shared/table/desk/dead-letter-store.ts';
import type { Cursors } from '../../shared/table/engine/cursor.ts';

export interface ReadIntegrationDeps {
  readonly deadLetters: Pick<DeadLetterStore, 'get' | 'newest'>;
  readonly cursors: Cursors;
}

export async function listDeadLetters(
  query: DeadLetterListQuery,
  reader: Reader,
  deps: ReadIntegrationDeps,
): Promise<Page<DeadLetter>> {
  return readPage(listName('dead-letters', query), query, deps.cursors, async (limit, after) => {
    const { items, next } = await deps.deadLetters.newest(limit, after, query);
    return { items: items.map((letter) => shownTo(reader, letter)), next };
  });
}

export async function readDeadLetter(
  id: string,
  reader: Reader,
  deps: Pick<ReadIntegrationDeps, 'deadLetters'>,
): Promise<DeadLetter> {
  return shownTo(reader, found(await deps.deadLetters.get(id), 'dead letter', id));
}

/** Viewers see neither bodies nor reasons of decisions: they may hold personal data. */
export function shownTo(reader: Reader, letter: DeadLetter): DeadLetter {
  if (reader.unmasked) return letter;
  const decisions = letter.decisions.map((decision) => ({ ...decision, reason: withheldText }));
  return { ...letter, decisions, body: withheldText };
}
