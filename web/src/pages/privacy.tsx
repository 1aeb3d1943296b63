// Erasure of a requester's personal data: its effects, and for administrators the erasures.
import { lacking } from '../auth/permission.ts';
import { Card } from '../components/card.tsx';
import { PageHeader } from '../components/page-header.tsx';
import { Notice } from '../components/states.tsx';
import { useServices } from '../state/services.ts';
import { Erasures } from './privacy/erasures.tsx';

export function PrivacyPage() {
  const { session } = useServices();
  const missing = lacking(session.current.value?.role ?? 'viewer', 'requester:erase');
  return (
    <>
      <PageHeader title="Privacy" lead="Erases the personal data of a requester on request." />
      <Consequences />
      {missing === null ? (
        <Erasures />
      ) : (
        <Notice title="You cannot erase personal data">
          <p>{missing}</p>
        </Notice>
      )}
    </>
  );
}

function Consequences() {
  return (
    <Card id="consequences" title="What an erasure does">
      <div class="consequences">
        <div>
          <h3 class="consequences__title consequences__title--gone">Erased permanently</h3>
          <ul class="consequences__list">
            <li>Name, e-mail address and description in every request of this person</li>
            <li>Comments on those requests and their cases</li>
            <li>Every document that belongs to them, in all versions</li>
          </ul>
        </div>
        <div>
          <h3 class="consequences__title consequences__title--kept">Kept</h3>
          <ul class="consequences__list">
            <li>The requests with their ids, types, teams, dates and outcomes</li>
            <li>Events, sync logs and lineage, which never held personal data</li>
            <li>Status history with the reasons people wrote; look there if one names the person</li>
            <li>That somebody erased them, when, and why; not the e-mail address itself</li>
          </ul>
        </div>
      </div>
    </Card>
  );
}
