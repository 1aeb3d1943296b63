// A page of an export as an answer: CSV for a file, with the way to the next page in headers.
import type { CsvPage } from '../../core/lists/csv.ts';
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
