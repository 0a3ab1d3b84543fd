import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  ResourceAlreadyExistsException,
} from '@aws-sdk/client-eventbridge';
import { relayNames } from '../../shared/contract/names.ts';

const BUS = 'product';
const SOURCE = 'product.crm';
const INTAKE = `arn:aws:sqs:eu-central-1:000000000000:${relayNames('local').commandIntake}`;

/** The bus of a product whose rules turn its own events into commands, by input transformers and without code. */
export interface ProductBus {
  /** `fields` are taken from the event's detail, and stand as `<field>` in the template. */
  readonly addRule: (detailType: string, fields: readonly string[], template: string) => Promise<void>;
  readonly tell: (detailType: string, detail: object) => Promise<void>;
  readonly close: () => void;
}

export async function openProductBus(endpoint: string): Promise<ProductBus> {
  const credentials = { accessKeyId: 'product', secretAccessKey: 'product' };
  const events = new EventBridgeClient({ endpoint, region: 'eu-central-1', credentials });
  await events.send(new CreateEventBusCommand({ Name: BUS })).catch((error: unknown) => {
    if (!(error instanceof ResourceAlreadyExistsException)) throw error;
  });
  return {
    async addRule(detailType, fields, template) {
      const pattern = { source: [SOURCE], 'detail-type': [detailType] };
      const rule = { Name: detailType, EventBusName: BUS };
      await events.send(new PutRuleCommand({ ...rule, EventPattern: JSON.stringify(pattern) }));
      const InputPathsMap = Object.fromEntries(fields.map((field) => [field, `$.detail.${field}`]));
      const target = { Id: 'intake', Arn: INTAKE, InputTransformer: { InputPathsMap, InputTemplate: template } };
      await events.send(new PutTargetsCommand({ Rule: detailType, EventBusName: BUS, Targets: [target] }));
    },
    async tell(detailType, detail) {
      const entry = { EventBusName: BUS, Source: SOURCE, DetailType: detailType, Detail: JSON.stringify(detail) };
      await events.send(new PutEventsCommand({ Entries: [entry] }));
    },
    close: () => events.destroy(),
  };
}
