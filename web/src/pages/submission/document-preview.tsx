// Previews an image or the beginning of a text. It never executes the bytes: an image is an image, text is text.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Document } from '../../../../shared/contracts/document.ts';
import { createDocumentsApi } from '../../api/documents-api.ts';
import { connectionProblem, type Problem, problemFrom } from '../../api/problem.ts';
import { ReadDialog } from '../../components/form-dialog.tsx';
import { Loading, ProblemNotice } from '../../components/states.tsx';
import { previewOf } from '../../model/document-file.ts';
import { useApi } from '../../state/services.ts';
import { readText, type TextStart } from './read-text.ts';

type Shown =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly problem: Problem }
  /** URL on the documents' origin, which serves nothing but this image. */
  | { readonly kind: 'image'; readonly url: string }
  | ({ readonly kind: 'text' } & TextStart);

export function DocumentPreview({ document, onClose }: { document: Document; onClose: () => void }) {
  const [shown, fail] = usePreview(document);
  return (
    <ReadDialog title={<bdi>{document.file_name}</bdi>} onClose={onClose}>
      <div class="preview">
        {shown.kind === 'loading' && <Loading what="the document" lines={6} />}
        {shown.kind === 'failed' && <ProblemNotice problem={shown.problem} />}
        {shown.kind === 'image' && (
          <img class="preview__image" src={shown.url} alt={document.file_name} onError={() => fail(unreadable)} />
        )}
        {shown.kind === 'text' && <TextShown {...shown} />}
      </div>
    </ReadDialog>
  );
}

function TextShown({ text, cut }: TextStart) {
  return (
    <>
      {cut && <p class="quiet">The first 100 KB; download the document for the rest.</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <pre class="raw preview__text" tabIndex={0}>
        {text}
      </pre>
    </>
  );
}

function usePreview({ document_id, version, content_type }: Document): [Shown, (problem: Problem) => void] {
  const api = useApi(createDocumentsApi);
  const shown = useSignal<Shown>({ kind: 'loading' });
  const fail = (problem: Problem) => {
    shown.value = { kind: 'failed', problem };
  };
  useEffect(() => {
    const stop = new AbortController();
    const load = async (): Promise<Shown> => {
      const link = await api.link(document_id, { disposition: 'inline', version });
      if (!link.ok) return { kind: 'failed', problem: link.problem };
      const { url } = link.value;
      return previewOf(content_type) === 'image' ? { kind: 'image', url } : textOf(url, stop.signal);
    };
    void load().then((loaded) => {
      if (!stop.signal.aborted) shown.value = loaded;
    });
    return () => stop.abort();
  }, [document_id, version]);
  return [shown.value, fail];
}

async function textOf(url: string, signal: AbortSignal): Promise<Shown> {
  try {
    const response = await fetch(url, { credentials: 'omit', signal });
    if (!response.ok) return { kind: 'failed', problem: problemFrom(response.status, undefined) };
    return { kind: 'text', ...(await readText(response)) };
  } catch {
    return { kind: 'failed', problem: connectionProblem(signal.aborted) };
  }
}

const unreadable: Problem = {
  ...connectionProblem(false),
  code: 'CLIENT.UNREADABLE_IMAGE',
  title: 'The image cannot be shown',
  detail: 'The image is unreadable or damaged. You can still download it.',
};
