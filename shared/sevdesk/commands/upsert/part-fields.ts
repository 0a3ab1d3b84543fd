import type { CommandData } from '../../../contract/command.ts';
import { grossPrice } from '../../../domain/gross-price.ts';
import { isSameNumber, parseDecimal } from '../../../domain/parse-decimal.ts';
import { type SevdeskRecord, scalar } from '../../../domain/sevdesk-record.ts';
import { reference } from '../record/wire-fields.ts';
import { changedFields, type WantedFields } from './changed-fields.ts';

type PartData = CommandData<'part.upsert'>;

export const PIECE = 'UNITY_PIECE';
const DEFAULT_RATE = '19';
const ACTIVE = 100;
const DECIMALS = ['taxRate', 'price', 'priceNet', 'priceGross'];

/** Body of `POST Part`: nothing in stock, taxed at 19 % and sold by the piece unless the command says otherwise. */
export function newPart(data: PartData, unitId: string | undefined): WantedFields {
  const { taxRate = DEFAULT_RATE, price } = data;
  const fields = { ...plainFields(data), unity: reference('Unity', unitId), taxRate };
  return { ...fields, stock: 0, status: ACTIVE, ...(price !== undefined && prices(price, taxRate)) };
}

/** What of a part has to change. `unitId` only where the command names a unit. */
export function partChanges(part: SevdeskRecord, data: PartData, unitId: string | undefined): WantedFields {
  const unity = unitId === undefined ? undefined : reference('Unity', unitId);
  const wanted = { ...plainFields(data), unity, taxRate: data.taxRate, ...changedPrices(part, data) };
  return changedFields(part, wanted, DECIMALS);
}

function plainFields({ name, partNumber, description }: PartData): WantedFields {
  return { name, partNumber, text: description };
}

/** A gross price that somebody rounded otherwise stays while net price and rate do. */
function changedPrices(part: SevdeskRecord, data: PartData): WantedFields {
  const before = { net: decimal(part, 'priceNet') ?? decimal(part, 'price'), rate: decimal(part, 'taxRate') };
  const { price = before.net, taxRate = before.rate ?? DEFAULT_RATE } = data;
  if (price === undefined) return {};
  const isSame = isSameNumber(price, before.net ?? '') && isSameNumber(taxRate, before.rate ?? '');
  return isSame ? {} : prices(price, taxRate);
}

/** sevdesk does not work out the gross price yet, so it must be given; `price` is net (documentation, "Part"). */
function prices(net: string, taxRate: string): WantedFields {
  return { price: net, priceNet: net, priceGross: grossPrice(net, taxRate) };
}

function decimal(part: SevdeskRecord, field: string): string | undefined {
  const text = scalar(part, field) ?? '';
  return parseDecimal(text) && text;
}
