// The intake form's draft: what outlives the page and the sign-in, and what nobody else gets to see.
import { describe, expect, it } from 'vitest';
import { emptyDraft } from '../../../../../web/src/model/submission-form.ts';
import { createIntakeDraft } from '../../../../../web/src/state/intake-draft.ts';

const typed = { ...emptyDraft, requester_name: 'Half a form' };
const chosen = { file: new File(['a'], 'a.txt'), contentType: 'text/plain' } as const;

function storage() {
  const map = new Map<string, string>();
  return {
    map,
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
    removeItem: (key: string) => void map.delete(key),
  };
}

/** A draft that Ada was typing. */
function ofAda(store = storage()) {
  const draft = createIntakeDraft(store);
  draft.belongTo('Ada');
  draft.fields.value = typed;
  draft.file.value = chosen;
  return draft;
}

describe('the intake draft', () => {
  it('comes back after the page was left to sign in, without the file, and once', () => {
    const store = storage();
    ofAda(store).keep();
    const [first, second] = [createIntakeDraft(store), createIntakeDraft(store)];
    first.restore();
    second.restore();
    first.belongTo('Ada');

    expect([...store.map.values()].join()).not.toContain('a.txt');
    expect([first.fields.value, first.file.value, second.fields.value]).toEqual([typed, null, emptyDraft]);
  });

  it('leaves nothing in the storage when nothing was typed', () => {
    const store = storage();
    const draft = createIntakeDraft(store);
    draft.belongTo('Ada');
    draft.keep();

    expect(store.map.size).toBe(0);
  });

  it('is not for somebody else, whether the page was left or not', () => {
    const store = storage();
    ofAda(store).keep();
    const [restored, stayed] = [createIntakeDraft(store), ofAda()];
    restored.restore();
    restored.belongTo('Grace');
    stayed.belongTo('Grace');

    expect([restored, stayed].map(({ fields, file }) => [fields.value, file.value])).toEqual([
      [emptyDraft, null],
      [emptyDraft, null],
    ]);
  });

  it('stays for the same person', () => {
    const draft = ofAda();
    draft.belongTo('Ada');

    expect([draft.fields.value, draft.file.value]).toEqual([typed, chosen]);
  });

  it('ignores what it did not write', () => {
    const store = storage();
    for (const text of ['nonsense', 'null', '{"owner":"Ada","fields":{"requester_name":1}}', '{"fields":{}}']) {
      store.map.set('hub.draft', text);
      const draft = createIntakeDraft(store);
      draft.restore();

      expect([draft.fields.value, store.map.size]).toEqual([emptyDraft, 0]);
    }
  });

  it('keeps the key of a submission while the form is the same, and drops it with the person', () => {
    const draft = ofAda();
    const key = draft.keyring.keyFor(typed);
    draft.clear();
    const again = draft.keyring.keyFor(typed);
    draft.forget();

    expect(again).toBe(key);
    expect(draft.keyring.keyFor(typed)).not.toBe(key);
  });
});
