// The upload desk of this tab: one for all pages, made when the first page needs it.
import { type Signal, signal } from '@preact/signals';
import { createDocumentsApi } from '../api/documents-api.ts';
import { putFile } from '../api/put-file.ts';
import { declareFile } from '../model/declare-file.ts';
import { isRunning } from '../model/upload.ts';
import { type Services, useServices } from './services.ts';
import { type CheckedFile, createUploadDesk, type UploadDesk } from './upload-desk.ts';

export interface TabDesk extends UploadDesk {
  /** The file chosen in the intake form; outlives the page as the form's draft does. */
  readonly draftFile: Signal<CheckedFile | null>;
}

const desks = new WeakMap<Services, TabDesk>();

export function useUploadDesk(): TabDesk {
  const services = useServices();
  const known = desks.get(services);
  if (known !== undefined) return known;
  const desk = createUploadDesk({
    api: createDocumentsApi(services.client),
    put: putFile,
    declare: ({ file, contentType }) => declareFile(file, contentType),
    now: Date.now,
  });
  addEventListener('beforeunload', (event) => {
    // Leaving would break off what cannot be resumed: the file is known to this tab only.
    if (desk.uploads.peek().some(isRunning)) event.preventDefault();
  });
  const made = { ...desk, draftFile: signal<CheckedFile | null>(null) };
  desks.set(services, made);
  return made;
}
