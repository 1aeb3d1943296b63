// Entry of `npm run load`: sends submissions at a constant rate to a running hub, with a progress bar and a summary.
import { readDemoOptions, runScript } from './demo-options.ts';
import { hubApi } from './hub-api.ts';
import { type RunningLoad, startLoad } from './load-run.ts';
import { progressLine, summary } from './progress.ts';

const usage = `npm run load -- [options]
  --rate N      submissions a second (20)
  --seconds N   for how long (60)
  --api URL     address of the hub's API (http://127.0.0.1:8000)
Ctrl-C ends it early, with the summary. Ends with exit code 1 when anything failed or was not seen.
`;

const numbers = {
  rate: { default: 20, min: 0.1, max: 2000 },
  seconds: { default: 60, min: 1, max: 86_400 },
};
const drawEveryMs = 200;
/** Without a terminal it prints an occasional line instead of the bar. */
const lineEveryMs = 5000;

const kinds = ['GENERAL_INQUIRY', 'ACCOUNT_UPDATE', 'AGREEMENT_CHANGE', 'INCIDENT_REPORT', 'COMPLAINT'];
const teams = ['OPERATIONS_TEAM', 'CUSTOMER_CARE_TEAM', 'AGREEMENTS_TEAM', 'TECHNICAL_TEAM'];
const priorities = ['low', 'medium', 'high', 'urgent'];

await runScript(async () => {
  const options = readDemoOptions(process.argv.slice(2), numbers);
  if (options.help) {
    process.stdout.write(usage);
    return 0;
  }
  const { rate = 20, seconds = 60 } = options.numbers;
  const stop = new AbortController();
  process.once('SIGINT', () => {
    process.stderr.write('\nstopping: waiting for open requests (Ctrl-C again stops at once)\n');
    stop.abort();
  });
  const hub = hubApi(options.api, 256);
  try {
    const operator = await hub.as('operator');
    process.stdout.write(`sending ${rate} submissions/s for ${seconds} s to ${hub.url}\n`);
    const startedMs = performance.now();
    const load = startLoad(operator, bodyOf, { rate, seconds, stop: stop.signal });
    const sendingSeconds = await drawn(load, Math.round(rate * seconds), startedMs);
    process.stdout.write(summary(load.state, sendingSeconds));
    const { failed, pending } = load.state;
    return failed === 0 && pending.size === 0 ? 0 : 1;
  } finally {
    hub.close();
  }
});

/** Draws until the run ends. @returns duration of sending in seconds */
async function drawn({ state, done }: RunningLoad, total: number, startedMs: number): Promise<number> {
  const terminal = process.stdout.isTTY;
  let sendingSeconds = 0;
  const draw = () => {
    const seconds = (performance.now() - startedMs) / 1000;
    process.stdout.write(
      `${terminal ? '\r\u001b[K' : ''}${progressLine(state, total, seconds)}${terminal ? '' : '\n'}`,
    );
  };
  let sent = -1;
  const clock = setInterval(() => {
    if (state.sent !== sent) {
      sent = state.sent;
      sendingSeconds = (performance.now() - startedMs) / 1000;
    }
  }, 20);
  const timer = setInterval(draw, terminal ? drawEveryMs : lineEveryMs);
  try {
    await done;
  } finally {
    clearInterval(timer);
    clearInterval(clock);
  }
  draw();
  process.stdout.write(terminal ? '\n' : '');
  return sendingSeconds;
}

function bodyOf(index: number): object {
  return {
    intake_method: 'api',
    requester_name: `Load Example ${index % 100}`,
    requester_email: `load-${index % 100}@example.test`,
    request_description: `Request ${index + 1} of a load run.`,
    request_type: kinds[index % kinds.length],
    priority: priorities[index % priorities.length],
    assigned_team: teams[index % teams.length],
  };
}
