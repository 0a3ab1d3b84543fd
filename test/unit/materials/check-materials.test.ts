import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resources } from '../../../shared/sevdesk/resources.ts';
import { checkMaterials } from '../../materials/check-materials.ts';
import { fieldsRead } from '../../materials/probe-row.ts';
import { writtenBodies } from '../../materials/written-bodies.ts';

const FIXTURES = fileURLToPath(new URL('../../fixtures/sevdesk', import.meta.url));
const SCRIPT = fileURLToPath(new URL('../../materials/main.ts', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'materials-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (file: string, content: unknown) => writeFileSync(join(folder, file), JSON.stringify(content));
const error = (code: number, responseCode: number) => ({ error: { message: 'no', code, responseCode }, objects: null });

const ANY_BODY = { requestBody: { content: { 'application/json': { schema: {} as object } } } };
const bodies = await writtenBodies();

/** An OpenAPI document that agrees with the rows and bodies; JSON is YAML. */
function specification() {
  const rows = Object.values(resources);
  const positions = rows.flatMap((row) => (row.positions ? [row.positions('{id}')] : []));
  const places = [...rows, ...rows.map(({ path }) => ({ path: `${path}/{id}`, query: {} })), ...positions];
  const get = ({ path, query }: (typeof places)[number]) => {
    const schema = { properties: { objects: { items: { $ref: `#/components/schemas/Model_${path}` } } } };
    return {
      tags: [path],
      parameters: Object.keys(query).map((name) => ({ name })),
      responses: { 200: { content: { 'application/json': { schema } } } },
    };
  };
  return {
    openapi: '3.0.0',
    tags: rows.map(({ path, strategy }) => ({
      name: path,
      ...(strategy === 'cursor' && { description: 'updateAfter={x}' }),
    })),
    paths: {
      ...Object.fromEntries(bodies.map(({ path }) => [`/${path}`, { post: ANY_BODY }])),
      ...Object.fromEntries(places.map((place) => [`/${place.path}`, { get: get(place), post: ANY_BODY }])),
    } as Record<string, { get: ReturnType<typeof get>; post?: typeof ANY_BODY }>,
    components: {
      schemas: Object.fromEntries(
        rows.map((row) => {
          const fields = fieldsRead(row, []).filter((field) => field !== 'cancelledBy');
          return [`Model_${row.path}`, { properties: Object.fromEntries(fields.map((field) => [field, {}])) }];
        }),
      ),
    },
  };
}

describe('the check of materials', () => {
  it('finds nothing wrong with our own fixtures', async () => {
    const { problems, text } = await checkMaterials(FIXTURES);
    expect(problems).toEqual([]);
    expect(text).toMatch(/16 answers, \d+ records, no openapi\.yaml: 0 problems$/);
  });

  it('reads every way in which answers were recorded', async () => {
    write('list.json', { objects: [{ id: '1', objectName: 'Contact' }] });
    write('factory.json', {
      objects: { invoice: { id: '1', objectName: 'Invoice' }, invoicePos: [{ id: '2', objectName: 'InvoicePos' }] },
    });
    write('sum.json', { objects: '-1391.18' });
    write('deletion.json', { objects: [null] });
    write('wrapped.json', { status: 401, contentType: 'application/json', body: { status: 401, message: 'no' } });
    write('refusal.json', error(151, 404));
    write('refusal-inside-200.json', error(390, 200));
    const { problems, text } = await checkMaterials(folder);
    expect(problems).toEqual([]);
    expect(text).toContain('7 answers, 3 records');
  });

  it.each([
    ['a record without a usable id', { objects: [{ id: '', objectName: 'Contact' }] }, /1 records without a usable id/],
    ['an answer that is none', [1], /read as UnexpectedAnswer, and success was due/],
  ])('notices %s', async (_name, content, problem) => {
    write('broken.json', content);
    expect((await checkMaterials(folder)).problems).toEqual([expect.stringMatching(problem)]);
  });

  it('notices a folder with nothing in it', async () => {
    expect((await checkMaterials(folder)).problems).toHaveLength(1);
  });

  it('agrees with a document that has what the rows need', async () => {
    write('openapi.yaml', specification());
    const { problems, text } = await checkMaterials(folder);
    expect(problems).toEqual([]);
    expect(text).toContain('12 rows and 10 bodies checked, 3 known deviations');
  });

  it.each<readonly [string, (document: ReturnType<typeof specification>) => void, string]>([
    ['list', ({ paths }) => delete paths['/Part'], 'Part: there is no GET Part'],
    ['record', ({ paths }) => delete paths['/Tag/{id}'], 'Tag: there is no GET Tag/{}'],
    ['positions', ({ paths }) => delete paths['/VoucherPos'], 'Voucher: there is no GET VoucherPos'],
    ['query', ({ paths }) => paths['/Contact']?.get.parameters.pop(), 'Contact: Contact knows no depth'],
    ['time filter', ({ tags }) => delete tags[0]?.description, 'Contact: updateAfter is not documented'],
    [
      'field',
      ({ components }) => delete components.schemas.Model_Part?.properties.stock,
      'Part: stock is read and nowhere to be found',
    ],
  ])('notices a missing %s', async (_name, remove, problem) => {
    const document = specification();
    remove(document);
    write('openapi.yaml', document);
    expect((await checkMaterials(folder)).problems).toContain(problem);
  });

  it('notices a body that the document does not allow, and lists what deviates on purpose', async () => {
    const document = specification();
    const part = {
      type: 'object',
      required: ['stock', 'colour'],
      properties: { taxRate: { type: 'number' }, name: { type: 'string', maxLength: 2 } },
    };
    const content = { 'application/json': { schema: part } };
    document.paths['/Part'] = { ...document.paths['/Part'], post: { requestBody: { content } } } as never;
    delete document.paths['/Order/Factory/saveOrder'];
    write('openapi.yaml', document);
    const { problems, text } = await checkMaterials(folder);
    expect(problems).toEqual([
      'order.create: save: the document has no such request',
      "part.upsert: save: / must have required property 'colour'",
      'part.upsert: save: /name must NOT have more than 2 characters',
    ]);
    expect(text).toContain('body /taxRate must be number: numbers as text');
  });

  it('takes a field from a recorded answer that the document does not know', async () => {
    cpSync(FIXTURES, folder, { recursive: true });
    const document = specification();
    delete document.components.schemas.Model_Part?.properties.stock;
    write('openapi.yaml', document);
    expect((await checkMaterials(folder)).problems).toEqual([]);
  });

  it('says by its exit code that something is wrong', async () => {
    const run = () => execFileSync(process.execPath, [SCRIPT, folder], { encoding: 'utf8', stdio: 'pipe' });
    expect(run).toThrow();
    write('list.json', { objects: [] });
    expect(run()).toContain('1 answers, 0 records');
  });
});
