/** Bytes that come in pieces, put together; `undefined` as soon as there are more than `most`. */
export async function bytesAtMost(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  most: number,
): Promise<Uint8Array | undefined> {
  const kept: Uint8Array[] = [];
  let length = 0;
  for await (const piece of pieces) {
    length += piece.length;
    if (length > most) return undefined;
    kept.push(piece);
  }
  return Buffer.concat(kept);
}
