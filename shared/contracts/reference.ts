// Contract of reference data and its built-in values. Codes are the wire values, labels are for display.
// An administrator adds, renames and retires values on top of the built-in ones.
import * as z from 'zod/mini';
import { instant } from './page.ts';
import { singleLine, text } from './text.ts';
import { type labelLanguages, referenceKinds } from './values/reference.ts';
import { textLimits } from './values/text-limits.ts';

export type ReferenceKind = (typeof referenceKinds)[number];
export const referenceKind = z.enum(referenceKinds);

export type LabelLanguage = (typeof labelLanguages)[number];

export type Labels = { readonly en: string } & Readonly<Partial<Record<LabelLanguage, string>>>;

export interface BuiltInValue {
  readonly code: string;
  readonly labels: Labels;
  /** Priorities only: hours from acceptance until a case is due. */
  readonly targetHours?: number;
}

const value = (code: string, en: string, de: string, fr: string, es: string, targetHours?: number): BuiltInValue => ({
  code,
  labels: { en, de, fr, es },
  ...(targetHours === undefined ? {} : { targetHours }),
});

export const builtInReference: Readonly<Record<ReferenceKind, readonly BuiltInValue[]>> = {
  request_types: [
    value('GENERAL_INQUIRY', 'General inquiry', 'Allgemeine Anfrage', 'Demande générale', 'Consulta general'),
    value('ACCOUNT_UPDATE', 'Account update', 'Kontoänderung', 'Mise à jour du compte', 'Actualización de cuenta'),
    value('AGREEMENT_CHANGE', 'Agreement change', 'Vertragsänderung', 'Modification de contrat', 'Cambio de contrato'),
    value('INCIDENT_REPORT', 'Incident report', 'Störungsmeldung', "Signalement d'incident", 'Informe de incidente'),
    value('COMPLAINT', 'Complaint', 'Beschwerde', 'Réclamation', 'Reclamación'),
  ],
  priorities: [
    value('low', 'Low', 'Niedrig', 'Basse', 'Baja', 168),
    value('medium', 'Medium', 'Mittel', 'Moyenne', 'Media', 72),
    value('high', 'High', 'Hoch', 'Haute', 'Alta', 24),
    value('urgent', 'Urgent', 'Dringend', 'Urgente', 'Urgente', 4),
  ],
  assigned_teams: [
    value('OPERATIONS_TEAM', 'Operations', 'Betrieb', 'Opérations', 'Operaciones'),
    value('CUSTOMER_CARE_TEAM', 'Customer care', 'Kundenbetreuung', 'Service client', 'Atención al cliente'),
    value('AGREEMENTS_TEAM', 'Agreements', 'Verträge', 'Contrats', 'Contratos'),
    value('TECHNICAL_TEAM', 'Technical', 'Technik', 'Technique', 'Técnico'),
  ],
  intake_methods: [
    value('manual_form', 'Portal form', 'Portalformular', 'Formulaire du portail', 'Formulario del portal'),
    value('phone', 'Telephone', 'Telefon', 'Téléphone', 'Teléfono'),
    value('email', 'E-mail', 'E-Mail', 'Courriel', 'Correo electrónico'),
    value('api', 'API', 'API', 'API', 'API'),
  ],
};

/** A code on the wire. The catalogue decides which codes are in use. */
export const referenceCode = z.string().check(
  z.regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, {
    error: 'must be a code such as GENERAL_INQUIRY: a letter, then up to 63 letters, digits or underscores',
  }),
);

const label = text(textLimits.label).check(singleLine);
const labels = z.strictObject({
  en: label,
  de: z.optional(label),
  fr: z.optional(label),
  es: z.optional(label),
});
/** From 36 seconds to a year. */
const targetHours = z.number().check(z.gte(0.01), z.lte(8760));
const sortOrder = z.number().check(z.int(), z.gte(0), z.lte(9999));

export const referenceStatuses = ['active', 'scheduled', 'retired'] as const;

export const referenceValue = z.object({
  code: z.string(),
  /** In the requested language; English when there is no translation. */
  label: z.string(),
  labels: z.record(z.string(), z.string()),
  sort_order: z.number(),
  /** Priorities only: hours from acceptance until a case is due. */
  target_hours: z.nullable(z.number()),
  /** New submissions may name it from `valid_from` until before `valid_to`; null is unbounded. */
  valid_from: z.nullable(instant),
  valid_to: z.nullable(instant),
  status: z.enum(referenceStatuses),
  /** 0 for an unchanged built-in value; each change adds 1. */
  version: z.number(),
  changed_by: z.nullable(z.string()),
  changed_at: z.nullable(instant),
});
export type ReferenceValue = z.output<typeof referenceValue>;

const valueList = z.array(referenceValue);

/** Body of `GET /reference`. */
export const referenceData = z.object({
  request_types: valueList,
  priorities: valueList,
  assigned_teams: valueList,
  intake_methods: valueList,
});
export type ReferenceData = z.output<typeof referenceData>;

const instantInput = z.iso.datetime({ error: 'must be an instant in UTC such as 2026-01-31T08:00:00Z' });

/** Body of `POST /reference/{kind}`. */
export const referenceAddition = z.strictObject({
  code: referenceCode,
  labels,
  sort_order: z.optional(sortOrder),
  target_hours: z.optional(targetHours),
  valid_from: z.optional(z.nullable(instantInput)),
  valid_to: z.optional(z.nullable(instantInput)),
  change_reason: text(textLimits.reason),
});
export type ReferenceAddition = z.output<typeof referenceAddition>;

/** Body of `PATCH /reference/{kind}/{code}`; absent fields stay. `valid_to` retires a value, null restores it. */
export const referenceChange = z.strictObject({
  labels: z.optional(labels),
  sort_order: z.optional(sortOrder),
  target_hours: z.optional(targetHours),
  valid_from: z.optional(z.nullable(instantInput)),
  valid_to: z.optional(z.nullable(instantInput)),
  change_reason: text(textLimits.reason),
});
export type ReferenceChange = z.output<typeof referenceChange>;

/** One change of a value in its audit. */
export const referenceHistoryEntry = z.object({
  version: z.number(),
  changed_by: z.string(),
  changed_at: instant,
  change_reason: z.string(),
  changes: z.array(z.object({ field: z.string(), from: z.unknown(), to: z.unknown() })),
});
export type ReferenceHistoryEntry = z.output<typeof referenceHistoryEntry>;
