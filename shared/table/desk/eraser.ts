// Personal data of a requester on the desks. An erasure changes none of it: events name no requester, and so do the messages made
// from them; only messages from elsewhere and reasons of operators may.
import type { deadLetterDesk } from '../../core/desk/dead-letter-decisions.ts';
import type { DeskDefinition } from '../../core/desk/desk.ts';
import type { PersonalData } from '../engine/eraser.ts';
import type { DeskNoteItem, StoredDeskItem } from './items.ts';

export const deskPersonalData: PersonalData<StoredDeskItem<typeof deadLetterDesk> | DeskNoteItem<DeskDefinition>> = {
  dead_letter: {
    erased: [],
    kept: {
      evidence: 'a message that cannot be read is evidence, and tells of no submission that it could be found by',
      decisions: 'the reason is part of the history of the letter',
    },
  },
  desk_note: { erased: [], kept: { reason: 'the same reason as in the decision about the item' } },
};
