import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { EventBus, EventField, Rule } from 'aws-cdk-lib/aws-events';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { SevdeskRelayCommands, SevdeskRelayEvents } from 'sevdesk-relay/cdk';

/** A product beside the relay: it hears of large payments and of what is overdue, and invoices deals that were won. */
export class BillingStack extends Stack {
  constructor(scope: Construct, id: string, { relayStage }: { readonly relayStage: string }) {
    super(scope, id);
    const events = SevdeskRelayEvents.fromStage(this, relayStage);

    const largePayments = new Queue(this, 'LargePayments', { queueName: 'billing-large-payments', enforceSSL: true });
    events.onInvoicePaid('LargeInvoicePaid', largePayments, { summary: { gross: { above: 1000 } } });

    const chaseOverdue = new NodejsFunction(this, 'ChaseOverdue', {
      entry: join(import.meta.dirname, 'chase-overdue.ts'),
      runtime: Runtime.NODEJS_24_X,
    });
    events.onInvoiceOverdue('InvoiceOverdue', chaseOverdue);

    this.invoiceDeals(SevdeskRelayCommands.fromStage(this, relayStage));
  }

  /** No code: EventBridge makes the command of the product's own event. */
  private invoiceDeals(commands: SevdeskRelayCommands): void {
    const detail = (field: string) => EventField.fromPath(`$.detail.${field}`);
    const invoiceDeal = commands.target({
      type: 'invoice.create',
      // The same however often the event comes: the invoice is made once.
      commandId: `deal-${detail('dealId')}-invoice`,
      tenantId: detail('tenantId'),
      data: {
        reference: detail('dealId'),
        contact: { id: detail('sevdeskContactId') },
        date: detail('wonOn'),
        timeToPayDays: 14,
        positions: [{ name: detail('title'), quantity: '1', price: detail('amount'), taxRate: '19' }],
      },
    });
    new Rule(this, 'DealWon', {
      eventBus: new EventBus(this, 'Bus', { eventBusName: 'billing' }),
      eventPattern: { source: ['crm'], detailType: ['deal.won'] },
      targets: [invoiceDeal],
    });
  }
}
