// Who did something, as the audit keeps it.

export interface Actor {
  /** Shown to people; may be shared by several and change. */
  readonly name: string;
  /** The token's subject: one person, for ever. */
  readonly subject: string;
}
