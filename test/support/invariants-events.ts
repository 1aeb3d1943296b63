// Invariants of events, dead letters and history at every instant, checked on raw items: conservation, one version per
// change, a complete audit, and monotonic progress.
import { ulidOf } from '../../shared/contracts/ids.ts';
import { deadLetterDesk, maxRedrives } from '../../shared/core/desk/dead-letter-decisions.ts';
import { deskItemId } from '../../shared/table/desk/keys.ts';
import type { Item } from '../../shared/table/engine/hub-table.ts';

/** Checks conservation (I6) and audit (I7) of events and letters; returns one line per violation. */
export function eventWrongs(items: readonly Item[]): readonly string[] {
  const events = items.filter((item) => item['entity'] === 'event');
  const byId = new Map(events.map((item) => [idOf(item), item]));
  const letters = items.filter((item) => item['entity'] === 'dead_letter' && isOfItsEvent(item));
  const letterOf = new Map(letters.map((item) => [ulidOf(letterIdOf(item)), item]));
  return [
    ...events.flatMap((item) => {
      const letter = letterOf.get(ulidOf(idOf(item)));
      return [...placeWrongs(item, letter), ...versionWrongs(item, byId), ...redriveWrongs(item, letter)].map(
        (wrong) => `${idOf(item)} ${wrong}`,
      );
    }),
    ...historyWrongs(items, events),
    ...auditWrongs(items),
  ];
}

const idOf = (event: Item): string => String(event['sk']);
const letterIdOf = ({ pk }: Item): string => deskItemId(deadLetterDesk.name, { pk: String(pk) });
const decisionsOf = (letter: Item | undefined) => (letter?.['decisions'] ?? []) as readonly Item[];
const isOfItsEvent = (letter: Item): boolean =>
  ulidOf(String((letter['subject'] as Item)['event_id'])) === ulidOf(letterIdOf(letter));

/** Each event is in exactly one state: pending, completed, or dead-lettered with a letter. */
function placeWrongs(event: Item, letter: Item | undefined): readonly string[] {
  const { event_status, pending_pk, sync } = event;
  const letterWaits = letter !== undefined && letter['status'] !== 'redriven';
  return [
    ...(pending_pk === undefined || event_status === 'pending'
      ? []
      : [`is ${event_status} and still in the pending index`]),
    ...(pending_pk !== undefined || event_status !== 'pending' ? [] : ['is pending and not in the pending index']),
    ...((sync === undefined) === (event_status === 'completed')
      ? [`is ${event_status} with${sync === undefined ? 'out' : ''} a sync log`]
      : []),
    ...(letterWaits === (event_status === 'dead_lettered')
      ? []
      : [`is ${event_status} and its letter is ${String(letter?.['status'] ?? 'not there')}`]),
  ];
}

/** One version per status change: this number reveals a double settlement or a lost update. */
function versionWrongs(event: Item, byId: ReadonlyMap<string, Item>): readonly string[] {
  const before = byId.get(String(event['causation_id']));
  const first = before === undefined ? 1 : Number(before['version']) + 1;
  const redrives = Number(event['redrives'] ?? 0);
  const expected = first + 2 * redrives + (event['event_status'] === 'pending' ? 0 : 1);
  return event['version'] === expected
    ? []
    : [`is ${event['event_status']} after ${redrives} redrives at version ${event['version']} and not ${expected}`];
}

function redriveWrongs(event: Item, letter: Item | undefined): readonly string[] {
  const redrives = Number(event['redrives'] ?? 0);
  const decided = decisionsOf(letter).filter(({ action }) => action === 'redriven').length;
  return [
    ...(redrives === decided ? [] : [`was redriven ${redrives} times, by ${decided} decisions about its letter`]),
    ...(redrives <= maxRedrives ? [] : [`was redriven ${redrives} times, of ${maxRedrives} allowed`]),
  ];
}

/** Each decision about a letter has one audit entry, of the same person, instant and reason, and no entry is without one. */
function auditWrongs(items: readonly Item[]): readonly string[] {
  const entries = items.filter((item) => item['entity'] === 'audit_entry');
  const told = entries.map(({ action, subject, actor_id, at, reason }) =>
    [subject, action, actor_id, at, reason].join(' '),
  );
  const made = items
    .filter((item) => item['entity'] === 'dead_letter')
    .flatMap((letter) =>
      decisionsOf(letter).map(({ action, decided_by_id, decided_at, reason }) =>
        [letterIdOf(letter), `dead_letter.${action}`, decided_by_id, decided_at, reason].join(' '),
      ),
    );
  return told.sort().join('\n') === made.sort().join('\n')
    ? []
    : [`the audit tells of "${told.join(', ')}", and decided was "${made.join(', ')}"`];
}

/** Each status change has one history entry and one event, which refer to each other. */
function historyWrongs(items: readonly Item[], events: readonly Item[]): readonly string[] {
  const changes = items.filter(
    (item) => item['entity'] === 'history' && item['previous_status'] !== item['new_status'],
  );
  const told = events.filter((item) => item['event_type'] === 'OperationalCaseStatusChanged');
  const named = new Set(changes.map((entry) => `${entry['event_id']} ${entry['version']}`));
  const loose = told.filter((item) => !named.has(`${idOf(item)} ${(item['data'] as Item)['case_version']}`));
  return [
    ...loose.map((item) => `${idOf(item)} tells of a change that no history entry has`),
    ...(changes.length === told.length ? [] : [`${changes.length} changes of status have ${told.length} events`]),
  ];
}

/** Legal transitions of events and letters. */
const legal: Readonly<Record<string, readonly string[]>> = {
  pending: ['completed', 'dead_lettered'],
  dead_lettered: ['pending'],
  completed: [],
  parked: ['redriven', 'dismissed'],
  redriven: ['parked'],
  dismissed: [],
};

/** Detects regressions between two snapshots (I5): versions, statuses, sections of rows, and missing items. */
export function backwards(before: readonly Item[], after: readonly Item[]): readonly string[] {
  const keyOf = (item: Item): string => `${item['pk']} ${item['sk']}`;
  const now = new Map(after.map((item) => [keyOf(item), item]));
  return before.flatMap((item) => {
    const next = now.get(keyOf(item));
    if (next === undefined) return [`${keyOf(item)} is gone`];
    return [...versionsBack(item, next), ...statusBack(item, next)].map((wrong) => `${keyOf(item)} ${wrong}`);
  });
}

function versionsBack(before: Item, after: Item): readonly string[] {
  const versions = ['version', 'case_version', 'redrives'].map((name) => [name, before[name], after[name]] as const);
  const sections = Object.entries(before).flatMap(([name, section]) => {
    const [was, is] = [(section as Item | null)?.['v'], (after[name] as Item | undefined)?.['v']];
    return was === undefined ? [] : [[`section ${name}`, was, is] as const];
  });
  return [...versions, ...sections]
    .filter(([, was, is]) => was !== undefined && Number(is) < Number(was))
    .map(([name, was, is]) => `went back in ${name} from ${was} to ${is}`);
}

function statusBack(before: Item, after: Item): readonly string[] {
  if (before['entity'] !== 'event' && before['entity'] !== 'dead_letter') return [];
  const isEvent = before['entity'] === 'event';
  const name = isEvent ? 'event_status' : 'status';
  const stepsOf = (item: Item): number => (isEvent ? Number(item['version']) : decisionsOf(item).length);
  const [was, is] = [String(before[name]), String(after[name])];
  if (was === is || legal[was]?.includes(is) === true) return [];
  // Several steps are possible between two snapshots, except from a terminal status.
  const steps = stepsOf(after) - stepsOf(before);
  return legal[was]?.length !== 0 && steps > 0 ? [] : [`went from ${was} to ${is}`];
}
