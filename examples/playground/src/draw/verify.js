// A proof or a receipt, verified by the entries `kenpo/verify`, `kenpo/beacon` and `kenpo/timestamp`, on this device.

import { withBeacon } from 'kenpo/beacon';
import { load } from 'kenpo/verify';

/** What a file is: `proof`, `receipt`, or nothing that is known. */
export function kindOf(file) {
  if (file?.receipt && file.manifest) return 'receipt';
  if (file?.format?.startsWith?.('kenpo-draw-proof/')) return 'proof';
  return undefined;
}

/** The verdict on a file; what is thrown is the library's error. */
export async function verify(file, kind) {
  const kenpo = await load();
  let told;
  if (kind === 'receipt') told = kenpo.lotteryCheckReceipt(file).answer.verdict;
  else told = await withBeacon(kenpo.lotteryVerify({ proof: file }).answer.verdict, file);
  if (told.time_evidence === 'present') {
    const { withTimestamp } = await import('kenpo/timestamp');
    told = await withTimestamp(told, file);
  }
  return told;
}
