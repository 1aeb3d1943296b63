// Desks: each kind of thing that waits for an operator's decision is one definition. An item is open until it is decided,
// and is decided once.
import type * as z from 'zod/mini';

export interface DeskDefinition {
  /** Part of the keys of its items. */
  readonly name: string;
  /** Item type in the table. */
  readonly entity: string;
  /** Status of an item that waits. */
  readonly open: string;
  /** Every decision with its effect in words. The status of a decided item is its last decision. */
  readonly decisions: Readonly<Record<string, string>>;
  /** The subject of an item. */
  readonly subject: z.ZodMiniType<object>;
  /** Evidence for the decision of an operator. */
  readonly evidence: z.ZodMiniType<object>;
}

export type DeskAction<Desk extends DeskDefinition> = keyof Desk['decisions'] & string;
export type DeskStatus<Desk extends DeskDefinition> = Desk['open'] | DeskAction<Desk>;

export interface DeskDecision<Desk extends DeskDefinition> {
  readonly action: DeskAction<Desk>;
  readonly decided_by: string;
  readonly decided_by_id: string;
  readonly reason: string;
  readonly decided_at: string;
}

export interface DeskItem<Desk extends DeskDefinition> {
  readonly id: string;
  readonly desk: Desk['name'];
  readonly fingerprint: string;
  readonly status: DeskStatus<Desk>;
  readonly subject: z.output<Desk['subject']>;
  readonly evidence: z.output<Desk['evidence']>;
  /** ISO 8601; of an item that was opened again, the last time. */
  readonly opened_at: string;
  /** Oldest first. */
  readonly decisions: readonly DeskDecision<Desk>[];
}

/** The part of an item that a decision is about. */
export type Decidable<Desk extends DeskDefinition> = Pick<
  DeskItem<Desk>,
  'id' | 'fingerprint' | 'status' | 'decisions'
>;

export type Transition<Desk extends DeskDefinition, Decision extends DeskDecision<Desk> = DeskDecision<Desk>> =
  | { readonly kind: 'decided'; readonly status: DeskAction<Desk>; readonly decision: Decision }
  | { readonly kind: 'decided-before'; readonly reason: string };

/** An open item takes one decision; a decided item refuses a second one with who, when and what. */
export function decideOnce<Desk extends DeskDefinition, Decision extends DeskDecision<Desk>>(
  desk: Desk,
  item: Pick<Decidable<Desk>, 'status' | 'decisions'>,
  decision: Decision,
): Transition<Desk, Decision> {
  const reason = decidedBefore(desk, item);
  if (reason !== undefined) return { kind: 'decided-before', reason };
  return { kind: 'decided', status: decision.action, decision };
}

/** The decision about an item with its actor, instant and effect; undefined for an open one. */
export function decidedBefore<Desk extends DeskDefinition>(
  desk: Desk,
  { status, decisions }: Pick<Decidable<Desk>, 'status' | 'decisions'>,
): string | undefined {
  if (status === desk.open) return undefined;
  const last = decisions.at(-1);
  const by = last === undefined ? '' : ` by ${last.decided_by} at ${last.decided_at}`;
  return `it was ${status}${by}: ${desk.decisions[status]}`;
}
