// Page for an unknown address.
import { hrefOf } from '../app/router.ts';
import { PageHeader } from '../components/page-header.tsx';
import { Empty } from '../components/states.tsx';

export function NotFoundPage({ path }: { path: string }) {
  return (
    <>
      <PageHeader title="No such page" />
      <Empty icon="alert" title="There is nothing at this address">
        <p>
          <code class="code">#/{path}</code>
        </p>
        <p>
          <a href={hrefOf({ page: 'overview' })}>Go to the overview</a>
        </p>
      </Empty>
    </>
  );
}
