/** A tax rule (Steuerregel) of the 2.0 update. */
export interface TaxRule {
  readonly id: string;
  /** Its name in `forTaxRule`. */
  readonly code: string;
  readonly name: string;
  /** In percent; none where the customer's country decides (OSS). */
  readonly rates: readonly string[];
}

const ANY_RATE = ['0', '7', '19'];
const ZERO = ['0'];

const ROWS: readonly (readonly [id: string, code: string, rates: readonly string[], name: string])[] = [
  ['1', 'USTPFL_UMS_EINN', ANY_RATE, 'Umsatzsteuerpflichtige Umsätze'],
  ['2', 'AUSFUHREN', ZERO, 'Ausfuhren'],
  ['3', 'INNERGEM_LIEF', ANY_RATE, 'Innergemeinschaftliche Lieferungen'],
  ['4', 'STFREIE_UMS_P4', ZERO, 'Steuerfreie Umsätze §4 UStG'],
  ['5', 'REV_CHARGE_13B_1', ZERO, 'Reverse Charge gem. §13b UStG'],
  ['8', 'INNERGEM_ERWERB', ANY_RATE, 'Innergemeinschaftliche Erwerbe'],
  ['9', 'VORST_ABZUGSF_AUFW', ANY_RATE, 'Vorsteuerabziehbare Aufwendungen'],
  ['10', 'NICHT_VORST_ABZUGSF_AUFW', ZERO, 'Nicht vorsteuerabziehbare Aufwendungen'],
  ['11', 'KLEINUNTERNEHMER_P19', ZERO, 'Steuer nicht erhoben nach §19 UStG'],
  ['12', 'REV_CHARGE_13B_MIT_VORST_ABZUG_0', ZERO, 'Reverse Charge gem. §13b Abs. 2 UStG mit Vorsteuerabzug'],
  ['13', 'REV_CHARGE_13B_OHNE_VORST_ABZUG_0', ZERO, 'Reverse Charge gem. §13b UStG ohne Vorsteuerabzug'],
  ['14', 'REV_CHARGE_13B_EU_0', ZERO, 'Reverse Charge gem. §13b Abs. 1 UStG, EU'],
  ['16', 'NICHT_STEUERBAR_EXPENSE', ZERO, 'Nicht steuerbare Ausgaben'],
  ['17', 'NICHT_IM_INLAND_STEUERBAR', ZERO, 'Nicht im Inland steuerbare Leistung'],
  ['18', 'OSS_GOODS', [], 'One Stop Shop, Waren'],
  ['19', 'OSS_SERVICES', [], 'One Stop Shop, elektronische Dienstleistungen'],
  ['20', 'OSS_OTHER', [], 'One Stop Shop, sonstige Dienstleistungen'],
  ['21', 'REV_CHARGE_13B_1_USTG', ZERO, 'Reverse Charge gem. §18b UStG'],
  ['22', 'NICHT_STEUERBAR_REVENUE', ZERO, 'Nicht steuerbare Einnahmen'],
];

/** Rules and rates: documentation, "sevdesk-Update 2.0"; 16 and 22 are not in it (measured). Codes: measured or practice. */
export const TAX_RULES: readonly TaxRule[] = ROWS.map(([id, code, rates, name]) => ({ id, code, rates, name }));
