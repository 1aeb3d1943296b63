// Narrates a walk on the console: the step, the request, the answer and its meaning.
import { type HubAnswer, type HubApi, refusalOf } from './hub-api.ts';

export interface Narrator {
  /** Begins a step. */
  step(title: string, words: string): void;
  /** Calls the hub and shows request and answer. @throws StepFailed for an unexpected status */
  ask(hub: HubApi, method: string, path: string, options: AskOptions): Promise<HubAnswer['body']>;
  /** Shows a field of the hub's answer. */
  show(name: string, value: unknown): void;
  /** Explains the answer. */
  means(words: string): void;
}

export interface AskOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** @default [200] */
  readonly expect?: readonly number[];
  /** Hides the exchange; for polling. */
  readonly quietly?: boolean;
}

/** A step of the walk failed. */
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
        throw new StepFailed(`${method} ${path} returned ${refusalOf(answer)}; expected ${expect.join(' or ')}`);
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
