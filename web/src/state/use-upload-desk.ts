// The upload desk of this tab: one for all pages, created when the first page needs it.
import { createDocumentsApi } from '../api/documents-api.ts';
import { putFile } from '../api/put-file.ts';
import { declareFile } from '../model/declare-file.ts';
import { isRunning } from '../model/upload.ts';
import { type Services, useServices } from './services.ts';
import { createUploadDesk, type UploadDesk } from './upload-desk.ts';

const desks = new WeakMap<Services, UploadDesk>();

export function useUploadDesk(): UploadDesk {
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
    // Leaving the page would abort uploads that cannot be resumed, because only this tab knows the file.
    if (desk.uploads.peek().some(isRunning)) event.preventDefault();
  });
  desks.set(services, desk);
  return desk;
}
