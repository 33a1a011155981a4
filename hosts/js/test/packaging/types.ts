// Never run: what a user writes and what the compiler must refuse.

import {
  AccruedColumns,
  type AccrueRequest,
  type AnyLedgerEntry,
  type Answered,
  type CivilDate,
  type CouponPosting,
  type CouponReadReason,
  type Instant,
  Kenpo,
  KenpoError,
  type ProgrammeRef,
  Reason,
  Status,
  type StepCredit,
  load,
  loadSync,
} from 'kenpo';
import * as inline from 'kenpo/inline';
import { type Message, errorMessage, explain, explainFault, reasonMessage } from 'kenpo/messages';
import * as ja from 'kenpo/messages/ja';

export async function use(document: Uint8Array): Promise<string | undefined> {
  const kenpo: Kenpo = await load();
  await inline.load(new ArrayBuffer(8));
  await load({ href: 'https://example.org/kenpo.wasm' });
  const same: Kenpo = loadSync();
  const programme = kenpo.parseProgramme(document);

  const request: AccrueRequest = { now: '2022-06-15T09:00:00+09:00', arrivals: [{ date: '2022-06-14', steps: 8200 }] };
  const { answer, programme: readUnder } = programme.pointsAccrue(request);
  const digest: string = readUnder.digest;
  const reason: Reason | undefined = answer.verdict.items[0]?.answer?.reason;
  // An item is one of two, and each test of it tells which.
  const each = answer.verdict.items.map((item) => (item.answer ? item.answer.points : item.error.code));
  const batch = programme.batch('points.accrue', [request, request]);
  for (const item of batch.items) {
    if (item.error) return item.error.path;
    const paid: number = item.answer.verdict.points;
    if (paid > 0) return batch.programme.id;
  }
  const wrong = kenpo.batch('insurer_number.check', [{ insurer_number: '06139464' }]).items[0]?.answer?.verdict.reason;
  // A day as text goes in as any string, and comes out as what is no instant.
  const paidOn: CivilDate | undefined = answer.verdict.items[0]?.answer?.date;
  const writtenAt: Instant | undefined = answer.store?.[0]?.at;
  const asText: string | undefined = paidOn;
  if (paidOn) programme.pointsAccrue({ now: request.now, arrivals: [{ date: paidOn, steps: 1 }] });
  const number: 9 = Reason.wrong_check_digit;
  const points: number | undefined = answer.store?.[0]?.points;
  programme.pointsAccrue({ ...request, ledger: { entries: answer.store ?? [] }, explain: 'all' });

  const issued: Answered<CouponPosting, ProgrammeRef> = programme.couponIssue({ coupon: 'kkr_coupon', issued_on: '2022-06-23' });
  const decided: Reason = kenpo.insurerNumberCheck({ insurer_number: '06139463' }).answer.verdict.reason;
  const reasons: Uint8Array = kenpo.insurerNumberReasons(new Uint8Array(8));
  const key: string = kenpo.matchKey('ケンコム　タロウ');
  const keys: string[] = kenpo.matchKeys(['ケンコム　タロウ']);
  const credits: readonly StepCredit[] = programme.stepsAccrue({ syncedYmd: 20220615 }, [{ walkedYmd: 20220614, steps: 1 }]).credits;
  const accrued = new AccruedColumns();
  programme.stepsAccrueColumns({ syncedYmd: 20220615 }, { walked: Int32Array.of(20220614), steps: Int32Array.of(1) }, undefined, accrued);
  programme.stepsAccrueColumns({ syncedYmd: 20220616 }, { walked: Int32Array.of(20220615), steps: Float64Array.of(1) }, accrued, accrued);
  const pointsOfEach: Float64Array = accrued.points;
  const day = Int32Array.of(20240218);
  const places = { date: day, capacity: Uint32Array.of(30), taken: Uint32Array.of(0), booked: new Uint8Array(1), cancelled: new Uint8Array(1) };
  const states: Uint8Array = programme.slotStates('group_checkup', 1707058799, places);
  const person = { at: Float64Array.of(1707058799), born: day, insuredFrom: day, lostOn: day, usedOn: day, relation: new Uint8Array(1) };
  const people: Uint8Array = programme.eligibilityReasons('group_checkup', person);
  const last: number = programme.bookingDeadline('group_checkup', 'closes', 20240218).lastYmd;
  const lastOfEach: Int32Array = programme.slotDeadlines('group_checkup', 'closes', day).lastYmd;
  const paid: number = programme.subsidyYen('dock', 20240601, 18000);
  const paidOfEach: Int32Array = programme.subsidiesYen('dock', 20240601, Int32Array.of(18000));
  const checked: string | undefined = kenpo.programmeCheck('{}').answer.verdict.programme?.id;
  const faulty: string[] = (kenpo.programmeCheck('{}').answer.verdict.faults ?? []).map((fault) => fault.path);

  // The reasons of an operation are known, so that a switch over them needs no other case.
  const read = kenpo.couponRead({ code: 'K' }).answer.verdict.reason;
  const code = (reason: CouponReadReason): string => {
    switch (reason) {
      case 'accepted':
        return 'fits';
      case 'coupon_code_malformed':
      case 'coupon_code_mistyped':
        return 'enter it again';
    }
  };
  const ofCode: string = code(read);
  const any: Reason = read;
  // @ts-expect-error a code that is read is not looked up
  if (read === 'coupon_unknown') return;

  const typed: number = kenpo.insurerNumberReason('06139463');
  // A row's kind says which fields are there; a row from a database need not be told apart to be asked with.
  for (const row of answer.store ?? []) {
    if (row.kind === 'credit') {
      const rule: string = row.rule;
      const paidFor: CivilDate = row.date;
      if (rule === paidFor) return rule;
    } else if (row.kind === 'reversal') {
      const reverses: number = row.reverses;
      if (reverses === 1) return row.cause;
      // @ts-expect-error a reversal has no goods that must be there
      const goods: string = row.goods;
      return goods;
    }
  }
  const fromDatabase: AnyLedgerEntry[] = [{ sequence: 1, at: request.now, kind: 'credit', points: 20 }];
  programme.pointsAccrue({ ...request, ledger: { entries: fromDatabase } });

  const said: Message = await reasonMessage('cap_reached', 'ja');
  const saidAtOnce: Message = ja.reasonMessage('cap_reached');
  const saidOfNumber: Message | undefined = ja.reasonMessage(typed);
  const explained: Message | undefined = ja.explain({ code: 'locked' }) ?? (await explain({ code: 'locked', values: [] }, 'en'));
  const told: string | undefined = ja.explainFault({ code: 'id_taken' }) ?? (await explainFault({ code: 'id_taken' }, 'en'));
  // @ts-expect-error a code that is not known may have none
  const saidOfAny: Message = await errorMessage('nothing', 'en');

  // @ts-expect-error an instant is no day
  if (writtenAt) programme.pointsAccrue({ now: request.now, arrivals: [{ date: writtenAt, steps: 1 }] });
  // @ts-expect-error an item may be an error
  answer.verdict.items[0]?.answer.reason;
  // @ts-expect-error a draw is asked by itself
  kenpo.batch('lottery.draw', []);
  // @ts-expect-error a batch is of one operation's requests
  programme.batch('points.accrue', [{ insurer_number: '06139464' }]);
  // @ts-expect-error the module is no number
  loadSync(5);
  // @ts-expect-error a request's fields are known
  programme.pointsAccrue({ ...request, nothing: 1 });
  // @ts-expect-error a choice is one of those listed
  programme.pointsAccrue({ ...request, explain: 'some' });
  // @ts-expect-error an operation that needs a programme is asked of one
  kenpo.pointsAccrue(request);
  // @ts-expect-error a column is of the type that holds its numbers
  programme.slotStates('group_checkup', 0, { ...places, date: [20240218] });
  // @ts-expect-error an answer is not written to
  answer.verdict.points = 1;
  // @ts-expect-error programmes are made by parsing
  new (programme.constructor as typeof Kenpo)();

  try {
    programme.close();
    programme[Symbol.dispose]();
  } catch (error) {
    if (error instanceof KenpoError && error.status === Status.not_in_effect && error.code === 'not_in_effect') return error.path;
  }
  return [digest, reason, number, points, issued, typed, decided, reasons, key, keys, credits, states, people, last, lastOfEach, paid, paidOfEach, pointsOfEach, checked, faulty, ofCode, any, same, each, wrong, asText, said, saidAtOnce, saidOfNumber, saidOfAny].join();
}
