// When an event that stays owed is due: often at first, then in ever longer steps, and never later than one of them.
import { describe, expect, it } from 'vitest';
import { isDue, longestStepMinutes } from '../../../../../shared/core/events/resend-due.ts';

const minute = 60_000;
const id = (index: number) => `EVT-01JD00000000000000000${String(index).padStart(5, '0')}`;
const ids = Array.from({ length: 2000 }, (_, index) => id(index));

/** Minutes of its life in which an event is sent by sweeps that run once a minute. */
const sendsOf = (of: string, untilMinutes: number) =>
  Array.from({ length: untilMinutes }, (_, index) => index + 1).filter((age) =>
    isDue({ ageMs: age * minute + 5000, id: of }, minute),
  );

describe('an owed event', () => {
  it.each([
    ['under a minute', 59_999, undefined, false],
    ['under a minute, with a sweep before', 59_999, minute, false],
    ['a minute', minute, minute, true],
    ['five minutes', 5 * minute + 59_000, minute, true],
    ['two minutes, swept in the same minute', 2 * minute + 40_000, 30_000, false],
    ['twelve hours, with no sweep known', 720 * minute, undefined, true],
    ['twelve hours, with a sweep a step ago', 720 * minute, longestStepMinutes * minute, true],
    ['twelve hours, swept before it was made', 720 * minute, 100_000 * minute, true],
  ] as const)('of %s is due or not', (_, ageMs, sinceLastMs, due) => {
    expect(ids.map((each) => isDue({ ageMs, id: each }, sinceLastMs)).filter((is) => is !== due)).toEqual([]);
  });

  it.each([
    [1, 5, 1],
    [6, 30, 5],
    [31, 240, 30],
    [241, 2000, 60],
  ])('between minutes %i and %i waits at most %i minutes', (from, to, step) => {
    for (const each of ids.slice(0, 200)) {
      const sends = [0, ...sendsOf(each, to)];
      const waits = sends.slice(1).map((age, index) => (age < from ? 0 : age - (sends[index] ?? 0)));
      expect(Math.max(...waits)).toBeLessThanOrEqual(step);
      expect(to - (sends.at(-1) ?? 0)).toBeLessThan(step);
    }
  });

  it('has its minutes apart from those of others, so that each sweep has its share', () => {
    for (let age = 1000; age < 1000 + longestStepMinutes; age += 1) {
      const due = ids.filter((each) => isDue({ ageMs: age * minute, id: each }, minute)).length;
      expect(due).toBeLessThan((3 * ids.length) / longestStepMinutes);
    }
  });

  it('misses none of its minutes by sweeps that come late or drop out', () => {
    const atMinutes = [1.1, 2.05, 3.99, 5.01, 9.2, 31, 32.5, 61, 121, 200, 201, 260];
    for (const each of ids.slice(0, 200)) {
      atMinutes.slice(1).forEach((now, index) => {
        const last = atMinutes[index] ?? 0;
        const missed = sendsOf(each, Math.floor(now)).filter((age) => age > Math.floor(last));
        expect(isDue({ ageMs: now * minute, id: each }, (now - last) * minute)).toBe(missed.length > 0);
      });
    }
  });
});
