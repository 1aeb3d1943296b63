// Uploads in the tab: from the file to the checked document, stopping where they fail and going on from there.
import { describe, expect, it } from 'vitest';
import type { Document, DocumentDeclared } from '../../../../../shared/contracts/document.ts';
import { connectionProblem, type Problem, type Result } from '../../../../../web/src/api/problem.ts';
import type { PutOptions } from '../../../../../web/src/api/put-options.ts';
import {
  nextStep,
  nothingReached,
  percentSent,
  type Upload,
  uploadWords,
} from '../../../../../web/src/model/upload.ts';
import { createUploadDesk, type UploadDeskDeps } from '../../../../../web/src/state/upload-desk.ts';

const now = Date.parse('2026-01-31T08:00:00Z');
const chosen = { file: new File(['hello'], 'a.txt'), contentType: 'text/plain' } as const;
const declaration = { file_name: 'a.txt', content_type: 'text/plain', size_bytes: 5, sha256: 'f'.repeat(64) } as const;
const document = { document_id: 'DOC-1', status: 'available', rejection: null } as Document;
const link = (name: string, expires_at = '2026-01-31T08:05:00Z') =>
  ({
    method: 'PUT',
    url: `https://documents.test/${name}`,
    headers: { 'content-type': 'text/plain' },
    expires_at,
  }) as const;
const ok = <T>(value: T): Result<T> => ({ ok: true, value, etag: null });
const refused = (status: number): Result<never> => ({
  ok: false,
  problem: { ...connectionProblem(false), status } satisfies Problem,
});

/** A store that refuses the first upload and takes the next. */
function failingOnce(status: number): UploadDeskDeps['put'] {
  const answers = [refused(status)];
  return () => Promise.resolve(answers.pop() ?? ok(null));
}

/** A desk over a hub and a store that answer what the test says and remember what was asked. */
function deskOver(answers: Partial<Pick<UploadDeskDeps, 'put' | 'declare'>> & { readonly expires?: string } = {}) {
  const calls: string[] = [];
  let links = 0;
  const declared = (call: string, key: string): Promise<Result<DocumentDeclared>> => {
    calls.push(`${call} ${key === '' ? 'no key' : 'key'}`);
    links += 1;
    return Promise.resolve(ok({ document, upload: link(`link-${links}`, links === 1 ? answers.expires : undefined) }));
  };
  const desk = createUploadDesk({
    api: {
      declare: (submissionId, _body, key) => declared(`declare ${submissionId}`, key),
      declareVersion: (documentId, _body, key) => declared(`version of ${documentId}`, key),
      complete: (documentId) => {
        calls.push(`complete ${documentId}`);
        return Promise.resolve(ok(document));
      },
    },
    put: (options) => {
      calls.push(`put ${options.url.split('/').at(-1)}`);
      return (answers.put ?? (() => Promise.resolve(ok(null))))(options);
    },
    declare: answers.declare ?? (() => Promise.resolve(declaration)),
    now: () => now,
  });
  const settled = async (): Promise<Upload | undefined> => {
    const step = () => desk.uploads.value.at(-1)?.step ?? '';
    await expect.poll(() => ['done', 'failed', 'cancelled'].includes(step()), { interval: 1 }).toBe(true);
    return desk.uploads.value.at(-1);
  };
  return { desk, calls, settled };
}

describe('an upload', () => {
  it('declares, sends and has the bytes checked', async () => {
    const { desk, calls, settled } = deskOver();

    desk.start('SUB-1', chosen);

    expect(await settled()).toMatchObject({ step: 'done', documentId: 'DOC-1', outcome: document });
    expect(calls).toEqual(['declare SUB-1 key', 'put link-1', 'complete DOC-1']);
  });

  it('of a new version asks for one of that document', async () => {
    const { desk, calls, settled } = deskOver();

    desk.start('SUB-1', chosen, 'DOC-7');
    await settled();

    expect(calls[0]).toBe('version of DOC-7 key');
  });

  it('that was declared with its submission only sends and has it checked', async () => {
    const { desk, calls, settled } = deskOver();

    desk.adopt('SUB-1', chosen, declaration, { document, upload: link('given') });
    await settled();

    expect(calls).toEqual(['put given', 'complete DOC-1']);
  });

  it('tells how far it is', async () => {
    const seen: number[] = [];
    const { desk, settled } = deskOver({
      put: ({ onProgress }: PutOptions) => {
        onProgress(3);
        seen.push(...desk.uploads.value.map(percentSent));
        return Promise.resolve(ok(null));
      },
    });

    desk.start('SUB-1', chosen);
    await settled();

    expect(seen).toEqual([60]);
  });

  it('that failed goes on where it stopped, without a second declaration', async () => {
    const put = failingOnce(503);
    const { desk, calls, settled } = deskOver({ put });
    desk.start('SUB-1', chosen);
    const failed = await settled();
    expect(failed).toMatchObject({ step: 'failed', problem: { status: 503 } });

    desk.retry(failed?.key ?? '');

    expect(await settled()).toMatchObject({ step: 'done' });
    expect(calls).toEqual(['declare SUB-1 key', 'put link-1', 'put link-1', 'complete DOC-1']);
  });

  it('whose link is refused asks for another of the same document', async () => {
    const put = failingOnce(403);
    const { desk, calls, settled } = deskOver({ put });
    desk.start('SUB-1', chosen);

    desk.retry((await settled())?.key ?? '');
    await settled();

    expect(calls).toEqual(['declare SUB-1 key', 'put link-1', 'version of DOC-1 key', 'put link-2', 'complete DOC-1']);
  });

  it('of a file that cannot be read stops and sends nothing', async () => {
    const { desk, calls, settled } = deskOver({ declare: () => Promise.reject(new Error('It was moved.')) });

    desk.start('SUB-1', chosen);

    expect(await settled()).toMatchObject({ step: 'failed', problem: { detail: 'It was moved.' } });
    expect(calls).toEqual([]);
  });

  it('that is cancelled stays cancelled, whatever the store answers later', async () => {
    let answer = () => {};
    const { desk, calls, settled } = deskOver({
      put: ({ signal }) =>
        new Promise((resolve) => {
          answer = () => resolve(ok(null));
          signal.addEventListener('abort', () => resolve({ ok: false, problem: connectionProblem(true) }));
        }),
    });
    desk.start('SUB-1', chosen);
    await expect.poll(() => calls.at(-1)).toBe('put link-1');

    desk.cancel(desk.uploads.value[0]?.key ?? '');
    answer();

    expect(await settled()).toMatchObject({ step: 'cancelled', problem: null });
    expect(calls.at(-1)).toBe('put link-1');
  });

  it('that is dismissed is gone', async () => {
    const { desk, settled } = deskOver();
    desk.start('SUB-1', chosen);

    desk.dismiss((await settled())?.key ?? '');

    expect(desk.uploads.value).toEqual([]);
  });
});

describe('nextStep', () => {
  it.each([
    [nothingReached, 'reading'],
    [{ declaration, link: null, sent: false }, 'declaring'],
    [{ declaration, link: link('a'), sent: false }, 'sending'],
    [{ declaration, link: link('a', '2026-01-31T08:00:10Z'), sent: false }, 'declaring'],
    [{ declaration, link: link('a', '2026-01-31T07:00:00Z'), sent: true }, 'checking'],
  ] as const)('after %j comes %s', (reached, step) => expect(nextStep(reached, now)).toBe(step));
});

describe('uploadWords', () => {
  it('says what became of it', () => {
    const done = { step: 'done', outcome: { ...document, status: 'rejected' } } as Upload;

    expect(uploadWords(done)).toBe('Uploaded, but not accepted');
    expect(uploadWords({ ...done, outcome: { ...document, status: 'pending' } })).toBe('Uploaded. The check goes on.');
  });
});
