// The demonstration's scripts against a hub: the walk goes as told, and a load run accounts for every submission.
import { expect, inject, it } from 'vitest';
import { hubApi } from '../../infra/demo/hub-api.ts';
import { startLoad } from '../../infra/demo/load-run.ts';
import { narrator } from '../../infra/demo/narrator.ts';
import { summary } from '../../infra/demo/progress.ts';
import { walk } from '../../infra/demo/walk.ts';
import { sampleBody } from '../support/sample-body.ts';

const operator = () => hubApi(inject('hub').apiUrl).as('operator');

it('walks all nine steps and tells each of them', async () => {
  const told: string[] = [];

  await walk(
    await operator(),
    narrator((text) => told.push(text)),
  );

  const titles = told.join('').match(/^\d\. .+$/gm);
  expect(titles).toHaveLength(9);
  expect(told.join('')).toContain('status                 available');
  expect(told.join('')).toContain('version 3              completed by Omar Haddad');
});

it('sends at the rate asked for and sees every accepted submission appear', async () => {
  const startedMs = performance.now();
  const load = startLoad(await operator(), () => sampleBody, {
    rate: 20,
    seconds: 2,
    stop: new AbortController().signal,
  });

  await load.done;

  expect(load.state).toMatchObject({ sent: 40, accepted: 40, visible: 40, refused: 0, failed: 0 });
  expect(load.state.visibleMs).toHaveLength(40);
  expect(performance.now() - startedMs).toBeGreaterThan(1900);
});

it('stops sending at once when asked to, and still sees what was sent', async () => {
  const stop = new AbortController();
  const load = startLoad(await operator(), () => sampleBody, { rate: 10, seconds: 60, stop: stop.signal });
  let sentBefore = -1;
  setTimeout(() => {
    sentBefore = load.state.sent;
    stop.abort();
  }, 500);

  await load.done;

  expect(load.state.sent).toBe(sentBefore);
  expect(load.state.visible).toBe(load.state.sent);
  expect(summary(load.state, 0.5)).toContain(`accepted ${load.state.sent}, visible ${load.state.sent}`);
});
