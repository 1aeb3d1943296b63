// Tells a walk to whoever watches the console: what is done, what is asked, what is answered, and what it means.
import { type HubAnswer, type HubApi, refusalOf } from './hub-api.ts';

export interface Narrator {
  /** Begins a step. */
  step(title: string, words: string): void;
  /** Calls the hub and shows request and answer. @throws StepFailed unless the status is one of the expected */
  ask(hub: HubApi, method: string, path: string, options: AskOptions): Promise<HubAnswer['body']>;
  /** A line of the hub's answer worth seeing. */
  show(name: string, value: unknown): void;
  /** What the answer means. */
  means(words: string): void;
}

export interface AskOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** @default [200] */
  readonly expect?: readonly number[];
  /** Does not show the exchange; for looking again and again. */
  readonly quietly?: boolean;
}

/** A step did not go as told. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed';
}

const longestBody = 160;
const lineWidth = 96;

/** @param write Receives text with its line ends */
export function narrator(write: (text: string) => void): Narrator {
  let steps = 0;
  return {
    step: (title, words) => {
      steps += 1;
      write(`\n${steps}. ${title}\n${wrapped(words, '   ')}`);
    },
    ask: async (hub, method, path, { body, headers, expect = [200], quietly = false }) => {
      const startedMs = performance.now();
      const answer = await hub.call(method, path, { body, ...(headers !== undefined && { headers }) });
      const fits = expect.includes(answer.status);
      if (!quietly || !fits) {
        const text = body === undefined ? '' : ` ${shortened(JSON.stringify(body))}`;
        write(`   > ${method} ${path}${text}\n`);
        write(`   < ${answer.status} after ${Math.round(performance.now() - startedMs)} ms\n`);
      }
      if (!fits) {
        throw new StepFailed(`${method} ${path} was answered ${refusalOf(answer)}; expected ${expect.join(' or ')}`);
      }
      return answer.body;
    },
    show: (name, value) =>
      write(`     ${name.padEnd(22)} ${typeof value === 'string' ? value : JSON.stringify(value)}\n`),
    means: (words) => write(wrapped(words, '   = ')),
  };
}

const shortened = (text: string): string => (text.length > longestBody ? `${text.slice(0, longestBody)}…` : text);

function wrapped(words: string, indent: string): string {
  const lines = [''];
  for (const word of words.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + word.length + 1 > lineWidth - indent.length) {
      lines.push(word);
    } else {
      lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
    }
  }
  const next = ' '.repeat(indent.length);
  return lines.map((line, index) => `${index === 0 ? indent : next}${line}\n`).join('');
}
