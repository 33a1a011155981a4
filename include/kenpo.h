/*
 * kenpo.h - the C ABI of kenpo, the rule book of Japanese health-insurance programmes.
 *
 * Generated from the library's sources; changes here are lost.
 *
 * A programme document is parsed once and kept. Every operation is then asked through kenpo_answer, JSON in and JSON
 * out; a few that are called often, or on small devices, also have a typed function of plain integers and arrays.
 *
 *     if (kenpo_abi_version() != KENPO_ABI_VERSION) { ... another library was loaded ... }
 *
 *     const kenpo_programme *programme = NULL;
 *     kenpo_buf answer = KENPO_BUF_INIT, error = KENPO_BUF_INIT;
 *     kenpo_status status = kenpo_programme_parse(document, document_len, &programme, &error);
 *     if (status == KENPO_OK)
 *         status = kenpo_answer(programme, op, strlen(op), request, request_len, &answer, &error);
 *     ... use answer where status is KENPO_OK, error otherwise ...
 *     kenpo_buf_free(&answer);
 *     kenpo_buf_free(&error);
 *     kenpo_programme_free(programme);
 *
 * Names       Functions and types begin with kenpo_, constants with KENPO_. Nothing else is exported.
 *
 * Status      A function that can fail returns a kenpo_status: 0 is success, everything else a failure, also a number
 *             that this header does not list. A number keeps its meaning for ever.
 *
 * Arguments   First the handle, then inputs, then outputs, and err_out last. Outputs have names that end in _out. They
 *             are written on success only, err_out and fault_out on failure only. Arrays of a call that says so hold
 *             anything after a failure. err_out may be NULL, and so may an array of no elements. After a failure
 *             without an error text, such as KENPO_ERR_INVALID_ARGUMENT, *err_out is as it was: initialise it with
 *             KENPO_BUF_INIT.
 *
 * Text in     A pointer and a length in bytes; UTF-8; no NUL is needed at the end. (NULL, 0) is empty text.
 *
 * Text out    The library fills a kenpo_buf; the caller releases it with kenpo_buf_free, which wipes the bytes first.
 *             A buffer that still holds text is not released by being filled again. Only kenpo_version,
 *             kenpo_status_name and kenpo_reason_name return static strings that end in NUL and are not released.
 *
 * Errors      An error text is JSON: {"code":...,"path":...,"line":...,"column":...}, the last two where there is text
 *             to point into. It names what is wrong and where, and never repeats the value that was wrong.
 *
 * Handles     There is one kind: the programme that kenpo_programme_parse makes and kenpo_programme_free releases. It
 *             never changes, so any number of threads may use it at once. Releasing NULL does nothing.
 *
 * Threads     Every function may be called from any thread at any time. There is no state to set up or tear down.
 *
 * Time        A civil date is an int32_t written as a number, YYYYMMDD: 20240218. The library has no clock and no source
 *             of chance: the current time and random bytes are arguments.
 *
 * Panics      A fault inside the library ends at its border: the call returns KENPO_ERR_PANIC, writes no handle
 *             and no text, prints nothing, and leaves everything usable.
 *
 * JSON        Requests and answers are described by docs/schemas/contract.json. What is absent is left out, never null;
 *             keys an operation does not know are errors; numbers are integers within 2^53 - 1 of zero.
 */

#ifndef KENPO_H
#define KENPO_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ----------------------------------------------------------------------------------------------------------------
 * Numbers: versions, statuses, reasons, states of slots, relations
 * ---------------------------------------------------------------------------------------------------------------- */

/**
 * The ABI this header describes; `kenpo_abi_version()` must return it.
 */
#define KENPO_ABI_VERSION 1

/**
 * The state of a slot: the person has booked it (予約済み).
 */
#define KENPO_SLOT_BOOKED 1

/**
 * The state of a slot: outside the booking period (受付期間外).
 */
#define KENPO_SLOT_OUTSIDE 2

/**
 * The state of a slot: no place is left (空きなし).
 */
#define KENPO_SLOT_FULL 3

/**
 * The state of a slot: it can be booked (空きあり).
 */
#define KENPO_SLOT_FREE 4

/**
 * A relation of `kenpo_person`: 被保険者; in 国保組合, 組合員.
 */
#define KENPO_RELATION_INSURED 0

/**
 * A relation of `kenpo_person`: 被扶養者; in 国保組合, the family. Where spouses are told apart, the others.
 */
#define KENPO_RELATION_DEPENDANT 1

/**
 * A relation of `kenpo_person`: 任意継続被保険者.
 */
#define KENPO_RELATION_VOLUNTARY 2

/**
 * A relation of `kenpo_person`: 特例退職被保険者.
 */
#define KENPO_RELATION_SPECIAL_RETIREE 3

/**
 * A relation of `kenpo_person`: the family of a 特例退職被保険者.
 */
#define KENPO_RELATION_SPECIAL_RETIREE_DEPENDANT 4

/**
 * A relation of `kenpo_person`: the spouse, among the 被扶養者, where the programme tells spouses apart.
 */
#define KENPO_RELATION_SPOUSE 5

/**
 * What a call returns: 0 is success, everything else a failure, known or not.
 */
typedef int32_t kenpo_status;

/**
 * It went well.
 */
#define KENPO_OK 0

/**
 * A pointer that is needed is null, or a length is more than memory can hold.
 */
#define KENPO_ERR_INVALID_ARGUMENT 1

/**
 * A panic inside the library was stopped at its border. Nothing was written; the library can be used on.
 */
#define KENPO_ERR_PANIC 2

/**
 * The array for the answer is too small.
 */
#define KENPO_ERR_BUFFER_TOO_SMALL 3

/**
 * The request cannot be used; the error says where.
 */
#define KENPO_ERR_INVALID_REQUEST 4

/**
 * The programme document cannot be used; the error says where.
 */
#define KENPO_ERR_INVALID_PROGRAMME 5

/**
 * The input is longer than the operation takes.
 */
#define KENPO_ERR_TOO_LARGE 6

/**
 * There is no operation of that name.
 */
#define KENPO_ERR_UNKNOWN_OPERATION 7

/**
 * The operation needs a programme.
 */
#define KENPO_ERR_PROGRAMME_REQUIRED 8

/**
 * The programme asks for more than this typed call can do; `kenpo_answer` does it, and its operation `programme.typed`
 * says which setting it is.
 */
#define KENPO_ERR_UNSUPPORTED 9

/**
 * The programme has no such setting in effect on that day.
 */
#define KENPO_ERR_NOT_IN_EFFECT 10

/**
 * The ABI of the library that is loaded. Compare it with `KENPO_ABI_VERSION` before anything else.
 */
uint32_t kenpo_abi_version(void);

/**
 * The library's version, such as `0.1.0`; static, NUL-terminated.
 */
const char *kenpo_version(void);

/**
 * The name of a status, such as `KENPO_ERR_PANIC`; static, NUL-terminated. `KENPO_ERR_UNKNOWN` for a number this version does not know.
 */
const char *kenpo_status_name(kenpo_status status);

/**
 * The name of a reason, as JSON answers have it, such as `not_digits`; static, NUL-terminated. Empty for 0, which columns
 * use where there is no reason, and `unknown` for a number that this version does not know.
 */
const char *kenpo_reason_name(int32_t reason);

/*
 * Reasons: why a decision came out as it did, as columns and typed calls report them. 0 means that there is no
 * reason. A later version may know more; kenpo_reason_name() names those of the version that is loaded.
 */

#define KENPO_REASON_EMPTY 1 /**< Nothing was entered. */
#define KENPO_REASON_NOT_DIGITS 2 /**< Something other than digits was entered. */
#define KENPO_REASON_WRONG_LENGTH 3 /**< The number has neither 8 nor 6 digits. */
#define KENPO_REASON_PADDED_ON_FORM 4 /**< A 6-digit number was filled up to 8 digits, which only interfaces do. */
#define KENPO_REASON_PUBLIC_EXPENSE_NUMBER 5 /**< The number is a public-expense (公費) number, not an insurer's. */
#define KENPO_REASON_DEFUNCT_SCHEME 6 /**< The scheme (67, 退職者医療) is closed. */
#define KENPO_REASON_UNKNOWN_SCHEME 7 /**< The first two digits are no current scheme (法別番号). */
#define KENPO_REASON_PREFECTURE_OUT_OF_RANGE 8 /**< The prefecture is not 01 to 47. */
#define KENPO_REASON_WRONG_CHECK_DIGIT 9 /**< The last digit does not fit the others. */
#define KENPO_REASON_LENGTH_NOT_ACCEPTED 10 /**< The programme's members have numbers of another length. */
#define KENPO_REASON_SCHEME_NOT_ACCEPTED 11 /**< The programme is not open to this scheme. */
#define KENPO_REASON_NOT_IN_EFFECT 12 /**< The programme has no such setting on this day. */
#define KENPO_REASON_LOST_LEADING_ZERO 13 /**< The number has one digit too few, and with a zero before it it would be right. */
#define KENPO_REASON_NOT_FULL_WIDTH_KANA 14 /**< A character is not full-width katakana. */
#define KENPO_REASON_NOT_HALF_WIDTH_KANA 15 /**< A character is not half-width kana. */
#define KENPO_REASON_NOT_A_DATE 16 /**< The text is not a date in any form that is read. */
#define KENPO_REASON_BEFORE_THE_ERA 17 /**< The date is before the first day of its era. */
#define KENPO_REASON_PAST_THE_ERA 18 /**< The date is after the last day of its era; it was read all the same. */
#define KENPO_REASON_INSURER_NUMBER_HERE 20 /**< The insurer number was entered in place of the symbol or number. */
#define KENPO_REASON_SYMBOL_MISSING 21 /**< The symbol (記号) is missing. */
#define KENPO_REASON_SYMBOL_NOT_EXPECTED 22 /**< The insurer's cards have no symbol (記号). */
#define KENPO_REASON_NUMBER_MISSING 23 /**< The number (番号) is missing. */
#define KENPO_REASON_CHARACTER_NOT_ACCEPTED 24 /**< A character is not one that the insurer's cards have there. */
#define KENPO_REASON_PART_TOO_SHORT 25 /**< The symbol or number is shorter than the insurer's. */
#define KENPO_REASON_PART_TOO_LONG 26 /**< The symbol or number is longer than the insurer's. */
#define KENPO_REASON_HYPHEN_MISSING 27 /**< The insurer's cards have a hyphen there. */
#define KENPO_REASON_HYPHEN_NOT_EXPECTED 28 /**< The insurer's cards have no hyphen there. */
#define KENPO_REASON_BRANCH_NOT_TWO_DIGITS 29 /**< The branch number (枝番) is not two digits. */
#define KENPO_REASON_IDENTIFIER_MALFORMED 30 /**< The identifier is not four parts parted by colons, the first an insurer number of eight digits. */
#define KENPO_REASON_GROUP_UNKNOWN 31 /**< The programme has no group of this ID. */
#define KENPO_REASON_PAID 32 /**< Paid in full. */
#define KENPO_REASON_PAID_IN_PART 33 /**< The part that fits under the cap was paid. */
#define KENPO_REASON_CAP_REACHED 34 /**< The cap was reached before; nothing was paid. */
#define KENPO_REASON_BELOW_LOWEST_TIER 35 /**< The activity does not reach the lowest tier. */
#define KENPO_REASON_NOTHING_NEW 36 /**< The day has already earned as much; a day is never paid twice. */
#define KENPO_REASON_SOURCE_NOT_LINKED 37 /**< The record does not come from a linked source. */
#define KENPO_REASON_IN_THE_FUTURE 38 /**< The day has not come yet. */
#define KENPO_REASON_IMPLAUSIBLE 39 /**< The value is beyond what the programme holds plausible. */
#define KENPO_REASON_NO_RULE_IN_EFFECT 40 /**< No earning rule is in effect for this activity on this day. */
#define KENPO_REASON_DAY_CLOSED 41 /**< The day was closed by the opening totals. */
#define KENPO_REASON_EXCHANGED 48 /**< The exchange is made. */
#define KENPO_REASON_BALANCE_TOO_LOW 49 /**< There are not enough points. */
#define KENPO_REASON_EXCHANGE_IRREVOCABLE 50 /**< An exchange of this kind cannot be undone. */
#define KENPO_REASON_REQUEST_KEY_REUSED 51 /**< The request key was used before, for another request. */
#define KENPO_REASON_ENTRY_NOT_FOUND 52 /**< The ledger has no such entry. */
#define KENPO_REASON_ALREADY_REVERSED 53 /**< The entry was reversed before. */
#define KENPO_REASON_NOT_REVERSIBLE 54 /**< An entry of this kind is not reversed. */
#define KENPO_REASON_REVERSED 55 /**< The entry is reversed. */
#define KENPO_REASON_IDENTITY_NOT_CONFIRMED 56 /**< The identity could not be confirmed. */
#define KENPO_REASON_IDENTITY_CHECK_NEEDED 57 /**< The identity check was not passed. */
#define KENPO_REASON_ACCESS_VERIFICATION_NEEDED 58 /**< The access verification was not taken. */
#define KENPO_REASON_SECRET_ANSWER_NEEDED 59 /**< The secret question was not answered at this access. */
#define KENPO_REASON_REPRESENTATIVE_ONLY 60 /**< Only the representative of the household may do it. */
#define KENPO_REASON_REPRESENTATIVE_FIRST 61 /**< When signing in for the first time, only the representative can be chosen. */
#define KENPO_REASON_LOGIN_ID_TAKEN 62 /**< The log-in ID is another's. */
#define KENPO_REASON_TOO_MANY_ADDRESSES 63 /**< The account has as many mail addresses as it may have. */
#define KENPO_REASON_ACCEPTED 64 /**< Everything that was asked holds. */
#define KENPO_REASON_ADDRESS_REGISTERED 65 /**< The mail address is another member's. */
#define KENPO_REASON_ADDRESS_UNKNOWN 66 /**< The mail address is no member's. */
#define KENPO_REASON_ADDRESS_MISSING 67 /**< The member has no mail address. */
#define KENPO_REASON_NOT_OFFERED 68 /**< It is not offered to the person's group. */
#define KENPO_REASON_UNDER_REVIEW 69 /**< Someone looks at what was given. */
#define KENPO_REASON_SUPPORT_CLOSED 70 /**< The support desk is closed. */
#define KENPO_REASON_PROOF_FORMAT 80 /**< The proof's format is known. */
#define KENPO_REASON_PROOF_MANIFEST_BYTES 81 /**< The manifest's bytes are those of its fields. */
#define KENPO_REASON_PROOF_DRAW_HASH 82 /**< The draw hash is that of the manifest's bytes. */
#define KENPO_REASON_PROOF_LIST 83 /**< The entries ascend strictly, and each holds a ticket. */
#define KENPO_REASON_PROOF_TOTALS 84 /**< The totals are those of the entries. */
#define KENPO_REASON_PROOF_ROOT 85 /**< The root is that of the entries. */
#define KENPO_REASON_PROOF_RANDOMNESS 86 /**< The randomness is that of the public values. */
#define KENPO_REASON_PROOF_REVEALS 87 /**< Each reveal opens its commitment. */
#define KENPO_REASON_PROOF_KEY 88 /**< The key is derived from randomness, reveals and draw hash. */
#define KENPO_REASON_PROOF_SCORES 89 /**< Each score is that of its ticket. */
#define KENPO_REASON_PROOF_RESULT 90 /**< The result is the one the scores select. */
#define KENPO_REASON_PROOF_TIME_EVIDENCE 91 /**< Outside time evidence over the draw hash is present. */
#define KENPO_REASON_CHANGE_NOT_OFFERED 92 /**< The programme does not offer changing a booking. */
#define KENPO_REASON_CANCEL_NOT_OFFERED 93 /**< The programme does not offer cancelling a booking. */
#define KENPO_REASON_BEFORE_INSURED_PERIOD 100 /**< The day is before the insured period begins (資格取得日). */
#define KENPO_REASON_ENTITLEMENT_LOST 101 /**< The day is on or after the loss of entitlement (資格喪失日). */
#define KENPO_REASON_TOO_YOUNG 102 /**< The age the programme begins at is not reached. */
#define KENPO_REASON_TOO_OLD 103 /**< The age the programme ends at is reached. */
#define KENPO_REASON_NOT_ENROLLED_ON_FIRST 104 /**< The person was not insured on 1 April of the fiscal year. */
#define KENPO_REASON_CIRCUMSTANCE_LEFT_OUT 105 /**< The programme leaves out people in such a circumstance. */
#define KENPO_REASON_RELATION_NOT_ADMITTED 106 /**< The programme is not open to this relation (被扶養者, 任意継続 and so on). */
#define KENPO_REASON_SMARTPHONE_NEEDED 107 /**< The programme needs a smartphone. */
#define KENPO_REASON_APP_NEEDED 108 /**< The programme needs its app. */
#define KENPO_REASON_USED_THIS_YEAR 109 /**< The one use of the fiscal year is confirmed or used already. */
#define KENPO_REASON_NOT_ADOPTED 112 /**< The society has not adopted the service. */
#define KENPO_REASON_IN_MAINTENANCE 113 /**< The society's service is in maintenance. */
#define KENPO_REASON_NO_RECORD 114 /**< The society's data hold no such member. */
#define KENPO_REASON_NOT_YET_AVAILABLE 115 /**< The person joined so lately that the society's data need not hold them yet. */
#define KENPO_REASON_RECORD_INCONSISTENT 116 /**< The number is known, but name or date of birth differ from the record. */
#define KENPO_REASON_ALREADY_REGISTERED 117 /**< The person is registered already, under another address. */
#define KENPO_REASON_DATA_NOT_LINKED 118 /**< The card's data are not linked yet. */
#define KENPO_REASON_CONSENT_MISSING 120 /**< Consent to the terms is missing. */
#define KENPO_REASON_TELEPHONE_MISSING 121 /**< A daytime telephone number of 10 or 11 digits is missing. */
#define KENPO_REASON_NOT_OPEN_YET 122 /**< Booking has not opened. */
#define KENPO_REASON_DEADLINE_PASSED 123 /**< The deadline has passed. */
#define KENPO_REASON_CHANGE_DEADLINE_PASSED 124 /**< The deadline to change the booking has passed. */
#define KENPO_REASON_FULL 125 /**< No place is left. */
#define KENPO_REASON_EVENT_CANCELLED 126 /**< The event does not take place. */
#define KENPO_REASON_BOOKING_NOT_FOUND 127 /**< The person has no such booking. */
#define KENPO_REASON_BOOKING_NOT_CONFIRMED 128 /**< The booking is not confirmed any more. */
#define KENPO_REASON_SAME_SLOT 129 /**< The booking is for this slot already. */
#define KENPO_REASON_NOT_HELD_YET 130 /**< The day of the booking has not come yet. */
#define KENPO_REASON_BOOKED 131 /**< The booking is confirmed. */
#define KENPO_REASON_CHANGED 132 /**< The booking is changed. */
#define KENPO_REASON_CANCELLED 133 /**< The booking is cancelled. */
#define KENPO_REASON_RECORDED 134 /**< The attendance is recorded. */
#define KENPO_REASON_INSURED_TREATMENT 140 /**< The check-up was insured treatment. */
#define KENPO_REASON_NOTHING_TO_CLAIM 141 /**< Nothing was paid, so there is nothing to claim. */
#define KENPO_REASON_VOUCHERS_NOT_ISSUED_YET 142 /**< Vouchers (受診券) are not issued yet in this fiscal year. */
#define KENPO_REASON_OFFICE_WITHOUT_VOUCHERS 143 /**< The branch office does not handle vouchers (受診券). */
#define KENPO_REASON_ADJUSTED 144 /**< The points were added or taken away. */
#define KENPO_REASON_DRAW_NOT_ANNOUNCED 145 /**< No draw is announced that the ticket could still enter. */
#define KENPO_REASON_PROOF_LOG 146 /**< The log is the one the manifest binds, and adds up to the entries. */
#define KENPO_REASON_PROOF_ROUND 147 /**< The round of drand is the one that the time of the draw gives. */
#define KENPO_REASON_PROOF_EVENTS 148 /**< The events after the draw follow from the result, the terms and what was recorded. */
#define KENPO_REASON_LOG_NOT_CONSISTENT 149 /**< The earlier log is not a beginning of the later one. */
#define KENPO_REASON_RECEIPT_TAG 150 /**< The tag is that of the member, the draw and the salt. */
#define KENPO_REASON_RECEIPT_INCLUDED 151 /**< The entry is in the list whose root the manifest has. */
#define KENPO_REASON_RECEIPT_AWARDS 152 /**< The member's awards are those that the scores give. */
#define KENPO_REASON_PROOF_SETTLEMENT 153 /**< The settlement's hash is that of its terms and events. */
#define KENPO_REASON_RANK_NOT_AWARDED 154 /**< The rank has no award that this can happen to. */
#define KENPO_REASON_AWARD_FINAL 155 /**< The award was taken up, declined or taken away before. */
#define KENPO_REASON_AWARD_LAPSED 156 /**< The award was not taken up in time, and its prize has passed on. */
#define KENPO_REASON_DISQUALIFICATION_NOT_LISTED 157 /**< The reason is not one of those for which an award is taken away. */
#define KENPO_REASON_TERMS_DIFFER 158 /**< The draw was settled before under other terms. */
#define KENPO_REASON_COUPON_NOT_ACCEPTED 159 /**< The code is not accepted. */
#define KENPO_REASON_TOO_LATE 160 /**< The record arrived after the days of grace. */
#define KENPO_REASON_APP_NOT_OPENED 161 /**< The app was not opened on the day or soon enough after it. */
#define KENPO_REASON_BEFORE_ENROLMENT 162 /**< The day is before the person joined the programme. */
#define KENPO_REASON_NOT_SETTLED_YET 163 /**< The period or its days of grace are not over. */
#define KENPO_REASON_TOO_FEW_DAYS 164 /**< The period has too few days with steps. */
#define KENPO_REASON_GOAL_NOT_REACHED 165 /**< The day's goal of steps is not reached. */
#define KENPO_REASON_STALE_REVISION 166 /**< A later revision of the day is known; this one pays and takes back nothing. */
#define KENPO_REASON_TAKEN_BACK 167 /**< The day's record is worth less than before, and what it is not worth was taken back. */
#define KENPO_REASON_TAKEN_BACK_IN_PART 168 /**< What it is not worth was taken back as far as it is not spent. */
#define KENPO_REASON_COUPON_CODE_MALFORMED 169 /**< What was entered has not the length or the characters of a coupon's code. */
#define KENPO_REASON_COUPON_CODE_MISTYPED 170 /**< The code's check character does not fit the others. */
#define KENPO_REASON_COUPON_UNKNOWN 171 /**< No coupon has the code. */
#define KENPO_REASON_COUPON_OF_ANOTHER 172 /**< The coupon is for another holder. */
#define KENPO_REASON_COUPON_VOID 173 /**< The coupon was made void. */
#define KENPO_REASON_COUPON_USED 174 /**< The coupon was used before. */
#define KENPO_REASON_COUPON_EXPIRED 175 /**< The coupon's last day is over. */
#define KENPO_REASON_DELETED 176 /**< The record was deleted. */
#define KENPO_REASON_REPEATED 177 /**< Another record of the same id is counted. */
#define KENPO_REASON_END_BEFORE_START 178 /**< The interval ends before it starts. */
#define KENPO_REASON_INTERVAL_TOO_LONG 179 /**< The interval is longer than 48 hours. */
#define KENPO_REASON_WRONG_WEEKDAY 180 /**< The weekday behind the date is not the date's; it was read all the same. */
#define KENPO_REASON_LATER_THAN_ALLOWED 181 /**< The date is later than the latest that is allowed. */
#define KENPO_REASON_MEMBER_CHECK_DIGIT 182 /**< The last digit of the number (番号) of 後期高齢者医療 does not fit the others; it was taken all the same. */
#define KENPO_REASON_TOO_MANY_CHANGES 183 /**< The booking was changed as often as it may be. */
#define KENPO_REASON_COUPON_WHOLE_ONLY 184 /**< The coupon can be used as a whole only. */
#define KENPO_REASON_COUPON_TOO_LITTLE_LEFT 185 /**< Less is left of the coupon than is to be used. */
#define KENPO_REASON_PROOF_TERMS 186 /**< The settlement is under the terms that the manifest binds. */
#define KENPO_REASON_GRANTS_CLOSED 188 /**< No points are granted any more that would expire on the coming last day. */
#define KENPO_REASON_FACT_NEEDED 190 /**< A fact that the programme needs is not true of the person. */
#define KENPO_REASON_FACT_EXCLUDED 191 /**< The programme leaves out people of whom such a fact is true. */
#define KENPO_REASON_SEX_NOT_ADMITTED 192 /**< The programme is for the other sex, or the person's is not given. */
#define KENPO_REASON_NOT_FOR_PERSON 193 /**< The service has terms on the day, and none of them is for this person. */
#define KENPO_REASON_AGE_NOT_LISTED 194 /**< The age is not one of those that the programme lists. */
#define KENPO_REASON_NOT_ENROLLED_ON_DAY 195 /**< The person was not insured on a day on which the programme asks for it. */
#define KENPO_REASON_ENROLLED_TOO_BRIEFLY 196 /**< The person has not been insured for as long as the programme asks. */
#define KENPO_REASON_USED_UP 197 /**< The uses that the programme allows in these years are confirmed or used already. */
#define KENPO_REASON_CLAIM_NOT_OPEN_YET 198 /**< Claims are not taken yet. */
#define KENPO_REASON_CLAIM_TOO_LATE 199 /**< The claim arrived after the last day. */
#define KENPO_REASON_CEILING_REACHED 200 /**< Nothing is left of a ceiling that several services share. */
#define KENPO_REASON_MORE_THAN_EXCHANGED 201 /**< No more goods can be given back than are left of the exchange. */
#define KENPO_REASON_ALREADY_EXPIRED 206 /**< Points granted now would have expired already. */
#define KENPO_REASON_EXCHANGE_CLOSED 207 /**< The exchange has closed for good: the hour of its last day has passed. */
#define KENPO_REASON_QUANTITY_TOO_LOW 208 /**< Fewer are asked for than are exchanged at a time. */
#define KENPO_REASON_ACTIVITY_REQUIRED 209 /**< An activity that must come first has earned nothing yet. */
#define KENPO_REASON_EXCHANGE_LIMIT_REACHED 210 /**< More are asked for than one person may have in the window. */
#define KENPO_REASON_OUT_OF_STOCK 211 /**< More are asked for than are left. */
#define KENPO_REASON_VALUE_EARNS_NOTHING 212 /**< The measured value earns no points. */
#define KENPO_REASON_TEAM_SIZE 213 /**< The team has too few or too many members. */
#define KENPO_REASON_ARRIVED_AFTER_LAST_DAY 214 /**< The record arrived after the last day for those of its period. */
#define KENPO_REASON_WAITING 215 /**< No place is left, and the person waits for one. */
#define KENPO_REASON_WAITING_LIST_FULL 216 /**< No more people may wait for the slot. */
#define KENPO_REASON_ALREADY_WAITING 217 /**< The person waits for this slot already. */
#define KENPO_REASON_NEXT_IN_LINE 218 /**< A place is free, and this person is the next to have it. */
#define KENPO_REASON_NOBODY_WAITING 219 /**< Nobody waits for the slot. */
#define KENPO_REASON_TOKEN_MALFORMED 220 /**< What was entered has not the length or the characters of a link or code. */
#define KENPO_REASON_TOKEN_NOT_ACCEPTED 221 /**< No link or code that was sent is this one. */
#define KENPO_REASON_TOKEN_EXPIRED 222 /**< The life of the link or code is over. */
#define KENPO_REASON_TOKEN_USED 223 /**< The link or code was used before. */
#define KENPO_REASON_TOKEN_VOIDED 224 /**< A later link or code was sent, which voids the earlier ones. */
#define KENPO_REASON_TOKEN_VOID_BY_ERRORS 225 /**< Too many wrong entries were made, which voids the code. */
#define KENPO_REASON_TIME_BEFORE_LAST 226 /**< The time is before what was stored last. */
#define KENPO_REASON_SIGN_IN_REFUSED 227 /**< ID, name and password do not fit together. */
#define KENPO_REASON_LOGIN_ID_UNKNOWN 228 /**< The log-in ID is nobody's. */
#define KENPO_REASON_PASSWORD_WRONG 229 /**< The password is not that of the log-in ID. */
#define KENPO_REASON_LOCKED 230 /**< Failures in a row have locked the log-in ID for a time. */
#define KENPO_REASON_CHALLENGE_DUE 231 /**< An image challenge is due, and was not solved. */
#define KENPO_REASON_FAMILY_NAME_HERE 232 /**< The name is that of another of the family, and not the representative's. */
#define KENPO_REASON_NAME_NOT_ON_RECORD 233 /**< The name is nobody's of the household. */
#define KENPO_REASON_REGISTRATION_INCOMPLETE 234 /**< The registration is not complete, and the postcard's ID and password do not sign in yet. */
#define KENPO_REASON_PASSWORD_EXPIRED 235 /**< The password's life is over. */
#define KENPO_REASON_PASSWORD_MUST_CHANGE 236 /**< The password is provisional, and must be replaced. */
#define KENPO_REASON_PASSWORD_TOO_SHORT 237 /**< The password is shorter than the programme's least length. */
#define KENPO_REASON_PASSWORD_TOO_LONG 238 /**< The password is longer than the programme's greatest length. */
#define KENPO_REASON_PASSWORD_CHARACTER_NOT_ACCEPTED 239 /**< The password has a character that the programme does not take. */
#define KENPO_REASON_PASSWORD_LETTER_MISSING 240 /**< The password has no letter. */
#define KENPO_REASON_PASSWORD_LOWER_CASE_MISSING 241 /**< The password has no lower-case letter. */
#define KENPO_REASON_PASSWORD_UPPER_CASE_MISSING 242 /**< The password has no upper-case letter. */
#define KENPO_REASON_PASSWORD_DIGIT_MISSING 243 /**< The password has no digit. */
#define KENPO_REASON_PASSWORD_SIGN_MISSING 244 /**< The password has no sign beside letters and digits. */
#define KENPO_REASON_PASSWORDS_DIFFER 245 /**< The two entries of the new password differ. */
#define KENPO_REASON_PASSWORD_UNCHANGED 246 /**< The new password is the provisional one. */
#define KENPO_REASON_STEP_OUT_OF_ORDER 247 /**< Another step is next. */
#define KENPO_REASON_STEP_DONE_ALREADY 248 /**< The step was finished before. */
#define KENPO_REASON_PROCEDURE_ENDED 249 /**< The procedure is complete or cancelled. */
#define KENPO_REASON_NEED_MISSING 250 /**< Something that the step needs is missing. */
#define KENPO_REASON_NOT_NEXT_IN_LINE 251 /**< Another person is the next to have a place. */

/* ----------------------------------------------------------------------------------------------------------------
 * Buffers
 * ---------------------------------------------------------------------------------------------------------------- */

/**
 * Text that the library made: UTF-8, not NUL-terminated. Released with `kenpo_buf_free`.
 */
typedef struct kenpo_buf {
    /**
     * The bytes, or NULL.
     */
    uint8_t *ptr;
    /**
     * How many.
     */
    size_t len;
} kenpo_buf;

/**
 * Wipes and releases a buffer, and sets it to `KENPO_BUF_INIT`. May be called twice, and with NULL.
 *
 * Required of the caller:
 * `buffer` is NULL, or points to a `kenpo_buf` that is `KENPO_BUF_INIT` or was filled by the library and not changed since.
 */
void kenpo_buf_free(struct kenpo_buf *buffer);

/**
 * An empty buffer: `kenpo_buf answer = KENPO_BUF_INIT;`
 */
#define KENPO_BUF_INIT {NULL, 0}

/**
 * A string literal as two arguments, its text and its length without the NUL:
 * `kenpo_answer(programme, KENPO_TEXT("age.count"), request, request_len, &answer, &error)`
 */
#define KENPO_TEXT(literal) ("" literal), (sizeof("" literal) - 1)

/* ----------------------------------------------------------------------------------------------------------------
 * Programmes, and any operation as JSON
 * ---------------------------------------------------------------------------------------------------------------- */

/**
 * A programme that was read and found consistent: immutable, and safe to use from many threads at once.
 */
typedef struct kenpo_programme kenpo_programme;

/**
 * Reads a programme document. On success `*programme_out` is released with `kenpo_programme_free`.
 * On failure `*err_out`, where it is wanted, holds `{"code":…,"path":…,"line":…,"column":…}`.
 *
 * Required of the caller:
 * `document` is valid for `document_len` bytes; `programme_out` for a write; `err_out` is NULL or valid for a write.
 */
kenpo_status kenpo_programme_parse(const char *document,
                                   size_t document_len,
                                   const struct kenpo_programme **programme_out,
                                   kenpo_buf *err_out);

/**
 * Releases a programme; NULL is fine. Nobody may be using it.
 *
 * Required of the caller:
 * `programme` is NULL or came from `kenpo_programme_parse` and was not released before.
 */
void kenpo_programme_free(const struct kenpo_programme *programme);

/**
 * Answers any operation: its name and a JSON request in, a JSON answer out, released with `kenpo_buf_free`.
 * `programme_or_null` is needed by the operations that read a programme.
 * On failure `*err_out`, where it is wanted, holds `{"code":…,"path":…,"line":…,"column":…}`.
 *
 * Required of the caller:
 * `op` and `request` are valid for their lengths; `programme_or_null` is NULL or a live programme;
 * `answer_out` is valid for a write; `err_out` is NULL or valid for a write.
 */
kenpo_status kenpo_answer(const struct kenpo_programme *programme_or_null,
                          const char *op,
                          size_t op_len,
                          const char *request,
                          size_t request_len,
                          kenpo_buf *answer_out,
                          kenpo_buf *err_out);

/* ----------------------------------------------------------------------------------------------------------------
 * Typed calls: insurer numbers, the last day of a coupon
 * ---------------------------------------------------------------------------------------------------------------- */

/**
 * Examines an insurer number typed on a form, at most 64 bytes of UTF-8. `*reason_out` is 0 for a well-formed number,
 * otherwise the number of the first reason against it (see docs/messages.md).
 *
 * Required of the caller:
 * `text` is valid for `text_len` bytes, `reason_out` for a write.
 */
kenpo_status kenpo_insurer_number_reason(const char *text, size_t text_len, int32_t *reason_out);

/**
 * Examines a column of insurer numbers, eight bytes each: eight digits, or six and two spaces that are layout.
 * `reasons_out` receives one reason for each, 0 for a well-formed number.
 *
 * Required of the caller:
 * `records8` is valid for `8 * count` bytes, `reasons_out` for `count` bytes.
 */
kenpo_status kenpo_insurer_number_reasons(const char *records8, size_t count, uint8_t *reasons_out);

/**
 * The last day of the programme's coupon issued on a day, both as YYYYMMDD.
 * `KENPO_ERR_UNSUPPORTED` where the programme has several coupons or counts from the draw: ask `coupon.issue`.
 *
 * Required of the caller:
 * `programme` is a live programme; `last_ymd_out` is valid for a write.
 */
kenpo_status kenpo_coupon_last_day(const kenpo_programme *programme, int32_t issued_ymd, int32_t *last_ymd_out);

/* ----------------------------------------------------------------------------------------------------------------
 * Typed calls: a member's steps
 * ---------------------------------------------------------------------------------------------------------------- */

/**
 * A delivery of a member's steps. Dates are YYYYMMDD; 0 means that one is not given.
 */
typedef struct kenpo_step_delivery {
    /**
     * The day on which the records arrived.
     */
    int32_t synced_ymd;
    /**
     * The date of birth; needed where a rule asks for an age.
     */
    int32_t born_ymd;
    /**
     * The day on which the person joined; days before it earn nothing.
     */
    int32_t enrolled_ymd;
    /**
     * The day on which the app was last opened; needed where a rule asks for it.
     */
    int32_t opened_ymd;
    /**
     * Days up to this one earn nothing more. Their credits are given all the same where a cap's window still needs them.
     */
    int32_t closed_through_ymd;
} kenpo_step_delivery;

/**
 * A day's steps from a linked source.
 */
typedef struct kenpo_step_day {
    /**
     * The day walked, YYYYMMDD.
     */
    int32_t walked_ymd;
    /**
     * Must be 0; anything else is `KENPO_ERR_INVALID_REQUEST`.
     */
    int32_t reserved;
    /**
     * Steps of the whole day, 0 to 2^53 − 1.
     */
    int64_t steps;
} kenpo_step_day;

/**
 * What was earned and paid for a day under a rule. Stored by the host and given back with the next call.
 */
typedef struct kenpo_credit {
    /**
     * The day walked, YYYYMMDD.
     */
    int32_t walked_ymd;
    /**
     * The day on which the record arrived, YYYYMMDD.
     */
    int32_t synced_ymd;
    /**
     * The rule: its place among the programme's `points.rules`, from 0. Of rules of one id it is the first, and in what is given any.
     * Places are those of one version of a programme: what is stored is the rule's id.
     */
    uint32_t rule;
    /**
     * Must be 0; anything else is `KENPO_ERR_INVALID_REQUEST`.
     */
    uint32_t reserved;
    /**
     * Points earned before caps, 0 to 2^53 − 1.
     */
    int64_t earned;
    /**
     * Points paid, 0 to 2^53 − 1.
     */
    int64_t points;
} kenpo_credit;

/**
 * The most credits that one record can bring: the ids of rules that earn by steps.
 *
 * Required of the caller:
 * `programme` is a live programme; `credits_out` is valid for a write.
 */
kenpo_status kenpo_credits_per_record(const kenpo_programme *programme, size_t *credits_out);

/**
 * Pays for a member's steps from a linked source, under every rule that earns by them: the short way of `points.accrue`.
 *
 * `credited` holds what was credited before, under any rule, for those days and for the cap windows they fall in.
 * `credits_out` receives one credit for each record and rule under which it earned; `days_len` times
 * `kenpo_credits_per_record` are always enough, and what is written past `*credits_len_out` means nothing. `reasons_out`
 * receives what became of each record. Records that cannot be used fail the call as a whole; `points.accrue` answers
 * record by record. `KENPO_ERR_UNSUPPORTED` where the programme has campaigns or a highest balance, more than 8 rules that
 * earn by steps or more than 16 caps on them, or asks what was not given, or where the days lie more than 40 months apart.
 *
 * Required of the caller:
 * `programme` is a live programme, `delivery` a delivery; the arrays are valid for their lengths; the outputs for writes and overlap nothing.
 */
kenpo_status kenpo_steps_accrue(const kenpo_programme *programme,
                                const struct kenpo_step_delivery *delivery,
                                const struct kenpo_step_day *days,
                                size_t days_len,
                                const struct kenpo_credit *credited,
                                size_t credited_len,
                                struct kenpo_credit *credits_out,
                                size_t credits_cap,
                                size_t *credits_len_out,
                                int32_t *reasons_out);

/* ----------------------------------------------------------------------------------------------------------------
 * Typed calls: many members' steps
 * ---------------------------------------------------------------------------------------------------------------- */

/**
 * The row at fault of `kenpo_members_accrue`, by its place in its column, from 0. A place is -1 where the fault is not of such a row.
 */
typedef struct kenpo_member_fault {
    /**
     * The first member at fault.
     */
    int64_t member;
    /**
     * The delivery.
     */
    int64_t delivery;
    /**
     * The record.
     */
    int64_t day;
    /**
     * The credit given.
     */
    int64_t credited;
} kenpo_member_fault;

/**
 * Pays for the steps of many members in one call, as `kenpo_steps_accrue` does for each of their deliveries, one after the other, each
 * given what the member was credited before.
 *
 * Rows belong together as offsets say: those from one offset up to the next. `delivery_offsets` has `members_len` + 1 offsets into
 * `deliveries`, or is NULL where each member has one delivery; `day_offsets` has `deliveries_len` + 1 into `days`;
 * `credited_offsets` has `members_len` + 1 into `credited`, or is NULL where nothing was credited before. Rows before the first offset
 * and from the last on are not read, so that a part of the members is a part of these offsets. Members share nothing: any division of
 * them over calls and threads gives the same.
 *
 * `credits_out` receives the credits, member after member; there is room for `kenpo_credits_per_record` for each record, otherwise the
 * status is `KENPO_ERR_BUFFER_TOO_SMALL`. `credit_offsets_out` receives `members_len` + 1 offsets into them, the first of which is 0,
 * `points_out` what each member is paid, and `reasons_out` what became of each record, from the first of the first member's on.
 * A call allocates once, for sums, however many the members are.
 *
 * A row that cannot be used is `KENPO_ERR_INVALID_REQUEST`, and so are offsets that descend or leave their column; what is out of reach,
 * as for `kenpo_steps_accrue`, is `KENPO_ERR_UNSUPPORTED`, and so are days of one member that lie more than 40 months apart. Then nobody is
 * paid, what was written into the arrays means nothing, and `*fault_out` has the first member at fault. `fault_out` may be NULL; after any
 * other status it is as it was.
 *
 * Required of the caller:
 * `programme` is a live programme; the arrays are valid for their lengths; the outputs for writes and overlap nothing.
 */
kenpo_status kenpo_members_accrue(const kenpo_programme *programme,
                                  size_t members_len,
                                  const kenpo_step_delivery *deliveries,
                                  size_t deliveries_len,
                                  const int64_t *delivery_offsets,
                                  const kenpo_step_day *days,
                                  size_t days_len,
                                  const int64_t *day_offsets,
                                  const kenpo_credit *credited,
                                  size_t credited_len,
                                  const int64_t *credited_offsets,
                                  kenpo_credit *credits_out,
                                  size_t credits_cap,
                                  int64_t *credit_offsets_out,
                                  int64_t *points_out,
                                  int32_t *reasons_out,
                                  struct kenpo_member_fault *fault_out);

/* ----------------------------------------------------------------------------------------------------------------
 * Typed calls: names
 * ---------------------------------------------------------------------------------------------------------------- */

/**
 * The key under which a name of at most 256 bytes of UTF-8 is looked up, version 1: the `match_key` of `name.check`.
 * Two names with one key are candidates, not the same name. Nothing is allocated.
 *
 * `key_out` receives `*key_len_out` bytes of UTF-8 and no NUL. A key is never longer than its name, so that `text_len`
 * bytes are always enough.
 *
 * Required of the caller:
 * `text` is valid for `text_len` bytes; `key_out` for `key_cap` bytes, `key_len_out` for a write, and they overlap nothing.
 */
kenpo_status kenpo_match_key(const char *text,
                             size_t text_len,
                             char *key_out,
                             size_t key_cap,
                             size_t *key_len_out);

/**
 * The keys under which names are looked up, version 1: `kenpo_match_key` of many. Nothing is allocated.
 *
 * A name lies in `texts` from its offset up to the next: `text_offsets` has `count` + 1 of them. What lies before the first and from the
 * last on is not read, so that a part of the names is a part of these offsets. `keys_out` receives the keys one after the other,
 * `key_offsets_out` the `count` + 1 offsets into them, the first of which is 0. A key is never longer than its name: there is room
 * for as many bytes as the offsets span, otherwise the status is `KENPO_ERR_BUFFER_TOO_SMALL`. Without a name any array may be NULL.
 *
 * A name of more than 256 bytes is `KENPO_ERR_TOO_LARGE`. One that is not UTF-8 is `KENPO_ERR_INVALID_REQUEST`, and so are offsets that
 * descend or leave the texts. Then what was written into the arrays means nothing, and `*fault_out` has the row at fault, from 0.
 * `fault_out` may be NULL; after any other status it is as it was.
 *
 * Required of the caller:
 * The arrays are valid for their lengths; the outputs for writes and overlap nothing.
 */
kenpo_status kenpo_match_keys(const char *texts,
                              size_t texts_len,
                              const int64_t *text_offsets,
                              size_t count,
                              char *keys_out,
                              size_t keys_cap,
                              int64_t *key_offsets_out,
                              int64_t *fault_out);

/* ----------------------------------------------------------------------------------------------------------------
 * Typed calls: people, slots and subsidies
 * ---------------------------------------------------------------------------------------------------------------- */

/**
 * A person as a row of a column. Dates are written YYYYMMDD.
 */
typedef struct kenpo_person {
    /**
     * The instant of the service, Unix seconds.
     */
    int64_t at;
    /**
     * The date of birth.
     */
    int32_t born_ymd;
    /**
     * 資格取得日: the first day of entitlement.
     */
    int32_t insured_from_ymd;
    /**
     * 資格喪失日: the first day without entitlement; 0 while it lasts.
     */
    int32_t lost_on_ymd;
    /**
     * The day of the last use that counts as the one use of the fiscal year; 0 for none.
     */
    int32_t used_on_ymd;
    /**
     * One of `KENPO_RELATION_*`.
     */
    uint8_t relation;
    /**
     * Must be 0.
     */
    uint8_t reserved[7];
} kenpo_person;

/**
 * A slot as a row of a column.
 */
typedef struct kenpo_slot {
    /**
     * Its date, YYYYMMDD.
     */
    int32_t date_ymd;
    /**
     * Places in all.
     */
    uint32_t capacity;
    /**
     * Places taken.
     */
    uint32_t taken;
    /**
     * 1 where the person has booked it, else 0.
     */
    uint8_t booked;
    /**
     * 1 where the organiser has cancelled it, else 0.
     */
    uint8_t cancelled;
    /**
     * Must be 0.
     */
    uint8_t reserved[2];
} kenpo_slot;

/**
 * Whether each person may use a service at an instant: the short way of `eligibility.check`. `reasons_out` receives one
 * reason for each, 0 for who may, otherwise the number of the first reason against it (see docs/messages.md); a row
 * with a date that the calendar does not have gives `not_a_date`. Nothing is allocated.
 * `KENPO_ERR_UNSUPPORTED` where the programme asks for what a row does not hold (a device, circumstances, facts, a sex,
 * whom terms are for, other uses than one a fiscal year): ask `eligibility.check`.
 *
 * Required of the caller:
 * `programme` is a live programme; `service` is valid for its length, `people` for `count` rows, `reasons_out` for
 * `count` bytes that overlap nothing.
 */
kenpo_status kenpo_eligibility_reasons(const kenpo_programme *programme,
                                       const char *service,
                                       size_t service_len,
                                       const struct kenpo_person *people,
                                       size_t count,
                                       uint8_t *reasons_out);

/**
 * The state of each slot for a person at an instant, in Unix seconds: the short way of `booking.slots`. `states_out`
 * receives for each 1 where it is booked, 2 outside the booking period, 3 where it is full, 4 where it is free, and 0 for
 * a row that does not describe a slot. Nothing is allocated. `KENPO_ERR_UNSUPPORTED` where booking opens or closes hours
 * before a slot's time of day, or has a waiting list: ask `booking.slots`.
 *
 * Required of the caller:
 * `programme` is a live programme; `service` is valid for its length, `slots` for `count` rows, `states_out` for `count`
 * bytes that overlap nothing.
 */
kenpo_status kenpo_slot_states(const kenpo_programme *programme,
                               const char *service,
                               size_t service_len,
                               int64_t now,
                               const struct kenpo_slot *slots,
                               size_t count,
                               uint8_t *states_out);

/**
 * What a programme pays back of a cost in yen on a day, whoever claims: the short way of `subsidy.claim`.
 * `KENPO_ERR_NOT_IN_EFFECT` where it has no subsidy on the service on that day, `KENPO_ERR_INVALID_REQUEST` for a cost
 * above the highest that it holds for no slip, `KENPO_ERR_UNSUPPORTED` where the amount depends on the person: ask
 * `subsidy.claim`.
 *
 * Required of the caller:
 * `programme` is a live programme; `service` is valid for its length, `yen_out` for a write.
 */
kenpo_status kenpo_subsidy_yen(const kenpo_programme *programme,
                               const char *service,
                               size_t service_len,
                               int32_t on_ymd,
                               int64_t cost_yen,
                               int64_t *yen_out);

/**
 * What a programme pays back of each cost in yen on a day, whoever claims: `kenpo_subsidy_yen` of many. `yen_out` receives
 * the yen for each, -1 for a cost that is negative or above the highest that the programme holds for no slip. Nothing is
 * allocated. `KENPO_ERR_NOT_IN_EFFECT` where it has no subsidy on the service on that day, `KENPO_ERR_UNSUPPORTED` where
 * the amount depends on the person.
 *
 * Required of the caller:
 * `programme` is a live programme; `service` is valid for its length, `costs_yen` for `count` numbers, `yen_out` for
 * `count` numbers that overlap nothing.
 */
kenpo_status kenpo_subsidies_yen(const kenpo_programme *programme,
                                 const char *service,
                                 size_t service_len,
                                 int32_t on_ymd,
                                 const int32_t *costs_yen,
                                 size_t count,
                                 int32_t *yen_out);

/* ----------------------------------------------------------------------------------------------------------------
 * Typed calls: deadlines
 * ---------------------------------------------------------------------------------------------------------------- */

/**
 * Until when a slot is booked.
 */
#define KENPO_BOOKING_CLOSES 1

/**
 * Until when a booking is changed.
 */
#define KENPO_BOOKING_CHANGE 2

/**
 * Until when a booking is cancelled.
 */
#define KENPO_BOOKING_CANCEL 3

/**
 * A deadline of a slot's date, `which` being one of `KENPO_BOOKING_*`: the short way of `booking.deadlines`.
 * `*instant_out` receives the instant in Unix seconds, `*last_ymd_out` the last day that a display should name, YYYYMMDD.
 * `KENPO_ERR_NOT_IN_EFFECT` where the date has no such deadline, or none within the calendar, `KENPO_ERR_UNSUPPORTED` where the deadline is
 * counted in hours before the slot's time of day: ask `booking.deadlines`.
 *
 * Required of the caller:
 * `programme` is a live programme; `service` is valid for its length; the outputs are valid for a write.
 */
kenpo_status kenpo_booking_deadline(const kenpo_programme *programme,
                                    const char *service,
                                    size_t service_len,
                                    int32_t which,
                                    int32_t date_ymd,
                                    int64_t *instant_out,
                                    int32_t *last_ymd_out);

/**
 * A deadline of each date, YYYYMMDD, `which` being one of `KENPO_BOOKING_*`: `kenpo_booking_deadline` of many. `instants_out`
 * receives the instants in Unix seconds, `last_ymds_out` the last days that a display should name, YYYYMMDD. A date that has no
 * such deadline, or none within the calendar, has the last day 0, a number that the calendar does not have as a date -1; both have the
 * instant 0. Nothing is allocated. `KENPO_ERR_UNSUPPORTED` where the deadline of one of the dates is counted in hours before the
 * slot's time of day: ask `booking.deadlines`. What was written into the arrays then means nothing.
 *
 * Required of the caller:
 * `programme` is a live programme; `service` is valid for its length, `dates_ymd` for `count` numbers, the outputs for `count` numbers
 * each that overlap nothing.
 */
kenpo_status kenpo_slot_deadlines(const kenpo_programme *programme,
                                  const char *service,
                                  size_t service_len,
                                  int32_t which,
                                  const int32_t *dates_ymd,
                                  size_t count,
                                  int64_t *instants_out,
                                  int32_t *last_ymds_out);

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* KENPO_H */
