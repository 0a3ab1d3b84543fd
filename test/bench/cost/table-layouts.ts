import type { Template } from '../../../infra/local/runtime/template.ts';
import type { TableLayout } from './metered-tables.ts';

interface KeyElement {
  readonly AttributeName: string;
}

interface TableProperties {
  readonly TableName: string;
  readonly KeySchema: readonly KeyElement[];
  readonly GlobalSecondaryIndexes?: readonly {
    readonly IndexName: string;
    readonly KeySchema: readonly KeyElement[];
    readonly Projection: { readonly ProjectionType: string; readonly NonKeyAttributes?: readonly string[] };
  }[];
}

/** Keys and indexes of a template's tables, by their names. */
export function tableLayouts({ Resources }: Template): Readonly<Record<string, TableLayout>> {
  const tables = Object.values(Resources).filter(({ Type }) => Type === 'AWS::DynamoDB::Table');
  return Object.fromEntries(
    tables.map(({ Properties }) => {
      const { TableName, KeySchema, GlobalSecondaryIndexes = [] } = Properties as unknown as TableProperties;
      const keys = namesOf(KeySchema);
      const indexes = GlobalSecondaryIndexes.map(({ IndexName, KeySchema: indexKeys, Projection }) => {
        const own = [...keys, ...namesOf(indexKeys), ...(Projection.NonKeyAttributes ?? [])];
        const projected = Projection.ProjectionType === 'ALL' ? {} : { projected: own };
        return [IndexName, { keys: namesOf(indexKeys), ...projected }];
      });
      return [TableName, { keys, indexes: Object.fromEntries(indexes) }];
    }),
  );
}

function namesOf(schema: readonly KeyElement[]): string[] {
  return schema.map(({ AttributeName }) => AttributeName);
}
