// The reference values by kind: offered, scheduled and retired ones. Administrators change them, everybody else reads

// them.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ReferenceKind, ReferenceValue } from '../../../shared/contracts/reference.ts';
import { referenceKinds } from '../../../shared/contracts/values/reference.ts';
import { createReferenceApi } from '../api/reference-api.ts';
import { hrefOf } from '../app/router.ts';
import { lacking } from '../auth/permission.ts';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { LinkTabs } from '../components/link-tabs.tsx';
import { Freshness, PageHeader } from '../components/page-header.tsx';
import { Notice, Shown } from '../components/states.tsx';
import { kindWords, parseKind } from '../model/reference-edit.ts';
import { useLive } from '../state/live.ts';
import { useApi, useServices } from '../state/services.ts';
import { ReferenceHistory } from './reference/reference-history.tsx';
import { RetireDialog } from './reference/retire-dialog.tsx';
import { ValueDialog } from './reference/value-dialog.tsx';
import { ValueList, type ValueTask } from './reference/value-list.tsx';

const everyMs = 10_000;

export function ReferencePage({ query }: { query: string }) {
  const { session, reference } = useServices();
  const api = useApi(createReferenceApi);
  const kind = parseKind(query);
  const task = useSignal<ValueTask | null>(null);
  const live = useLive({ key: 'reference', load: (signal) => api.all(signal), everyMs: () => everyMs });
  useEffect(() => {
    // Every other page reads its labels and choices from here.
    if (live.value !== undefined) reference.value = live.value;
  }, [live.value]);
  const missing = lacking(session.current.value?.role ?? 'viewer', 'reference:change');
  const begin = (next: ValueTask | null) => {
    task.value = next;
  };
  return (
    <>
      <PageHeader
        title="Reference data"
        lead="Values of the intake form. Older submissions keep retired values."
        aside={<Freshness of={live} />}
      />
      {missing !== null && (
        <Notice title="You can read, but not change">
          <p>{missing}</p>
        </Notice>
      )}
      <LinkTabs
        label="Kinds of reference data"
        current={kind}
        tabs={referenceKinds.map((each) => ({
          key: each,
          label: kindWords[each].many,
          href: hrefOf({ page: 'reference', query: `kind=${each}` }),
        }))}
      />
      <Card
        id="values"
        title={kindWords[kind].many}
        lead={kindWords[kind].lead}
        aside={missing === null ? <AddButton kind={kind} onTask={begin} /> : undefined}
        flush
      >
        <Shown of={live} what="reference data">
          {(value) => <ValueList kind={kind} values={value[kind]} missing={missing} onTask={begin} />}
        </Shown>
      </Card>
      {task.value !== null && (
        <Task
          task={task.value}
          kind={kind}
          values={live.value?.[kind] ?? []}
          onDone={() => {
            begin(null);
            live.reload();
          }}
          onClose={() => begin(null)}
        />
      )}
    </>
  );
}

function AddButton({ kind, onTask }: { kind: ReferenceKind; onTask: (task: ValueTask) => void }) {
  return (
    <Button kind="primary" icon="submit" onClick={() => onTask({ kind: 'add' })}>
      Add a {kindWords[kind].one}
    </Button>
  );
}

interface TaskProps {
  readonly task: ValueTask;
  readonly kind: ReferenceKind;
  readonly values: readonly ReferenceValue[];
  readonly onDone: () => void;
  readonly onClose: () => void;
}

function Task({ task, kind, values, onDone, onClose }: TaskProps) {
  const rest = { kind, onDone, onClose };
  switch (task.kind) {
    case 'add':
      return <ValueDialog {...rest} value={null} known={values.map(({ code }) => code)} />;
    case 'edit':
      return <ValueDialog {...rest} value={task.value} known={[]} />;
    case 'retire':
      return <RetireDialog {...rest} value={task.value} />;
    case 'history':
      return <ReferenceHistory kind={kind} value={task.value} onClose={onClose} />;
  }
}
