import { crc32 } from 'node:zlib';

const NAME_IS_UTF8 = 0x0800;
const FIRST_OF_JANUARY_1980 = 0x0021;

/** A zip archive of one file, not compressed. */
export function storedZip(name: string, content: Buffer): Buffer {
  const fileName = Buffer.from(name);
  const { length } = content;
  const about = Buffer.concat([
    words(20, NAME_IS_UTF8, 0, 0, FIRST_OF_JANUARY_1980),
    longs(crc32(content), length, length),
    words(fileName.length, 0),
  ]);
  const entry = Buffer.concat([longs(0x04034b50), about, fileName, content]);
  const directory = Buffer.concat([longs(0x02014b50), words(20), about, words(0, 0, 0), longs(0, 0), fileName]);
  const end = Buffer.concat([longs(0x06054b50), words(0, 0, 1, 1), longs(directory.length, entry.length), words(0)]);
  return Buffer.concat([entry, directory, end]);
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeUInt16LE(value, index * 2);
  return bytes;
}

function longs(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, index * 4);
  return bytes;
}
