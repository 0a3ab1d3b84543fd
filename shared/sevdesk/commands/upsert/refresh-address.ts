import { referenceId, type SevdeskRecord } from '../../../domain/sevdesk-record.ts';
import type { StepContext } from '../command-plan.ts';
import { reference } from '../record/wire-fields.ts';
import { refreshStep } from './refresh-step.ts';

type Context = StepContext<'contact.upsert'>;

/** The billing address (Rechnungsanschrift), or the only one that there is. */
export const refreshAddress = refreshStep({
  name: 'address',
  resource: 'ContactAddress',
  async wanted(context) {
    const { street, zip, city, country = '' } = context.data.address ?? {};
    const { countryIds } = await context.lookUps({ countries: [country] });
    return { street, zip, city, country: reference('StaticCountry', countryIds[country]) };
  },
  added: async (context) => ({ category: reference('Category', await billingCategory(context)) }),
  choose: chooseAddress,
});

async function chooseAddress(
  addresses: readonly SevdeskRecord[],
  context: Context,
): Promise<SevdeskRecord | undefined> {
  if (addresses.length < 2) return addresses[0];
  const billing = await billingCategory(context);
  return addresses.find((address) => referenceId(address, 'category') === billing);
}

async function billingCategory({ lookUps }: Context): Promise<string | undefined> {
  return (await lookUps({ addressCategory: true })).addressCategoryId;
}
