// Builds the reply for one page of a CSV export; headers carry the cursor of the next page.
import type { CsvPage } from './csv.ts';
import type { ApiReply } from './route.ts';

const csvMediaType = 'text/csv; charset=utf-8';

export function csvReply(fileName: string, page: CsvPage): ApiReply {
  return {
    status: 200,
    body: page.text,
    contentType: csvMediaType,
    headers: { 'content-disposition': `attachment; filename="${fileName}"` },
    nextCursor: page.next,
  };
}
